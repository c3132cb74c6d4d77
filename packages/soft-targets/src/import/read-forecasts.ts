import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

/** Some rows of a frame, at most 2,048, as typed arrays copied out of the database's memory. */
export interface ForecastChunk {
  readonly rowCount: number;
  /** Index into the places. */
  readonly place: Int32Array;
  /** ms since 1970 UTC. */
  readonly cutoff: Float64Array;
  readonly ds: Float64Array;
  /** The forecast, then its quantiles: [1 + Q] of [rowCount]. */
  readonly values: readonly Float32Array[];
}

/** Streams the table `frame` window by window: all rows of a window follow each other. */
export async function* readForecasts(
  connection: DuckDBConnection,
  { valueCount, isPanel }: { readonly valueCount: number; readonly isPanel: boolean },
): AsyncGenerator<ForecastChunk> {
  const values = Array.from({ length: valueCount }, (_, index) => `v${index}`);
  const order = isPanel ? 'place, cutoff, ds' : 'cutoff, place, ds';
  const result = await connection.stream(`SELECT place, cutoff, ds, ${values.join(', ')} FROM frame ORDER BY ${order}`);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield decode(chunk);
  }
}

/** One copy a column, where reading value by value takes ten times as long; the table holds no NULL. */
function decode({ chunk, rowCount, columnCount }: DuckDBDataChunk): ForecastChunk {
  const bytes = (column: number, width: number) =>
    duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk, column), rowCount * width);
  const doubles = (column: number) => {
    const { buffer, byteOffset } = bytes(column, Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(buffer, byteOffset, rowCount);
  };
  const place = bytes(0, Int32Array.BYTES_PER_ELEMENT);
  const values = Array.from({ length: columnCount - 3 }, (_, index) => {
    const { buffer, byteOffset } = bytes(index + 3, Float32Array.BYTES_PER_ELEMENT);
    return new Float32Array(buffer, byteOffset, rowCount);
  });
  return {
    rowCount,
    place: new Int32Array(place.buffer, place.byteOffset, rowCount),
    cutoff: doubles(1),
    ds: doubles(2),
    values,
  };
}
