import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { changeJson, copyGolden, type JsonObject } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import { bestTrial, type TuningTrial } from '../schemas/tuning';
import { openDataset } from './dataset';
import { checkTuning, openTuning } from './tuning';

const root = mkdtempSync(join(tmpdir(), 'tuning-'));
afterAll(() => rmSync(root, { recursive: true }));
let copies = 0;

interface Meta extends JsonObject {
  chosen: JsonObject;
  trials: (JsonObject & { settings: JsonObject })[];
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
    /^meta\.chosen: not the settings of the trial/,
  ],
  ['another best trial', ({ trials }) => (trials[0]!['validationLoss'] = 0.125), /^meta\.chosen: not the/],
  [
    'nothing but lost trials',
    ({ trials }) => trials.forEach((trial) => Object.assign(trial, { validationLoss: null, bestEpoch: null })),
    /^meta\.chosen: not the/,
  ],
  ['no trial', (meta) => (meta.trials = []), /^meta\.trials: /],
  [
    'a loss without its epoch',
    ({ trials }) => (trials[0]!['bestEpoch'] = null),
    /^meta\.trials\.0\.bestEpoch: a loss and/,
  ],
  [
    'an epoch of a lost trial',
    ({ trials }) => (trials[2]!['bestEpoch'] = 1),
    /^meta\.trials\.2\.bestEpoch: a loss and/,
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

it('names the first of the trials with the lowest loss, whatever is lost around it', () => {
  const trial = (validationLoss: number | null) => ({ validationLoss }) as TuningTrial;
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 3 }))), (losses) => {
      const lowest = [0, 1, 2, 3].find((loss) => losses.includes(loss));
      const trials = losses.map(trial);
      expect(bestTrial(trials)).toBe(lowest === undefined ? undefined : trials[losses.indexOf(lowest)]);
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
