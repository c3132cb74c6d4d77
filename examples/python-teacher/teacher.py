"""A teacher in Python: ridge regression on the last LOOKBACK rows. It needs pyarrow and numpy.

    python examples/python-teacher/teacher.py <folder of a dataset@1> <folder to write>

Put any other model in the place of `fit` and `predict`; the rest is the contract. What it writes is honest: every train
window is forecast by a ridge that was fitted to other train windows, and nothing is fitted to validation or test rows.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import pyarrow as pa

LOOKBACK = 48
FOLDS = 4  # the train windows in as many pieces of time, each forecast by a ridge that was kept from it
PENALTY = 10.0


# --- the model --------------------------------------------------------------------------------------------------------
def fit(past, future):
    """Weights [L, H] of one linear map from the past to the future, both as differences from the last row."""
    last = past[:, -1:]
    inputs, outputs = past - last, future - last
    return np.linalg.solve(inputs.T @ inputs + PENALTY * np.eye(past.shape[1]), inputs.T @ outputs)


def predict(weights, past):
    last = past[:, -1:]
    return last + (past - last) @ weights


# --- what is read: dataset@1 ------------------------------------------------------------------------------------------
def read_table(path):
    return pa.ipc.open_file(path).read_all()


def read_lists(column):
    """A FixedSizeList column as [rows, width]."""
    values = [chunk.flatten().to_numpy(zero_copy_only=False) for chunk in column.chunks]
    return np.concatenate(values).reshape(len(column), -1)


dataset, out = map(pathlib.Path, sys.argv[1:])
manifest = (dataset / "manifest.json").read_bytes()
meta = json.loads(manifest)["meta"]
horizon, channels = meta["horizon"], meta["channels"]["target"]

series_table = read_table(dataset / "series.arrow")
rows = read_lists(series_table["target"]).astype(np.float64)  # [T, C], raw units, one series after the other
starts = np.cumsum([0] + [series["rowCount"] for series in meta["series"]])  # first row of each series

origins = read_table(dataset / "windows.arrow")
series, origin, split = (origins[name].to_numpy() for name in ("series", "origin", "split"))  # origin: first target row
has_past = origin >= LOOKBACK  # the other windows are left out: soft targets may cover a part of the origins
series, origin, split = series[has_past], origin[has_past], split[has_past]
first_target = starts[series] + origin
is_train = split == 0

# --- the forecasts ----------------------------------------------------------------------------------------------------
pasts = rows[first_target[:, None] + np.arange(-LOOKBACK, 0)]  # [N, L, C]
ends = np.minimum(first_target[:, None] + np.arange(horizon), len(rows) - 1)
futures = rows[ends]  # [N, H, C]; read for train windows only

# A ridge is fitted to windows whose targets share no row with those of its piece: it never sees a value it is asked for.
position = origin[is_train]
seams = np.quantile(position, np.linspace(0, 1, FOLDS + 1))
seams[-1] += 1
forecasts = np.empty((len(origin), horizon, len(channels)))
for channel in range(len(channels)):
    past, future = pasts[:, :, channel], futures[:, :, channel]
    for begin, end in zip(seams[:-1], seams[1:]):
        held = is_train & (origin >= begin) & (origin < end)
        others = is_train & ((origin + horizon <= begin) | (origin >= end + horizon))
        forecasts[held, :, channel] = predict(fit(past[others], future[others]), past[held])
    forecasts[~is_train, :, channel] = predict(fit(past[is_train], future[is_train]), past[~is_train])

# --- what is written: soft-targets@1 ----------------------------------------------------------------------------------
width = horizon * len(channels)
flat = pa.array(forecasts.astype(np.float32).ravel())  # step by step, in a step channel by channel
table = pa.table(
    {
        "series": pa.array(series, pa.int32()),
        "origin": pa.array(origin, pa.int32()),
        "inSample": pa.array(np.zeros(len(origin), bool)),
        "forecast": pa.FixedSizeListArray.from_arrays(flat, width),
    }
)
out.mkdir(parents=True, exist_ok=True)
with pa.ipc.new_file(out / "soft-targets.arrow", table.schema) as writer:  # an IPC file, not compressed
    writer.write_table(table, max_chunksize=4096)

last_train_row = max(starts[i] + s["borders"]["train"][1] - 1 for i, s in enumerate(meta["series"]))
content = (out / "soft-targets.arrow").read_bytes()
result = {
    "kind": "soft-targets",
    "version": 1,
    "config": {"model": "ridge", "lookback": LOOKBACK, "penalty": PENALTY, "folds": FOLDS},
    "inputs": {"dataset": hashlib.sha256(manifest).hexdigest()},
    "files": {"soft-targets.arrow": {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}},
    "meta": {
        "dataset": hashlib.sha256(manifest).hexdigest(),
        "teacher": None,
        "name": "ridge",
        "horizon": horizon,
        "channels": channels,
        "unit": "raw",
        "quantiles": [],
        "features": [],
        "trainedUntil": series_table["timestamp"][int(last_train_row)].as_py().isoformat(),
        "rowCount": table.num_rows,
    },
}
(out / "manifest.json").write_text(json.dumps(result, indent=2))
print(f"{table.num_rows} windows of {len(has_past)}, trained until {result['meta']['trainedUntil']}")
