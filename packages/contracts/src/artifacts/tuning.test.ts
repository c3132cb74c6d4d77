import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { changeJson, copyGolden, type JsonObject } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import { bestTrial, type TuningTrial } from '../schemas/tuning';
import { openDataset } from './dataset';
import { checkTuning, chosenSettings, openTuning } from './tuning';

const root = mkdtempSync(join(tmpdir(), 'tuning-'));
afterAll(() => rmSync(root, { recursive: true }));
let copies = 0;

interface Meta extends JsonObject {
  chosen: JsonObject;
  trials: (JsonObject & { settings: JsonObject; runs: JsonObject[] })[];
  seeds: number[];
}

/** The golden tuning with its meta data changed. */
function changed(change: (meta: Meta) => void): () => unknown {
  const folder = copyGolden('tuning', join(root, `${copies++}`));
  changeJson(join(folder, 'manifest.json'), ({ meta }) => change(meta as Meta));
  return () => openTuning(folder);
}

it.each<[string, (meta: Meta) => void, RegExp]>([
  ['settings that are not those of the best trial', ({ chosen }) => (chosen['alpha'] = 0.3), /^meta\.chosen: not the/],
  [
    'settings with one too few',
    ({ chosen }) => delete chosen['dropout'],
    /^meta\.chosen: not the settings of the confirmed/,
  ],
  [
    'another best trial, by the second seed alone',
    ({ trials }) => (trials[0]!.runs[1]!['validationLoss'] = 0.3),
    /^meta\.chosen: not the/,
  ],
  ['settings that were not confirmed', ({ trials }) => trials[1]!.runs.pop(), /^meta\.chosen: not the/],
  ['a second seed like the first', ({ seeds }) => (seeds[1] = 7), /^meta\.seeds: a seed confirms no other/],
  ['a run with a third seed', ({ trials }) => trials[3]!.runs.push(...trials[1]!.runs), /^meta\.trials\.3\.runs: /],
  ['a trial that was not run', ({ trials }) => (trials[3]!.runs = []), /^meta\.trials\.3\.runs: /],
  [
    'nothing but lost trials',
    ({ trials }) => trials.forEach(({ runs }) => Object.assign(runs[0]!, { validationLoss: null, bestEpoch: null })),
    /^meta\.chosen: not the/,
  ],
  ['no trial', (meta) => (meta.trials = []), /^meta\.trials: /],
  [
    'a loss without its epoch',
    ({ trials }) => (trials[0]!.runs[0]!['bestEpoch'] = null),
    /^meta\.trials\.0\.runs\.0\.bestEpoch: a loss and/,
  ],
  [
    'an epoch of a lost run',
    ({ trials }) => (trials[2]!.runs[1]!['bestEpoch'] = 1),
    /^meta\.trials\.2\.runs\.1\.bestEpoch: a loss and/,
  ],
  [
    'dropout of everything',
    ({ trials }) => (trials[0]!.settings['dropout'] = 1),
    /^meta\.trials\.0\.settings\.dropout: /,
  ],
  ['an alpha above 1', ({ trials }) => (trials[0]!.settings['alpha'] = 1.5), /^meta\.trials\.0\.settings\.alpha: /],
  ['a learning rate of 0', ({ trials }) => (trials[0]!.settings['learningRate'] = 0), /settings\.learningRate: /],
  ['a normalisation that is none', ({ trials }) => (trials[0]!.settings['normalisation'] = 'x'), /normalisation: /],
])('refuses %s', (_, change, problem) => {
  expect(thrownBy('ARTIFACT_INVALID', changed(change)).problem).toMatch(problem);
});

// The oracle counts sums up from the lowest possible one; a pair with a loss missing or lost has no sum.
it('names the first of the trials with the lowest sum over both seeds, whatever is lost or unconfirmed around it', () => {
  const anyLosses = fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 2 });
  const trial = (losses: readonly (number | null)[]) =>
    ({ runs: losses.map((validationLoss) => ({ validationLoss })) }) as unknown as TuningTrial;
  fc.assert(
    fc.property(fc.array(anyLosses), (losses) => {
      const sums = losses.map(([first = null, second = null]) =>
        first === null || second === null ? -1 : first + second,
      );
      const lowest = [0, 1, 2, 3, 4, 5, 6].find((sum) => sums.includes(sum));
      const trials = losses.map(trial);
      expect(bestTrial(trials)).toBe(lowest === undefined ? undefined : trials[sums.indexOf(lowest)]);
    }),
  );
});

it('refuses a tuning for another data set, by both fingerprints', () => {
  const folder = copyGolden('tuning', join(root, 'other'));
  changeJson(join(folder, 'manifest.json'), ({ inputs }) => ((inputs as JsonObject)['dataset'] = 'a'.repeat(64)));
  const dataset = openDataset(join(__dirname, '../../golden/dataset@1'));
  expect(thrownBy('ARTIFACT_MISMATCH', () => checkTuning(dataset, openTuning(folder)))).toEqual({
    what: 'the fingerprint of the data set',
    left: `the tuning in ${folder}`,
    leftValue: 'a'.repeat(64),
    right: `the data set in ${dataset.folder}`,
    rightValue: dataset.fingerprint,
  });
});

it('calls chosen only what trials differ in, alpha first', () => {
  const trial = (alpha: number, learningRate: number) => ({
    settings: { learningRate, weightDecay: 0, dropout: 0, normalisation: 'revin' as const, alpha },
  });
  const of = (trials: readonly ReturnType<typeof trial>[]) => {
    const meta = { chosen: trials[0]?.settings, trials };
    return Object.entries(chosenSettings({ manifest: { meta } } as never));
  };
  expect(of([trial(0, 0.01), trial(0.3, 0.01)])).toEqual([['alpha', 0]]);
  expect(of([trial(0.3, 0.01), trial(0.3, 0.02)])).toEqual([['learningRate', 0.01]]);
  expect(of([trial(0.3, 0.01), trial(0.7, 0.02)])).toEqual([
    ['alpha', 0.3],
    ['learningRate', 0.01],
  ]);
});
