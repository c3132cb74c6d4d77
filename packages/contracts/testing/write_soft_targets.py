"""A teacher in Python: reads the data set at argv[1], writes its forecasts as `soft-targets@1` to the folder argv[2].

It forecasts the last value; put any model in its place. It needs pyarrow only.
"""

import hashlib
import json
import pathlib
import sys

import pyarrow as pa

dataset, out = map(pathlib.Path, sys.argv[1:])
manifest = (dataset / "manifest.json").read_bytes()
meta = json.loads(manifest)["meta"]
horizon, channels = meta["horizon"], meta["channels"]["target"]

rows = pa.ipc.open_file(dataset / "series.arrow").read_all()["target"].to_pylist()
starts = [sum(s["rowCount"] for s in meta["series"][:i]) for i in range(len(meta["series"]))]
origins = pa.ipc.open_file(dataset / "windows.arrow").read_all()
keys = list(zip(origins["series"].to_pylist(), origins["origin"].to_pylist()))
forecasts = [rows[starts[series] + origin - 1] * horizon for series, origin in keys]  # [N][H·C]

columns = {
    "series": pa.array([series for series, _ in keys], pa.int32()),
    "origin": pa.array([origin for _, origin in keys], pa.int32()),
    "inSample": pa.array([split == 0 for split in origins["split"].to_pylist()], pa.bool_()),
    "forecast": pa.array(forecasts, pa.list_(pa.float32(), horizon * len(channels))),
}
out.mkdir(parents=True)
table = pa.table(columns)
with pa.ipc.new_file(out / "soft-targets.arrow", table.schema) as writer:  # not compressed
    writer.write_table(table, max_chunksize=1024)

content = (out / "soft-targets.arrow").read_bytes()
result = {
    "kind": "soft-targets",
    "version": 1,
    "config": {},
    "inputs": {},
    "files": {"soft-targets.arrow": {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}},
    "meta": {
        "dataset": hashlib.sha256(manifest).hexdigest(),
        "teacher": None,
        "horizon": horizon,
        "channels": channels,
        "unit": "raw",
        "quantiles": [],
        "features": [],
        "trainedUntil": None,
        "rowCount": table.num_rows,
    },
}
(out / "manifest.json").write_text(json.dumps(result, indent=2))
