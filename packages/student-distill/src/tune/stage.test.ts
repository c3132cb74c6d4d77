import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Model,
  openDataset,
  openModel,
  openSoftTargets,
  openTuning,
  type StageHost,
  type TuningRun,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { silentHost, temporaryFolder, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { DistillationConfig, StudentConfig, TuneConfig } from '../config';
import { runStudentDistill } from '../stage';
import { runStudentTune, type StudentTuning } from './stage';

const WAVE = { rowCount: 240, channelCount: 2, horizon: 4, season: 8, noise: 2 };
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const dataset = at('dataset');
const host = silentHost(at('work'));

beforeAll(() => writeWaveDataset(dataset, WAVE));
afterEach(() => jest.restoreAllMocks());

const studentOf = (model: object = {}, training: object = {}) =>
  StudentConfig.parse({
    model: { architecture: 'mlp', lookback: 16, normalisation: 'mean', options: { hidden: 8 }, ...model },
    training: { epochs: 4, learningRate: 0.01, ...training },
  });
const tuningOf = (tune: object, more: Partial<StudentTuning> = {}): StudentTuning => ({
  student: studentOf(),
  seeds: [3, 6],
  tune: TuneConfig.parse(tune),
  ...more,
});

async function tune(out: string, tuning: StudentTuning, softTargets: string[] = [], watch: StageHost = host) {
  await runStudentTune(tuning, { dataset, softTargets, out: at(out) }, watch);
  return openTuning(at(out));
}

/** What student-distill says of the same student. */
async function distilled(out: string, student: StudentConfig, more: object = {}, seed = 3): Promise<Model> {
  const folders = { dataset, softTargets: [], out: at(out), ...more };
  await runStudentDistill({ student, seed }, folders, host);
  return openModel(at(out));
}

/** The same with both seeds, as a tuning records it. */
async function runsOf(name: string, student: StudentConfig) {
  const runs: { validationLoss: number; bestEpoch: number }[] = [];
  for (const seed of [3, 6]) {
    const { validationLoss, bestEpoch } = (await distilled(`${name}-${seed}`, student, {}, seed)).description
      .provenance;
    runs.push({ validationLoss, bestEpoch });
  }
  return runs;
}

/** Soft targets for all origins of the train split. */
async function writeTeacher(name: string, says: (row: number, channel: number) => number): Promise<string> {
  const { fingerprint } = openDataset(dataset);
  const [first, count] = [16, 144 - WAVE.horizon - 16 + 1];
  const origin = Int32Array.from({ length: count }, (_, i) => first + i);
  const windowOf = (row: number) =>
    Array.from({ length: WAVE.horizon * 2 }, (_, i) => says(row + Math.floor(i / 2), i % 2));
  const arrays = {
    series: new Int32Array(count),
    origin,
    inSample: new Uint8Array(count),
    forecast: Float32Array.from([...origin].flatMap(windowOf)),
  };
  const meta = {
    dataset: fingerprint,
    teacher: null,
    horizon: WAVE.horizon,
    channels: ['wave0', 'wave1'],
    unit: 'standardized' as const,
    quantiles: [],
    features: [],
    trainedUntil: null,
  };
  await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: count, arrays }]),
  );
  return at(name);
}

/** When to stop a tuning: at which of its messages, and which of them. */
type Stop = readonly [times: number, message: RegExp];

const textOf = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

describe('the best of two learning rates', () => {
  const rates = [0.01, 0.0005];

  it('is the one whose student has the lower validation loss, by the same numbers', async () => {
    const { manifest } = await tune('rates', tuningOf({ trials: 2, learningRate: rates }));
    const runs = [];
    for (const learningRate of rates) runs.push(await runsOf(`rate-${learningRate}`, studentOf({}, { learningRate })));
    const { trials, chosen, seeds } = manifest.meta;
    expect(trials.map(({ settings }) => settings.learningRate)).toEqual(rates);
    expect(trials.map((trial) => trial.runs)).toEqual(runs);
    for (const seed of [0, 1]) expect(runs[0]![seed]!.validationLoss).toBeLessThan(runs[1]![seed]!.validationLoss);
    expect([chosen.learningRate, seeds]).toEqual([0.01, [3, 6]]);
  });

  it('is found where it is not the config as it stands', async () => {
    const student = studentOf({}, { learningRate: 0.0005 });
    const { manifest } = await tune('rates-turned', tuningOf({ trials: 2, learningRate: rates }, { student }));
    expect(manifest.meta.trials.map(({ settings }) => settings.learningRate)).toEqual([0.0005, 0.01]);
    expect(manifest.meta.chosen.learningRate).toBe(0.01);
  });
});

