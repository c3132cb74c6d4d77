import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

/** One chunk of a result (at most 2,048 rows) as typed arrays, copied out of the database's memory. */
export interface ColumnChunk {
  readonly rowCount: number;
  /** ms since 1970 by the clock of the file; NaN where the cell is no time, Infinity where its offset is odd. */
  readonly times: Float64Array;
  /** The values of the rows, one array a column; NaN where a cell is empty. */
  readonly values: readonly Float32Array[];
  /** The series of each row; absent where a file has no column for it. */
  readonly series?: SeriesKeys;
}

export interface SeriesKeys {
  /** Two words of 32 bits a row: a hash of the id. */
  readonly hashes: Uint32Array;
  /** The id itself: a slow road, for the first row of a series. */
  idAt(row: number): string;
}

/**
 * Copies a chunk, which holds no NULL: one copy a column, where reading value by value takes ten times as long.
 *
 * @param valueCount columns of FLOAT, behind one DOUBLE of times; two more (UBIGINT, VARCHAR) name the series
 */
export function decodeChunk(chunk: DuckDBDataChunk, valueCount: number): ColumnChunk {
  const { rowCount, columnCount } = chunk;
  const bytes = (column: number, width: number) =>
    duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, column), rowCount * width);
  const times = bytes(0, Float64Array.BYTES_PER_ELEMENT);
  const values = Array.from({ length: valueCount }, (_, index) => {
    const floats = bytes(index + 1, Float32Array.BYTES_PER_ELEMENT);
    return new Float32Array(floats.buffer, floats.byteOffset, rowCount);
  });
  const decoded = { rowCount, times: new Float64Array(times.buffer, times.byteOffset, rowCount), values };
  if (columnCount <= valueCount + 1) return decoded;
  const hashes = bytes(valueCount + 1, BigUint64Array.BYTES_PER_ELEMENT);
  const series = {
    hashes: new Uint32Array(hashes.buffer, hashes.byteOffset, 2 * rowCount),
    idAt: (row: number) => textAt(chunk, columnCount - 1, row),
  };
  return { ...decoded, series };
}

function textAt(chunk: DuckDBDataChunk, column: number, row: number): string {
  return String(chunk.getColumnVector(column).getItem(row));
}
