"""Writes torch-twins.json: models of PyTorch's stock layers, their weights in this project's layout, and what they forecast.

    pip install torch==2.13.0
    python torch_twins.py > torch-twins.json

Read by src/models/torch-twins.test.ts. Dense kernels are [inputs, outputs], those of convolutions have the oldest step's rows first, those
of recurrent layers the rows of the input and then of the state. `nn.GRU` applies the reset gate behind the product with the state, this
project before it (Cho et al. 2014), so its layer is written out here; where both must agree it is checked against `nn.GRU`.
"""

import base64
import json
import math
import sys

import torch
from torch import nn
from torch.nn import functional

BATCH, CHANNELS, HORIZON = 3, 2, 5
COVARIATES = {"past": ["p0"], "known": ["k0", "k1"], "static": ["s0", "s1", "s2"]}


def lines(linear, name):
    return {f"{name}.kernel": linear.weight.T, f"{name}.bias": linear.bias}


def norms(layer, name):
    return {f"{name}.gain": layer.weight, f"{name}.shift": layer.bias}


def encoder_weights(encoder):
    weights = {}
    for index, layer in enumerate(encoder.layers):
        name, attention = f"layer{index}", layer.self_attn
        for role, kernel, bias in zip(
            ("query", "key", "value"), attention.in_proj_weight.chunk(3), attention.in_proj_bias.chunk(3)
        ):
            weights |= {f"{name}.{role}.kernel": kernel.T, f"{name}.{role}.bias": bias}
        weights |= lines(attention.out_proj, f"{name}.merge") | norms(layer.norm1, f"{name}.norm1")
        weights |= lines(layer.linear1, f"{name}.wide") | lines(layer.linear2, f"{name}.narrow")
        weights |= norms(layer.norm2, f"{name}.norm2")
    return weights


def encoder(width, heads, layers, feed_forward, activation, final_norm=None):
    layer = nn.TransformerEncoderLayer(width, heads, feed_forward, 0.0, activation, batch_first=True)
    stack = nn.TransformerEncoder(layer, layers, final_norm, enable_nested_tensor=False)
    for name, parameter in stack.named_parameters():  # PyTorch copies one layer, and starts biases and norms at 0 and 1
        if parameter.dim() > 1:
            nn.init.xavier_uniform_(parameter)
        else:
            nn.init.uniform_(parameter, -0.3, 0.3)
            if "norm" in name and "weight" in name:
                parameter.data += 1
    return stack


