"""Writes to the folder argv[1] files that other programs may write: sliced, nullable, compressed, with NULL."""

import pathlib
import sys

import pyarrow as pa

out = pathlib.Path(sys.argv[1])
count = 50
table = pa.table(
    {
        "name": pa.array([f"row {i}" for i in range(count)]).dictionary_encode(),
        "flag": pa.array([i % 3 == 0 for i in range(count)]),
        "tags": pa.array([["a"] * (i % 4) for i in range(count)]),
        "x": pa.array([[i, i + 0.5] for i in range(count)], pa.list_(pa.float32(), 2)),
        "at": pa.array([1_000 * i for i in range(count)], pa.timestamp("ms", "UTC")),
    }
)
holes = pa.table({"x": pa.array([[1, 2], None, [3, None]], pa.list_(pa.float32(), 2))})


def write(name, what, compression=None, **batches):
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_file(out / name, what.schema, options=options) as writer:
        writer.write_table(what, **batches)


write("sliced.arrow", table.slice(5, 41), max_chunksize=11)
write("lz4.arrow", table, "lz4")
write("zstd.arrow", table, "zstd")
write("holes.arrow", holes)