describe('a choice that two seeds make', () => {
  it('is the lowest mean of the three best of the first seed, not what the first alone would choose', async () => {
    const rates = [0.1, 0.05, 0.03, 0.01];
    const { chosen, trials } = (await tune('confirmed', tuningOf({ trials: 4, learningRate: rates }))).manifest.meta;
    const byHand: TuningRun[][] = [];
    for (const learningRate of rates)
      byHand.push(await runsOf(`confirmed-${learningRate}`, studentOf({}, { learningRate })));
    const [firsts, seconds] = [0, 1].map((seed) => byHand.map((runs) => runs[seed]!.validationLoss!));
    expect(firsts).toEqual([...firsts!].sort((a, b) => a - b));
    const sums = firsts!.map((loss, i) => loss + seconds![i]!);
    expect(sums.indexOf(Math.min(...sums))).toBe(1);
    const found = rates.map((rate) => trials.find(({ settings }) => settings.learningRate === rate)!.runs);
    expect(found).toEqual([...byHand.slice(0, 3), byHand[3]!.slice(0, 1)]);
    expect(chosen.learningRate).toBe(0.05);
  });

  // Plain descent with rate 0.75 is at the edge of what converges: with seed 7 it does, with seed 0 it does not.
  const edge = { student: studentOf({}, { optimizer: 'sgd', learningRate: 0.75 }), seeds: [7, 0] } as const;

  it('is not one that the second seed lost, however good with the first', async () => {
    const tuning = tuningOf({ trials: 2, learningRate: [0.0001] }, edge);
    const { chosen, trials } = (await tune('lost-later', tuning)).manifest.meta;
    const [high, low] = trials.map(({ runs }) => runs.map(({ validationLoss }) => validationLoss));
    expect(high![0]).toBeLessThan(0.95 * low![0]!);
    expect(high![1]).toBeNull();
    expect(chosen.learningRate).toBe(0.0001);
  });

  it('is none where all that was to be confirmed is lost', async () => {
    const tuning = tuningOf({ trials: 3, learningRate: [0.8, 1e30] }, edge);
    const context = { trialCount: 3, lostCount: 1, confirmedCount: 2, seeds: [7, 0] };
    await expect(tune('none', tuning)).rejects.toMatchObject({ code: 'TUNE_ALL_LOST', context });
    expect(existsSync(at('none'))).toBe(false);
  });

  it('is told, with the losses of both', async () => {
    const told: [string, object][] = [];
    const info = (fields: object, message: string) => void told.push([message, fields]);
    const tuning = tuningOf({ trials: 2, learningRate: [0.0005] });
    const { meta } = (await tune('told', tuning, [], { ...host, info })).manifest;
    const [first, second] = meta.trials[0]!.runs.map(({ validationLoss }) => validationLoss!);
    const losses = { seed3: first, seed6: second, mean: (first! + second!) / 2 };
    expect(told.at(-1)).toEqual(['settings chosen', { ...meta.chosen, ...losses }]);
    expect(told.map(([message]) => message).filter((message) => message.endsWith(' done'))).toEqual([
      'trial 1/2 done',
      'trial 2/2 done',
      'confirmation 1/2 done',
      'confirmation 2/2 done',
    ]);
  });
});

it('trains every trial as a config with these settings would be, and so does a student that is handed the tuning', async () => {
  const lists = { learningRate: [0.02], weightDecay: [0.3], dropout: [0.25], normalisation: ['revin'] };
  const { manifest } = await tune('all', tuningOf({ trials: 2, ...lists }));
  const byHand = await distilled(
    'by-hand',
    studentOf(
      { normalisation: 'revin', options: { hidden: 8, dropout: 0.25 } },
      { learningRate: 0.02, optimizer: 'adamw', weightDecay: 0.3 },
    ),
  );
  const { trials, chosen } = manifest.meta;
  const settings = { learningRate: 0.02, weightDecay: 0.3, dropout: 0.25, normalisation: 'revin' };
  const { validationLoss, bestEpoch } = byHand.description.provenance;
  expect(trials[1]!.settings).toEqual(settings);
  expect(trials[1]!.runs[0]).toEqual({ validationLoss, bestEpoch });
  const parameterCount = Object.values(byHand.parameters).reduce((sum, { values }) => sum + values.length, 0);
  expect(trials.map((trial) => trial.parameterCount)).toEqual([parameterCount, parameterCount]);
  const handed = await distilled('handed', studentOf(), { tuning: at('all') });
  const own = chosen.learningRate === 0.02 ? byHand : await distilled('as-it-stands', studentOf());
  expect(handed.parameters).toEqual(own.parameters);
});

