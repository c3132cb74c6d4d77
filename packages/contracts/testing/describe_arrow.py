"""Prints what pyarrow sees in each Arrow file of argv, as JSON: batches, metadata, types and values (NaN as null)."""

import json
import sys

import pyarrow as pa


def plain(value):
    if isinstance(value, list):
        return [plain(item) for item in value]
    return None if value != value else value


def describe(path):
    reader = pa.ipc.open_file(path)
    table = reader.read_all()
    table.validate(full=True)
    instants = [name for name in table.column_names if pa.types.is_timestamp(table.schema.field(name).type)]
    schema = pa.schema([pa.field(f.name, pa.int64()) if f.name in instants else f for f in table.schema])
    numbers = table.cast(schema)
    return {
        "batches": [reader.get_batch(i).num_rows for i in range(reader.num_record_batches)],
        "metadata": {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()},
        "nulls": sum(column.null_count for column in table.columns),
        "types": {f.name: str(f.type) + ("" if f.nullable else " not null") for f in table.schema},
        "values": {name: plain(numbers[name].to_pylist()) for name in table.column_names},
    }


print(json.dumps([describe(path) for path in sys.argv[1:]]))
