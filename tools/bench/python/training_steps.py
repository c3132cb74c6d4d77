"""Times training steps of PyTorch or Keras, as one side of `nx run bench:engine`.

Started as `python training_steps.py torch|keras`, it reads one JSON line a request,
`{"row": {"architecture", "batch", "lookback", "horizon", "channels", ...}, "steps": n}`, and answers with
`{"stepMs": median, "loss": last}`. The first request of a row builds the model and warms it up. One thread; the loss is
read after every step, as a training loop does.
"""

import json
import os
import statistics
import sys
import time

THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")}
os.environ.update(THREADS, KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

WARM_UP_STEPS = 10
LEARNING_RATE = 1e-3


def torch_step(row):
    """Stock layers of PyTorch, eager. Returns a function that runs one step and gives its loss."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    units, channels, horizon = row["width"], row["channels"], row["horizon"]

    class Recurrent(nn.Module):
        def __init__(self, layer):
            super().__init__()
            self.layer, self.head = layer(channels, units, batch_first=True), nn.Linear(units, horizon * channels)

        def forward(self, past):
            return self.head(self.layer(past)[0][:, -1]).view(-1, horizon, channels)

    class ITransformer(nn.Module):
        def __init__(self):
            super().__init__()
            options = {"dim_feedforward": row["feedForward"], "dropout": 0.0, "activation": "gelu", "batch_first": True}
            layer = nn.TransformerEncoderLayer(units, row["heads"], **options)
            self.embed, self.head = nn.Linear(row["lookback"], units), nn.Linear(units, horizon)
            self.encoder = nn.TransformerEncoder(layer, row["layers"], nn.LayerNorm(units))

        def forward(self, past):
            mean = past.mean(1, keepdim=True)
            spread = (past.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
            tokens = self.encoder(self.embed(((past - mean) / spread).transpose(1, 2)))
            return self.head(tokens).transpose(1, 2) * spread + mean

    class Mlp(nn.Module):
        def __init__(self):
            super().__init__()
            layers = nn.Linear(row["lookback"], units), nn.ReLU(), nn.Linear(units, horizon)
            self.layers = nn.Sequential(*layers)

        def forward(self, past):
            return self.layers(past.transpose(1, 2)).transpose(1, 2)

    class Tcn(nn.Module):
        """Bai et al. 2018 without weight normalisation."""

        def __init__(self):
            super().__init__()
            self.blocks, self.head = nn.ModuleList(), nn.Linear(units, horizon * channels)
            for index in range(row["layers"]):
                inputs, dilated = (channels if index == 0 else units), {"dilation": 2**index}
                first = nn.Conv1d(inputs, units, row["kernel"], **dilated)
                second = nn.Conv1d(units, units, row["kernel"], **dilated)
                around = nn.Conv1d(inputs, units, 1) if inputs != units else nn.Identity()
                padding = nn.ConstantPad1d(((row["kernel"] - 1) * 2**index, 0), 0.0)
                self.blocks.append(nn.ModuleList([nn.Sequential(padding, first, nn.ReLU(), padding, second, nn.ReLU()), around]))

        def forward(self, past):
            x = past.transpose(1, 2)
            for convolve, around in self.blocks:
                x = torch.relu(convolve(x) + around(x))
            return self.head(x[:, :, -1]).view(-1, horizon, channels)

    models = {
        "cnn": Tcn,
        "mlp": Mlp,
        "lstm": lambda: Recurrent(nn.LSTM),
        "gru": lambda: Recurrent(nn.GRU),
        "itransformer": ITransformer,
    }
    model = models[row["architecture"]]()
    past, future = torch.randn(row["batch"], row["lookback"], channels), torch.randn(row["batch"], horizon, channels)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)

    def step():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(past), future)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def keras_step(row):
    """Stock layers of Keras on TensorFlow, `train_on_batch`. Returns a function that runs one step and gives its loss."""
    import keras
    import numpy as np
    from keras import layers, ops

    keras.utils.set_random_seed(0)
    units, channels, horizon = row["width"], row["channels"], row["horizon"]
    past = keras.Input((row["lookback"], channels), batch_size=row["batch"])

    def recurrent(layer):
        return layers.Reshape((horizon, channels))(layers.Dense(horizon * channels)(layer(units)(past)))

    def mlp():
        hidden = layers.Dense(units, activation="relu")(layers.Permute((2, 1))(past))
        return layers.Permute((2, 1))(layers.Dense(horizon)(hidden))

    def itransformer():
        mean = ops.mean(past, 1, keepdims=True)
        spread = ops.sqrt(ops.var(past, 1, keepdims=True) + 1e-5)
        tokens = layers.Dense(units)(layers.Permute((2, 1))((past - mean) / spread))
        for _ in range(row["layers"]):
            mixed = layers.MultiHeadAttention(row["heads"], units // row["heads"])(tokens, tokens)
            tokens = layers.LayerNormalization(epsilon=1e-5)(tokens + mixed)
            wide = layers.Dense(row["feedForward"], activation="gelu")(tokens)
            tokens = layers.LayerNormalization(epsilon=1e-5)(tokens + layers.Dense(units)(wide))
        tokens = layers.LayerNormalization(epsilon=1e-5)(tokens)
        return layers.Permute((2, 1))(layers.Dense(horizon)(tokens)) * spread + mean

    def tcn():
        x = past
        for index in range(row["layers"]):
            around = x if index > 0 else layers.Conv1D(units, 1)(x)
            for _ in range(2):
                x = layers.Conv1D(units, row["kernel"], padding="causal", dilation_rate=2**index, activation="relu")(x)
            x = ops.relu(x + around)
        return layers.Reshape((horizon, channels))(layers.Dense(horizon * channels)(x[:, -1]))

    models = {
        "cnn": tcn,
        "mlp": mlp,
        "lstm": lambda: recurrent(layers.LSTM),
        "gru": lambda: recurrent(layers.GRU),
        "itransformer": itransformer,
    }
    model = keras.Model(past, models[row["architecture"]]())
    model.compile(keras.optimizers.Adam(LEARNING_RATE), "mse", jit_compile=False)
    random = np.random.default_rng(0)
    batch = [random.standard_normal((row["batch"], n, channels), "float32") for n in (row["lookback"], horizon)]
    return lambda: float(model.train_on_batch(*batch))


def versions(framework):
    module = __import__(framework)
    return {"version": f"{framework} {module.__version__}"}


def main(framework):
    make_step = {"torch": torch_step, "keras": keras_step}[framework]
    steps = {}
    print(json.dumps(versions(framework)), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        key = json.dumps(request["row"])
        if key not in steps:
            steps = {key: make_step(request["row"])}
            for _ in range(WARM_UP_STEPS):
                steps[key]()
        times, loss = [], 0.0
        for _ in range(request["steps"]):
            start = time.perf_counter()
            loss = steps[key]()
            times.append((time.perf_counter() - start) * 1e3)
        print(json.dumps({"stepMs": statistics.median(times), "loss": loss}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