class Recurrent(nn.Module):
    """Gates of `nn.LSTM` are input, forget, cell, output; its two biases are added up."""

    def __init__(self, layer, units=4, layers=2):
        super().__init__()
        self.layer = layer(CHANNELS, units, num_layers=layers, batch_first=True)
        self.head = nn.Linear(units, HORIZON * CHANNELS)

    def forward(self, past):
        return self.head(self.layer(past)[0][:, -1]).view(-1, HORIZON, CHANNELS)

    def weights(self):
        found = {}
        for index in range(self.layer.num_layers):
            own = [getattr(self.layer, f"{role}_l{index}") for role in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            name = "cell" if index == 0 else f"cell{index + 1}"
            found |= {f"{name}.kernel": torch.cat(own[:2], 1).T, f"{name}.bias": own[2] + own[3]}
        return found | lines(self.head, "head")


class ResetBefore(nn.Module):
    """One layer with the weights of an `nn.GRU`: gates reset, update, candidate; [B, T, I] -> [B, T, U]."""

    def __init__(self, inputs, units):
        super().__init__()
        self.cell = nn.GRU(inputs, units, batch_first=True)
        nn.init.zeros_(self.cell.bias_hh_l0)

    def step(self, x, hidden):
        of_input = functional.linear(x, self.cell.weight_ih_l0, self.cell.bias_ih_l0).chunk(3, -1)
        reset_kernel, update_kernel, candidate_kernel = self.cell.weight_hh_l0.chunk(3)
        reset = torch.sigmoid(of_input[0] + hidden @ reset_kernel.T)
        update = torch.sigmoid(of_input[1] + hidden @ update_kernel.T)
        candidate = torch.tanh(of_input[2] + (reset * hidden) @ candidate_kernel.T)
        return update * hidden + (1 - update) * candidate

    def forward(self, x):
        hidden, states = torch.zeros(len(x), self.cell.hidden_size), []
        for step in x.unbind(1):
            hidden = self.step(step, hidden)
            states.append(hidden)
        return torch.stack(states, 1)

    def weights(self, name):
        kernels = torch.cat([self.cell.weight_ih_l0, self.cell.weight_hh_l0], 1)
        return {f"{name}.kernel": kernels.T, f"{name}.bias": self.cell.bias_ih_l0}


def check_reset_before():
    """Behind or before the product is the same where the candidate's kernel is diagonal."""
    layer = ResetBefore(3, 4)
    with torch.no_grad():
        layer.cell.weight_hh_l0[8:] = torch.diag(torch.tensor([0.9, -0.7, 0.4, 1.3]))
        x = torch.randn(2, 6, 3)
        assert (layer(x) - layer.cell(x)[0]).abs().max() < 1e-6


class Gru(nn.Module):
    def __init__(self, units=4):
        super().__init__()
        self.layers = nn.ModuleList([ResetBefore(CHANNELS, units), ResetBefore(units, units)])
        self.head = nn.Linear(units, HORIZON * CHANNELS)

    def forward(self, past):
        for layer in self.layers:
            past = layer(past)
        return self.head(past[:, -1]).view(-1, HORIZON, CHANNELS)

    def weights(self):
        return self.layers[0].weights("cell") | self.layers[1].weights("cell2") | lines(self.head, "head")


class SegRnn(nn.Module):
    """Parallel decoding: one step of the GRU for each segment of the horizon, from the last state of the history."""

    def __init__(self, width=6, segment=3):
        super().__init__()
        self.embed, self.head, self.segment = nn.Linear(segment, width), nn.Linear(width, segment), segment
        self.layer, self.count = ResetBefore(width, width), math.ceil(HORIZON / segment)
        self.position = nn.Parameter(torch.randn(self.count, width // 2))
        self.channel = nn.Parameter(torch.randn(CHANNELS, width // 2))

    def forward(self, past):
        last = past[:, -1:]
        rows = (past - last).transpose(1, 2).reshape(len(past) * CHANNELS, -1)
        rows = rows[:, rows.shape[1] % self.segment :].reshape(len(rows), -1, self.segment)
        state = self.layer(torch.relu(self.embed(rows)))[:, -1]
        places = torch.cat(
            [self.position.repeat(CHANNELS, 1), self.channel.repeat_interleave(self.count, 0)], 1
        ).repeat(len(past), 1)
        decoded = self.head(self.layer.step(places, state.repeat_interleave(self.count, 0)))
        forecast = decoded.reshape(len(past), CHANNELS, -1)[:, :, :HORIZON]
        return forecast.transpose(1, 2) + last

    def weights(self):
        tables = {"position.embedding": self.position, "channel.embedding": self.channel}
        return lines(self.embed, "embed") | self.layer.weights("cell") | tables | lines(self.head, "head")


class Normalised(nn.Module):
    """RevIN without an affine map, around a body that maps [B, C, L] to [B, C, H]."""

    def forward(self, past):
        mean = past.mean(1, keepdim=True)
        spread = (past.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
        return self.body(((past - mean) / spread).transpose(1, 2)).transpose(1, 2) * spread + mean


class Mlp(Normalised):
    def __init__(self, lookback=12, hidden=6):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(lookback, hidden), nn.ReLU(), nn.Linear(hidden, HORIZON))

    def weights(self):
        return lines(self.body[0], "map.in") | lines(self.body[2], "map.out")


class TwoBranchMlp(nn.Module):
    """The student of TimeDistill: around the mean of its window, a branch for the trend and one for the remainder."""

    def __init__(self, lookback=12, hidden=6):
        super().__init__()
        self.gain, self.shift = nn.Parameter(torch.rand(CHANNELS) + 0.5), nn.Parameter(torch.rand(CHANNELS) - 0.5)
        self.branches = nn.ModuleDict({name: self.branch(lookback, hidden) for name in ("map", "trend")})

    @staticmethod
    def branch(lookback, hidden):
        layer = nn.BatchNorm1d(CHANNELS)
        for values in (layer.weight, layer.running_var):
            nn.init.uniform_(values, 0.5, 1.5)
        for values in (layer.bias, layer.running_mean):
            nn.init.uniform_(values, -1, 1)
        return nn.Sequential(nn.Linear(lookback, hidden), layer, nn.ReLU(), nn.Linear(hidden, HORIZON))

    def forward(self, past):
        mean = past.mean(1, keepdim=True)
        rows = ((past - mean) * self.gain + self.shift).transpose(1, 2)
        trend = functional.avg_pool1d(functional.pad(rows, (2, 2), mode="replicate"), 5, 1)
        both = self.branches["map"](rows - trend) + self.branches["trend"](trend)
        return (both.transpose(1, 2) - self.shift) / self.gain + mean

    def weights(self):
        found = {"affine.gain": self.gain, "affine.shift": self.shift}
        for name, (wide, norm, _, narrow) in self.branches.items():
            own = {"gain": norm.weight, "shift": norm.bias, "mean": norm.running_mean, "variance": norm.running_var}
            found |= lines(wide, f"{name}.in") | {f"{name}.{part}": values[:, None] for part, values in own.items()}
            found |= lines(narrow, f"{name}.out")
        return found

    def trained_weights(self, past):
        """After some steps of Adam. PyTorch's running variance is that of a sample: ours is the population's."""
        truth, rate, steps = torch.randn(BATCH, HORIZON, CHANNELS), 0.01, 3
        before = {key: values.clone() for key, values in self.weights().items()}
        optimizer = torch.optim.Adam(self.parameters(), rate)
        self.train()
        for _ in range(steps):
            optimizer.zero_grad()
            functional.mse_loss(self(past), truth).backward()
            optimizer.step()
        size = BATCH * self.branches["map"][0].out_features
        after = dict(self.weights())
        for name in ("map.variance", "trend.variance"):
            kept = 0.9**steps * before[name]
            after[name] = kept + (after[name] - kept) * (size - 1) / size
        return {"truth": encoded(truth), "learningRate": rate, "steps": steps, "parameters": encode_all(after)}


class ITransformer(Normalised):
    def __init__(self, lookback=12, width=6):
        super().__init__()
        self.embed, self.head, self.norm = nn.Linear(lookback, width), nn.Linear(width, HORIZON), nn.LayerNorm(width)
        self.encoder = encoder(width, 2, 2, 7, "gelu", self.norm)

    def body(self, channels):
        return self.head(self.encoder(self.embed(channels)))

    def weights(self):
        around = lines(self.embed, "embed") | norms(self.encoder.norm, "norm") | lines(self.head, "head")
        return around | encoder_weights(self.encoder)


class PatchTst(Normalised):
    def __init__(self, lookback=15, patch=6, stride=2, width=6):
        super().__init__()
        self.patch, self.stride, self.pad = patch, stride, nn.ReplicationPad1d((0, stride))
        count = (lookback - patch) // stride + 2
        self.embed, self.head = nn.Linear(patch, width), nn.Linear(count * width, HORIZON)
        self.position = nn.Parameter(torch.randn(count, width))
        self.encoder = encoder(width, 3, 2, 7, "gelu")

    def body(self, channels):
        patches = self.pad(channels).unfold(-1, self.patch, self.stride)
        tokens = (self.embed(patches) + self.position).flatten(0, 1)
        return self.head(self.encoder(tokens).unflatten(0, channels.shape[:2]).flatten(2))

    def weights(self):
        around = lines(self.embed, "embed") | {"position.embedding": self.position} | lines(self.head, "head")
        return around | encoder_weights(self.encoder)


class Transformer(nn.Module):
    def __init__(self, lookback=12, width=6):
        super().__init__()
        self.embed, self.head = nn.Linear(CHANNELS, width), nn.Linear(width, HORIZON * CHANNELS)
        self.encoder = encoder(width, 2, 2, 7, "relu")
        angles = torch.arange(lookback)[:, None] * torch.exp(torch.arange(0, width, 2) * -(math.log(10000.0) / width))
        self.positions = torch.stack([angles.sin(), angles.cos()], 2).flatten(1)

    def forward(self, past):
        tokens = self.encoder(self.embed(past) + self.positions)
        return self.head(tokens[:, -1]).view(-1, HORIZON, CHANNELS)

    def weights(self):
        return lines(self.embed, "embed") | lines(self.head, "head") | encoder_weights(self.encoder)


class Cnn(nn.Module):
    """Bai et al. 2018 over the whole sequence, dilation by dilation, of which the last step is read."""

    def __init__(self, kernel, layers, width=4):
        super().__init__()
        self.kernel, self.blocks = kernel, nn.ModuleList()
        for index in range(layers):
            inputs, dilation = CHANNELS if index == 0 else width, 2**index
            block = {"first": nn.Conv1d(inputs, width, kernel, dilation=dilation)}
            block["second"] = nn.Conv1d(width, width, kernel, dilation=dilation)
            if inputs != width:
                block["skip"] = nn.Conv1d(inputs, width, 1)
            self.blocks.append(nn.ModuleDict(block))
        self.head = nn.Linear(width, HORIZON * CHANNELS)

    def causal(self, convolution, x):
        padding = (self.kernel - 1) * convolution.dilation[0]
        return torch.relu(convolution(functional.pad(x, (padding, 0))))

    def forward(self, past):
        x = past.transpose(1, 2)
        for block in self.blocks:
            around = block["skip"](x) if "skip" in block else x
            x = torch.relu(self.causal(block["second"], self.causal(block["first"], x)) + around)
        return self.head(x[:, :, -1]).view(-1, HORIZON, CHANNELS)

    def weights(self):
        found = lines(self.head, "head")
        for index, block in enumerate(self.blocks):
            for role, layer in block.items():
                kernel = layer.weight.permute(2, 1, 0).flatten(0, 1)  # [O, I, k] -> [k · I, O]
                found |= {f"block{index}.{role}.kernel": kernel, f"block{index}.{role}.bias": layer.bias}
        return found


class TideBlock(nn.Module):
    def __init__(self, inputs, width, outputs, normalised=True):
        super().__init__()
        self.wide, self.narrow = nn.Linear(inputs, width), nn.Linear(width, outputs)
        self.skip, self.norm = nn.Linear(inputs, outputs), nn.LayerNorm(outputs) if normalised else nn.Identity()
        if normalised:
            nn.init.uniform_(self.norm.weight, 0.7, 1.3)
            nn.init.uniform_(self.norm.bias, -0.3, 0.3)

    def forward(self, x):
        return self.norm(self.narrow(torch.relu(self.wide(x))) + self.skip(x))

    def weights(self, name):
        dense = lines(self.wide, f"{name}.wide") | lines(self.narrow, f"{name}.narrow") | lines(self.skip, f"{name}.skip")
        return dense | (norms(self.norm, f"{name}.norm") if isinstance(self.norm, nn.LayerNorm) else {})


class Tide(nn.Module):
    """Das et al. 2023, one channel at a time; the paper's covariates are the known and static ones."""

    def __init__(self, lookback=12, width=6, decoded=4, projected=3):
        super().__init__()
        self.lookback, self.decoded = lookback, decoded
        past, known, static = (len(names) for names in COVARIATES.values())
        inputs = lookback + lookback * projected + (lookback + HORIZON) * projected + static
        self.blocks = nn.ModuleDict(
            {
                "past": TideBlock(past, width, projected),
                "known": TideBlock(known, width, projected),
                "encoder0": TideBlock(inputs, width, width),
                "encoder1": TideBlock(width, width, width),
                "decoder0": TideBlock(width, width, width),
                "decoder1": TideBlock(width, width, decoded * HORIZON),
                "temporal": TideBlock(decoded + projected, width, 1, normalised=False),
            }
        )
        self.highway = nn.Linear(lookback, HORIZON)

    def forward(self, past, covariates, known, static):
        block = self.blocks
        projected, ahead = block["past"](covariates), block["known"](known)
        channels = []
        for series in past.unbind(2):
            x = torch.cat([series, projected.flatten(1), ahead.flatten(1), static], 1)
            for name in ("encoder0", "encoder1", "decoder0", "decoder1"):
                x = block[name](x)
            steps = torch.cat([x.unflatten(1, (HORIZON, self.decoded)), ahead[:, self.lookback :]], 2)
            channels.append(block["temporal"](steps)[:, :, 0] + self.highway(series))
        return torch.stack(channels, 2)

    def weights(self):
        found = lines(self.highway, "highway")
        for name, block in self.blocks.items():
            found |= block.weights(name)
        return found


TOKENS = {"width": 6, "heads": 2, "layers": 2, "feedForward": 7, "dropout": 0}


def cnn_case(name, lookback, kernel, layers, options={}):
    options = {"width": 4, "kernel": kernel, **options}
    return name, {"architecture": "cnn", "lookback": lookback, "options": options}, Cnn(kernel, layers)


def cases():
    recurrent = {"lookback": 9, "options": {"units": 4, "layers": 2}}
    yield "rnn", {"architecture": "rnn", **recurrent}, Recurrent(nn.RNN)
    yield "lstm", {"architecture": "lstm", **recurrent}, Recurrent(nn.LSTM)
    yield "gru", {"architecture": "gru", **recurrent}, Gru()
    options = {"segment": 3, "width": 6, "dropout": 0}
    yield "seg-rnn", {"architecture": "seg-rnn", "lookback": 14, "residual": "last", "options": options}, SegRnn()
    yield "mlp", {"architecture": "mlp", "lookback": 12, "normalisation": "revin", "options": {"hidden": 6}}, Mlp()
    settings = {"lookback": 12, "options": TOKENS}
    yield "itransformer", {"architecture": "itransformer", "normalisation": "revin", **settings}, ITransformer()
    yield "transformer", {"architecture": "transformer", **settings}, Transformer()
    patches = {"patch": 6, "stride": 2, **TOKENS, "heads": 3}
    settings = {"lookback": 15, "normalisation": "revin", "options": patches}
    yield "patch-tst", {"architecture": "patch-tst", **settings}, PatchTst()
    options = {"width": 6, "layers": 2, "decoded": 4, "projected": 3, "dropout": 0}
    yield "tide", {"architecture": "tide", "lookback": 12, "options": options, **COVARIATES}, Tide()
    yield cnn_case("cnn that sees its whole lookback, of odd lengths", 21, 3, 3)
    yield cnn_case("cnn with two taps", 17, 2, 4)
    yield cnn_case("cnn with four taps", 16, 4, 2)
    yield cnn_case("cnn that sees a part of its lookback", 24, 3, 2, {"layers": 2})
    options = {"hidden": 6, "decomposition": 5, "batchNorm": True}
    settings = {"lookback": 12, "normalisation": "mean", "affine": True, "options": options}
    yield "two-branch mlp", {"architecture": "mlp", **settings}, TwoBranchMlp()


def encoded(tensor):
    values = tensor.detach().contiguous().float().numpy().astype("<f4").tobytes()
    return {"shape": list(tensor.shape), "base64": base64.b64encode(values).decode()}


def encode_all(tensors):
    return {key: encoded(tensor) for key, tensor in tensors.items()}


def inputs_of(config):
    lookback = config["lookback"]
    inputs = {"past": torch.randn(BATCH, lookback, CHANNELS) * 2 + 1}
    if "known" in config:
        past, known, static = (len(config[role]) for role in COVARIATES)
        inputs |= {"covariates": torch.randn(BATCH, lookback, past), "static": torch.randn(BATCH, static)}
        inputs["known"] = torch.randn(BATCH, lookback + HORIZON, known)
    return inputs


def main():
    torch.manual_seed(0)
    check_reset_before()
    twins = []
    for name, config, model in cases():
        inputs = inputs_of(config)
        model.eval()
        twin = {"name": name, "config": config, "parameters": encode_all(model.weights()), "inputs": encode_all(inputs)}
        twin["forecast"] = encoded(model(**inputs))
        if isinstance(model, TwoBranchMlp):
            twin["trained"] = model.trained_weights(**inputs)
        twins.append(twin)
    made_by = f"torch {torch.__version__}"
    json.dump({"madeBy": made_by, "horizon": HORIZON, "channels": CHANNELS, "twins": twins}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