describe('alpha "auto"', () => {
  const distillation = DistillationConfig.parse({ alpha: 'auto' });
  /** With 64 weights a step and 77 windows it learns the noise of its labels, unless its teacher leaves it out. */
  const eager = studentOf(
    { architecture: 'linear', lookback: 64, options: {} },
    { epochs: 20, patience: 20, batchSize: 8 },
  );
  const auto = tuningOf({ trials: 5 }, { distillation, student: eager });

  it('is 0 for a teacher that says nonsense: no more than the twin, by the same number', async () => {
    const nonsense = await writeTeacher('nonsense', (row, channel) => 50 * ((row + channel) % 3));
    const { manifest } = await tune('auto-nonsense', auto, [nonsense]);
    const { chosen, trials } = manifest.meta;
    expect(trials.map(({ settings }) => settings.alpha ?? -1).sort()).toEqual([0, 0.3, 0.5, 0.7, 0.9]);
    expect(chosen.alpha).toBe(0);
    const twin = await distilled('auto-twin', auto.student);
    expect(trials[0]!.runs[0]!.validationLoss).toBe(twin.description.provenance.validationLoss);
  });

  it('is above 0 for a teacher that says the truth without its noise', async () => {
    const wise = await writeTeacher('wise', (row, channel) => waveValue(row, channel, WAVE.season));
    const { chosen, trials } = (await tune('auto-wise', auto, [wise])).manifest.meta;
    expect(chosen.alpha).toBeGreaterThan(0);
    const lossAt = (alpha: number) => trials.find(({ settings }) => settings.alpha === alpha)!.runs[0]!.validationLoss;
    expect(lossAt(0.9)).toBeLessThan(0.9 * lossAt(0)!);
  });

  it('records its teacher, and what it was asked', async () => {
    const { manifest } = openTuning(at('auto-wise'));
    expect(manifest.config).toEqual(JSON.parse(JSON.stringify(auto)));
    const teacher = openSoftTargets(at('wise'));
    teacher.close();
    expect(manifest.inputs).toEqual({
      dataset: openDataset(dataset).fingerprint,
      softTargets0: teacher.artifact.fingerprint,
    });
  });
});

describe('two runs', () => {
  const tuning = tuningOf({ trials: 3, learningRate: [0.02, 0.005], weightDecay: [0, 0.1] });

  it('give equal bytes, and leave nothing behind but times', async () => {
    await tune('once', tuning);
    await tune('twice', tuning);
    expect(textOf(at('twice'), 'manifest.json')).toBe(textOf(at('once'), 'manifest.json'));
    expect(readdirSync(at('once'))).toEqual(['manifest.json', 'measured.json']);
    const { trialSeconds } = JSON.parse(textOf(at('once'), 'measured.json')) as { trialSeconds: number[][] };
    expect(trialSeconds.map((seconds) => seconds.length)).toEqual([2, 2, 2]);
    expect(readdirSync(at('work/tuning'))).toEqual([]);
  });

  /** Runs a tuning that is stopped when it says `message` for the `times`-th time; counts the epochs trained. */
  async function stopped([times, message]: Stop, out: string, given = tuning, code = 'tested') {
    const stop = new AbortController();
    const said: string[] = [];
    const hear = (fields: object, text: string) => {
      said.push(text);
      if (message.test(text) && said.filter((each) => message.test(each)).length === times) stop.abort();
    };
    const watch = { ...silentHost(at(`work-${out}`), stop.signal), code, info: hear, detail: hear };
    let now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => (now += 200)); // at every look time to see whether to stop
    const failure = await tune(out, given, [], watch).catch((error: unknown) => error);
    jest.restoreAllMocks();
    return { failure, epochs: said.filter((text) => text === 'epoch done').length, said };
  }
  const never: Stop = [Infinity, /never/];
  const ALL = (3 + 3) * 4;

  it('with a stop in the middle end as one would, and train no epoch twice', async () => {
    const first = await stopped([6, /^epoch done/], 'stopped');
    expect(String(first.failure)).toContain('stopped on request');
    expect([first.epochs, existsSync(at('stopped'))]).toEqual([6, false]);
    expect(readdirSync(at('work-stopped'))).toEqual(['tuning']); // the half-done training too
    const second = await stopped(never, 'stopped');
    expect(second.said).toContain('going on from a half-done training');
    expect(second.epochs).toBe(ALL - 6);
    expect(textOf(at('stopped'), 'manifest.json')).toBe(textOf(at('once'), 'manifest.json'));
    expect(readdirSync(at('work-stopped/tuning'))).toEqual([]);
  });

  it('with a stop while they confirm end as one would, and train no epoch twice', async () => {
    const first = await stopped([3 * 4 + 2, /^epoch done/], 'stopped-late');
    expect([first.epochs, existsSync(at('stopped-late'))]).toEqual([3 * 4 + 2, false]);
    expect((await stopped(never, 'stopped-late')).epochs).toBe(ALL - (3 * 4 + 2));
    expect(textOf(at('stopped-late'), 'manifest.json')).toBe(textOf(at('once'), 'manifest.json'));
  });

  it('with a stop between them go on with nothing that other code has done', async () => {
    await stopped([2, /^trial .* done/], 'recoded');
    expect((await stopped(never, 'recoded', tuning, 'other')).epochs).toBe(ALL);
    expect((await stopped(never, 'recoded')).epochs).toBe(ALL - 2 * 4);
  });

  it('train what is done no more where a stop was followed by a larger budget, but all of it for another student', async () => {
    await stopped([2, /^trial .* done/], 'grown');
    const larger = { ...tuning, tune: { ...tuning.tune, trials: 4 } };
    const grown = await stopped(never, 'grown', larger);
    expect(grown.epochs).toBe((2 + 3) * 4);
    await stopped([2, /^trial .* done/], 'changed');
    const other = { ...tuning, student: studentOf({}, { batchSize: 16 }) };
    expect((await stopped(never, 'changed', other)).epochs).toBe(ALL);
  });
});

