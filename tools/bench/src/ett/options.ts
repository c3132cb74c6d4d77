import { parseArgs } from 'node:util';
import { HORIZONS, type RowName, ROWS } from './rows';

/** What of the benchmark is run. */
export interface EttOptions {
  readonly horizons: readonly number[];
  readonly rows: readonly RowName[];
}

const ROW_NAMES = Object.keys(ROWS) as readonly RowName[];

/**
 * Reads `--horizons 96,192` and `--rows mlp,mean`; without them all.
 *
 * @throws RangeError that names what there is
 */
export function parseOptions(given: readonly string[]): EttOptions {
  const options = { horizons: { type: 'string' }, rows: { type: 'string' } } as const;
  const { horizons, rows } = parseArgs({ args: [...given], options }).values;
  return {
    horizons: pick('--horizons', horizons, HORIZONS.map(String)).map(Number),
    rows: pick('--rows', rows, ROW_NAMES),
  };
}

/** In the order of `known`, whatever the order given. */
function pick<Name extends string>(option: string, given: string | undefined, known: readonly Name[]): readonly Name[] {
  if (given === undefined) return known;
  const asked = given.split(',');
  const unknown = asked.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new RangeError(`${option}: there is no "${unknown}", only ${known.join(', ')}`);
  return known.filter((name) => asked.includes(name));
}
