import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStep } from '@tsdistill/contracts';
import { DatasetFile } from './config-files/dataset-file';
import { readConfig } from './read-config';

const ROOT = join(__dirname, '../../..');
const CONFIGS = join(ROOT, 'data/configs/datasets');
const DAY_MS = 86_400_000;

/** The data sets of this repository; yours stand beside them. */
const EMBEDDED = ['flights', 'seattle-weather', 'sp500'];
const ETT = ['etth1', 'etth2', 'ettm1', 'ettm2'];
const SHARED_BY_PAPERS = ['weather', 'electricity', 'traffic', 'exchange'];
const ALL = [...EMBEDDED, ...ETT, ...SHARED_BY_PAPERS];

const fileOf = (name: string) => readConfig(join(CONFIGS, name, 'dataset.json'), DatasetFile);
const ingestOf = (name: string) => fileOf(name).ingest;

it('has a source for embedded data only, under the name of the data set', () => {
  expect(ALL.map((name) => fileOf(name).source)).toEqual([...EMBEDDED, ...ALL.slice(3).map(() => undefined)]);
});

// Zhou et al. 2021: 12 months to train, 4 to validate, 4 to test; a month is 30 days.
it.each(ETT)('splits %s after 12, 16 and 20 months of 30 days', (name) => {
  const { split, frequency } = ingestOf(name);
  const step = parseStep(frequency);
  const month = 30 * (DAY_MS / (step?.kind === 'fixed' ? step.ms : NaN));
  expect(split).toEqual({ kind: 'borders', train: 12 * month, validation: 16 * month, test: 20 * month });
});

it.each(SHARED_BY_PAPERS)('splits %s by .7, .1, .2 and scales as papers do', (name) => {
  const { split, scaler, stride, horizon } = ingestOf(name);
  expect(split).toEqual({ kind: 'ratio', train: 0.7, validation: 0.1 });
  expect([scaler, stride, horizon]).toEqual(['standard', 1, 96]);
});

it('says of every hash that it checks where the file comes from', () => {
  const sources = readFileSync(join(ROOT, 'data/raw/SOURCES.md'), 'utf8');
  const hashes = ALL.flatMap((name) => ingestOf(name).sha256 ?? []);
  expect(hashes.length).toBeGreaterThanOrEqual(2);
  expect(hashes.filter((sha256) => !sources.includes(sha256))).toEqual([]);
});

it('describes every data set in docs/data-sets.md', () => {
  const page = readFileSync(join(ROOT, 'docs/data-sets.md'), 'utf8');
  expect(ALL.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