describe('a trial that diverges', () => {
  const wild = [1e30, 1e25];

  it('is lost, and the others go on', async () => {
    const { chosen, trials } = (await tune('lost', tuningOf({ trials: 3, learningRate: wild }))).manifest.meta;
    const losses = trials.map(({ settings, runs }) => [
      settings.learningRate,
      ...runs.map(({ validationLoss, bestEpoch }) => [validationLoss === null, bestEpoch === null]),
    ]);
    const whole = [false, false];
    const lost = [true, true];
    expect(losses.sort()).toEqual([[0.01, whole, whole], ...[1e25, 1e30].map((rate) => [rate, lost])].sort());
    expect(chosen.learningRate).toBe(0.01);
  });

  it('is an error where all are, and nothing is written', async () => {
    const student = studentOf({}, { learningRate: 1e28 });
    const context = { trialCount: 3, lostCount: 3, confirmedCount: 0, seeds: [3, 6] };
    const all = tune('all-lost', tuningOf({ trials: 6, learningRate: wild }, { student }));
    await expect(all).rejects.toMatchObject({ code: 'TUNE_ALL_LOST', context });
    expect(existsSync(at('all-lost'))).toBe(false);
    expect(readdirSync(at('work/tuning'))).toEqual([]);
  });
});

it('names the trial in its progress, which is one for all of them', async () => {
  const seen: { label: string; done: number; total: number }[] = [];
  const watch = { ...host, progress: (update: (typeof seen)[number]) => void seen.push(update) };
  const student = studentOf({}, { epochs: 2, batchSize: 1000 });
  await tune('progress', tuningOf({ trials: 2, learningRate: [0.02] }, { student }), [], watch);
  const windows = 144 - 16 - WAVE.horizon + 1;
  expect(seen.map(({ label, done, total }) => [label, done / windows, total / windows])).toEqual([
    ['trial 1/2, epoch 1/2', 1, 8],
    ['trial 1/2, epoch 2/2', 2, 8],
    ['trial 2/2, epoch 1/2', 3, 8],
    ['trial 2/2, epoch 2/2', 4, 8],
    ['confirmation 1/2, epoch 1/2', 5, 8],
    ['confirmation 1/2, epoch 2/2', 6, 8],
    ['confirmation 2/2, epoch 1/2', 7, 8],
    ['confirmation 2/2, epoch 2/2', 8, 8],
  ]);
});

describe('refuses before any work', () => {
  it('a folder that holds something else', async () => {
    const out = 'dataset/..';
    await expect(tune(out, tuningOf({ learningRate: [0.1] }))).rejects.toMatchObject({ code: 'ARTIFACT_OCCUPIED' });
  });

  it('what cannot be tuned, a data set that is not there, and a lookback that does not fit', async () => {
    const nowhere = { dataset: at('nowhere'), softTargets: [], out: at('refused') };
    const refusal = (tuning: StudentTuning, folders = nowhere) => runStudentTune(tuning, folders, host);
    await expect(refusal(tuningOf({}))).rejects.toMatchObject({ code: 'TUNE_NOTHING' });
    const some = tuningOf({ learningRate: [0.1] });
    await expect(refusal(some)).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
    const long = { ...some, student: studentOf({ lookback: 200 }) };
    await expect(refusal(long, { ...nowhere, dataset })).rejects.toMatchObject({ code: 'NO_WINDOWS' });
    expect(existsSync(at('refused'))).toBe(false);
  });
});
