import { parseArgs } from 'node:util';
import { pickNames } from '../pick-names';
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
    horizons: pickNames('--horizons', horizons, HORIZONS.map(String)).map(Number),
    rows: pickNames('--rows', rows, ROW_NAMES),
  };
}
