"""Trains a student with its teacher forecasting online in every batch, as one side of `nx run bench:online-teacher`.

Started as `python online_teacher.py torch`, it reads one JSON line a request, `{"csv": path, "train": rows of the train split,
"lookback": n, "horizon": n, "batch": n, "student": name, "teacher": name, "teachers": how many, "weights": {"hard", "soft"}}`, and
answers with `{"batchMs": mean over one epoch, "loss": last, "student": parameters, "teacher": parameters of one}`. The first
request of its kind builds the models and warms them up. One thread; windows are views of one tensor that is read once, so cutting a
batch is one gather; the loss is read after every step, as a training loop does.

The models are those of `src/ett/models.ts`, of PyTorch's stock layers; the teachers' weights are those they start from, which
take as long as trained ones.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import torch
from torch import nn

WARM_UP_STEPS = 10
LEARNING_RATE = 1e-3
EPSILON = 1e-5


class Branch(nn.Module):
    """Linear, batch normalisation of each channel, ReLU, linear; shared by all channels: [B, C, L] -> [B, C, H]."""

    def __init__(self, lookback, horizon, channels, hidden):
        super().__init__()
        self.into, self.out = nn.Linear(lookback, hidden), nn.Linear(hidden, horizon)
        self.norm = nn.BatchNorm1d(channels)

    def forward(self, x):
        return self.out(torch.relu(self.norm(self.into(x))))


class TwoBranchMlp(nn.Module):
    """Trend and remainder, a branch each, around the window's mean (TimeDistill's student)."""

    def __init__(self, lookback, horizon, channels, hidden=512, kernel=25):
        super().__init__()
        self.gain, self.shift = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.seasonal = Branch(lookback, horizon, channels, hidden)
        self.trend = Branch(lookback, horizon, channels, hidden)
        self.average, self.half = nn.AvgPool1d(kernel, 1), kernel // 2

    def forward(self, past):
        mean = past.mean(1, keepdim=True)
        x = ((past - mean) * self.gain + self.shift).transpose(1, 2)
        trend = self.average(nn.functional.pad(x, (self.half, self.half), mode="replicate"))
        forecast = (self.seasonal(x - trend) + self.trend(trend)).transpose(1, 2)
        return (forecast - self.shift) / self.gain + mean


class ITransformer(nn.Module):
    def __init__(self, lookback, horizon, channels, width=256, heads=8, layers=2):
        super().__init__()
        options = {"dim_feedforward": width, "dropout": 0.1, "activation": "gelu", "batch_first": True}
        layer = nn.TransformerEncoderLayer(width, heads, **options)
        self.embed, self.head = nn.Linear(lookback, width), nn.Linear(width, horizon)
        self.encoder = nn.TransformerEncoder(layer, layers, nn.LayerNorm(width))

    def forward(self, past):
        mean = past.mean(1, keepdim=True)
        spread = (past.var(1, keepdim=True, unbiased=False) + EPSILON).sqrt()
        tokens = self.encoder(self.embed(((past - mean) / spread).transpose(1, 2)))
        return self.head(tokens).transpose(1, 2) * spread + mean


class SparseTsf(nn.Module):
    def __init__(self, lookback, horizon, channels, period=24):
        super().__init__()
        self.smooth = nn.Conv1d(1, 1, 1 + 2 * (period // 2), padding=period // 2, bias=False)
        self.map, self.period = nn.Linear(lookback // period, horizon // period, bias=False), period

    def forward(self, past):
        mean = past.mean(1, keepdim=True)
        x = (past - mean).transpose(1, 2)
        x = self.smooth(x.reshape(-1, 1, x.shape[2])).reshape(x.shape) + x
        phases = x.unflatten(2, (-1, self.period)).transpose(2, 3)
        return self.map(phases).transpose(2, 3).flatten(2).transpose(1, 2) + mean


class SegRnn(nn.Module):
    """Parallel decoding: one step of the GRU for each segment of the horizon, from the last state of the history."""

    def __init__(self, lookback, horizon, channels, width=256, segment=48):
        super().__init__()
        self.embed, self.head = nn.Linear(segment, width), nn.Linear(width, segment)
        self.cell, self.segment = nn.GRU(width, width, batch_first=True), segment
        self.position = nn.Parameter(torch.randn(horizon // segment, width // 2))
        self.channel = nn.Parameter(torch.randn(channels, width // 2))

    def forward(self, past):
        last = past[:, -1:]
        batch, _, channels = past.shape
        segments = (past - last).transpose(1, 2).reshape(batch * channels, -1, self.segment)
        _, state = self.cell(torch.relu(self.embed(segments)))
        count = len(self.position)
        places = [self.position.repeat(channels, 1), self.channel.repeat_interleave(count, 0)]
        places = torch.cat(places, 1).repeat(batch, 1).unsqueeze(1)
        _, decoded = self.cell(places, state.repeat_interleave(count, 1))
        return self.head(decoded[0]).reshape(batch, channels, -1).transpose(1, 2) + last


MODELS = {
    **{"two-branch-mlp": TwoBranchMlp, "two-branch-mlp-128": TwoBranchMlp},
    **{"itransformer": ITransformer, "sparse-tsf": SparseTsf, "seg-rnn-256": SegRnn},
}


class Training:
    def __init__(self, csv, train, lookback, horizon, batch, student, teacher, teachers, weights):
        rows = np.genfromtxt(csv, delimiter=",", skip_header=1, dtype=np.float32)[:train, 1:]
        series = torch.from_numpy((rows - rows.mean(0)) / rows.std(0))
        # [N, L + H, C], a view: nothing is copied before a batch is cut.
        self.windows = series.unfold(0, lookback + horizon, 1).transpose(1, 2)
        self.lookback, self.batch, self.weights = lookback, batch, weights
        sizes = lookback, horizon, series.shape[1]
        self.student = MODELS[student](*sizes)
        self.teachers = [MODELS[teacher](*sizes).eval() for _ in range(teachers)]
        self.optimizer = torch.optim.Adam(self.student.parameters(), lr=LEARNING_RATE)
        for chosen in torch.randperm(len(self.windows)).split(batch)[:WARM_UP_STEPS]:
            self.step(chosen)

    def step(self, chosen):
        window = self.windows[chosen]
        past, truth = window[:, : self.lookback], window[:, self.lookback :]
        with torch.no_grad():
            taught = sum(teacher(past) for teacher in self.teachers) / len(self.teachers)
        self.optimizer.zero_grad()
        forecast = self.student(past)
        hard, soft = nn.functional.mse_loss(forecast, truth), nn.functional.mse_loss(forecast, taught)
        loss = self.weights["hard"] * hard + self.weights["soft"] * soft
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def epoch(self):
        start, loss = time.perf_counter(), 0.0
        batches = torch.randperm(len(self.windows)).split(self.batch)
        for chosen in batches:
            loss = self.step(chosen)
        return {"batchMs": (time.perf_counter() - start) * 1e3 / len(batches), "loss": loss}


def count(model):
    """Parameters and running statistics; not the counter of batches that PyTorch keeps beside them."""
    return sum(values.numel() for values in model.state_dict().values() if values.is_floating_point())


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    trainings = {}
    print(json.dumps({"version": f"torch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        if line not in trainings:
            trainings = {line: Training(**json.loads(line))}
        training = trainings[line]
        sizes = {"student": count(training.student), "teacher": count(training.teachers[0])}
        print(json.dumps({**training.epoch(), **sizes}), flush=True)


if __name__ == "__main__":
    main()
