import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The path in TSDISTILL_ETTH1, else data/raw/ETTh1.csv; undefined when neither exists. */
export function findEtth1(): string | undefined {
  const candidates = [process.env['TSDISTILL_ETTH1'], 'data/raw/ETTh1.csv'].filter((path) => path !== undefined);
  return candidates.map((path) => resolve(path)).find((path) => existsSync(path));
}
