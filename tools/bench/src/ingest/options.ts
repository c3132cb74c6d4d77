import { parseArgs } from 'node:util';
import { ROW_NAMES, type RowName } from './rows';

/** Rounds by default; a run of fewer is no benchmark. */
const LEAST_ROUNDS = 9;

/** What of the benchmark is run, and how large. */
export interface IngestOptions {
  /** Share of the full number of rows, from 0.05, below which splits hold no window, to 1. */
  readonly scale: number;
  readonly roundCount: number;
  /** The parsers read the files of 1 GB, not those of 100 MB. */
  readonly peersFull: boolean;
  readonly rows: readonly RowName[];
  /** Whether it is the whole benchmark, whose table is kept. */
  readonly isWhole: boolean;
}

/**
 * Reads `--scale 0.05`, `--rounds 3`, `--rows wide,long` and `--peers-full`; without them everything at full size.
 *
 * @throws RangeError that says what is possible
 */
export function parseOptions(given: readonly string[]): IngestOptions {
  const { values } = parseArgs({
    args: [...given],
    options: {
      scale: { type: 'string', default: '1' },
      rounds: { type: 'string', default: `${LEAST_ROUNDS}` },
      rows: { type: 'string', default: ROW_NAMES.join(',') },
      'peers-full': { type: 'boolean', default: false },
    },
  });
  const [scale, roundCount] = [Number(values.scale), Number(values.rounds)];
  if (!(scale >= 0.05 && scale <= 1)) throw new RangeError(`--scale is a number from 0.05 to 1, not "${values.scale}"`);
  if (!(Number.isInteger(roundCount) && roundCount >= 1))
    throw new RangeError(`--rounds is a whole number from 1, not "${values.rounds}"`);
  const rows = parseRows(values.rows);
  const isWhole = scale === 1 && roundCount >= LEAST_ROUNDS && rows.length === ROW_NAMES.length;
  return { scale, roundCount, peersFull: values['peers-full'], rows, isWhole };
}

/** In the order of the table, whatever the order given. */
function parseRows(text: string): readonly RowName[] {
  const asked = text.split(',');
  const unknown = asked.find((name) => !ROW_NAMES.some((one) => one === name));
  if (unknown !== undefined) throw new RangeError(`--rows: there is no "${unknown}", only ${ROW_NAMES.join(', ')}`);
  return ROW_NAMES.filter((name) => asked.includes(name));
}
