import { type ArrowFile, type Channels, seriesColumns } from '@tsdistill/contracts';

/** Roles of the values in a row. */
export const ROLES = ['target', 'past', 'known'] as const;
export type Role = (typeof ROLES)[number];

/** Some rows in a row; values row-major, [n, width of the role], empty for a role without channels. */
export interface Rows {
  /** ms since 1970, [n]. */
  readonly timestamp: BigInt64Array;
  readonly target: Float32Array;
  readonly past: Float32Array;
  readonly known: Float32Array;
  /** 1 where a target was observed, [n, C]. */
  readonly mask: Uint8Array;
}

export function allocateRows(count: number, channels: Channels): Rows {
  const values = (role: Role) => new Float32Array(count * channels[role].length);
  return {
    timestamp: new BigInt64Array(count),
    target: values('target'),
    past: values('past'),
    known: values('known'),
    mask: new Uint8Array(count * channels.target.length),
  };
}

/** Rows [from, to) of others, without a copy. */
export function sliceRows(rows: Rows, channels: Channels, from: number, to: number): Rows {
  const slice = (role: Role) => rows[role].subarray(from * channels[role].length, to * channels[role].length);
  return {
    timestamp: rows.timestamp.subarray(from, to),
    target: slice('target'),
    past: slice('past'),
    known: slice('known'),
    mask: rows.mask.subarray(from * channels.target.length, to * channels.target.length),
  };
}

/** Reads rows [first, first + count) of an open `series.arrow` to the front of `out`; a target that is NaN was not observed. */
export type ReadRows = (first: number, count: number, out: Rows) => void;

export function rowReader(file: ArrowFile, channels: Channels): ReadRows {
  const columns = Object.entries(seriesColumns(channels, false)).map(
    ([name, type]) => [name as keyof Rows, file.column(name, type)] as const,
  );
  return (first, count, out) => {
    for (const [name, column] of columns) column.read(first, count, out[name]);
    for (let cell = 0; cell < count * channels.target.length; cell++)
      out.mask[cell] = Number.isNaN(out.target[cell]) ? 0 : 1;
  };
}
