"""Trains a student with its teacher forecasting online in every batch, as one side of `nx run bench:online-teacher`.

Started as `python online_teacher.py torch`, it reads one JSON line a request, `{"csv": path, "train": rows of the train split,
"lookback": n, "horizon": n, "batch": n}`, and answers with `{"batchMs": mean over one epoch, "loss": last, "student": parameters,
"teacher": parameters}`. The first request builds the models and warms them up. One thread; windows are views of one tensor
that is read once, so cutting a batch is one gather; the loss is read after every step, as a training loop does.

The two-branch MLP and the iTransformer are those of `src/ett/models.ts`, of PyTorch's stock layers; the teacher's weights are those it
starts from, which take as long as trained ones.
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
SOFT_WEIGHT = 2.0
EPSILON = 1e-5


class Branch(nn.Module):
    """Linear, gain and shift of each channel, ReLU, linear; shared by all channels: [B, C, L] -> [B, C, H]."""

    def __init__(self, lookback, horizon, channels, hidden):
        super().__init__()
        self.into, self.out = nn.Linear(lookback, hidden), nn.Linear(hidden, horizon)
        self.gain, self.shift = nn.Parameter(torch.ones(channels, 1)), nn.Parameter(torch.zeros(channels, 1))

    def forward(self, x):
        return self.out(torch.relu(self.into(x) * self.gain + self.shift))


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
    def __init__(self, lookback, horizon, width=256, heads=8, layers=2):
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


class Training:
    def __init__(self, csv, train, lookback, horizon, batch):
        rows = np.genfromtxt(csv, delimiter=",", skip_header=1, dtype=np.float32)[:train, 1:]
        series = torch.from_numpy((rows - rows.mean(0)) / rows.std(0))
        # [N, L + H, C], a view: nothing is copied before a batch is cut.
        self.windows = series.unfold(0, lookback + horizon, 1).transpose(1, 2)
        self.lookback, self.batch = lookback, batch
        channels = series.shape[1]
        self.student = TwoBranchMlp(lookback, horizon, channels)
        self.teacher = ITransformer(lookback, horizon).eval()
        self.optimizer = torch.optim.Adam(self.student.parameters(), lr=LEARNING_RATE)
        for chosen in torch.randperm(len(self.windows)).split(batch)[:WARM_UP_STEPS]:
            self.step(chosen)

    def step(self, chosen):
        window = self.windows[chosen]
        past, truth = window[:, : self.lookback], window[:, self.lookback :]
        with torch.no_grad():
            taught = self.teacher(past)
        self.optimizer.zero_grad()
        forecast = self.student(past)
        loss = nn.functional.mse_loss(forecast, truth) + SOFT_WEIGHT * nn.functional.mse_loss(forecast, taught)
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
    return sum(parameter.numel() for parameter in model.parameters())


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    training = None
    print(json.dumps({"version": f"torch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        training = training or Training(**json.loads(line))
        sizes = {"student": count(training.student), "teacher": count(training.teacher)}
        print(json.dumps({**training.epoch(), **sizes}), flush=True)


if __name__ == "__main__":
    main()
