import { parseArgs } from 'node:util';
import { pickNames } from '../pick-names';
import { PAIR_NAMES, type PairName } from './pairs';
import { type Way, WAYS } from './ways';

/** What of the ablation is run. */
export interface AblationOptions {
  readonly pairs: readonly PairName[];
  readonly ways: readonly Way[];
  readonly seeds: readonly number[];
}

/** Of a full run. */
export const SEEDS = [0, 1, 2] as const;

/**
 * Reads `--pairs flights-lstm`, `--ways feature,model` and `--seeds 0`; without them all.
 *
 * @throws RangeError that names what there is
 */
export function parseOptions(given: readonly string[]): AblationOptions {
  const options = { pairs: { type: 'string' }, ways: { type: 'string' }, seeds: { type: 'string' } } as const;
  const { pairs, ways, seeds } = parseArgs({ args: [...given], options }).values;
  return {
    pairs: pickNames('--pairs', pairs, PAIR_NAMES),
    ways: pickNames('--ways', ways, WAYS),
    seeds: pickNames('--seeds', seeds, SEEDS.map(String)).map(Number),
  };
}

/** A run whose table is worth keeping. */
export function isWhole({ ways, seeds }: AblationOptions): boolean {
  return ways.length === WAYS.length && seeds.length === SEEDS.length;
}
