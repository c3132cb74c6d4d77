import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InterruptedError, openModel, type PipelineError } from '@tsdistill/contracts';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import { createTrials, type TrialEvent, type TrialsOptions } from './create-trials';
import type { Trial } from './trial';

/** @file The built command line as trials on a small data set; half-done work goes below the current folder. */

const root = temporaryFolder();
const dataset = join(root, 'dataset');
const home = process.cwd();
beforeAll(async () => {
  process.chdir(root);
  await writeWaveDataset(dataset, { rowCount: 400, channelCount: 2, horizon: 4, season: 8 });
});
afterAll(() => process.chdir(home));

/** Trials in a folder of their own, and what they report. */
function start(name: string, options: TrialsOptions = {}) {
  const events: TrialEvent[] = [];
  const trials = createTrials({ root: join(root, name), report: (event) => events.push(event), ...options });
  return { trials, events, kinds: () => events.map(({ kind }) => kind) };
}

/** A linear student trained alone. */
function twin({ learningRate = 0.01, epochs = 1, seed = 0, folder = dataset } = {}): Trial {
  const student = {
    model: { architecture: 'linear', lookback: 8 },
    training: { epochs, learningRate, patience: epochs },
  };
  return {
    command: 'student-distill',
    configs: { config: { dataset: 'wave', seeds: [0], student } },
    artifacts: { dataset: folder },
    flags: { seed },
  };
}

it('runs a stage and keeps its artifact, configs and log in one folder', async () => {
  const { trials, events } = start('kept');
  const artifact = await trials.run({ ...twin({ seed: 3 }), name: 'tiny' });
  expect(openModel(artifact).description.provenance.seed).toBe(3);
  const folder = events[0]!.folder;
  expect(readdirSync(folder).sort()).toEqual(['artifact', 'log.jsonl', 'tiny', 'trial.json']);
  expect(readdirSync(join(folder, 'tiny'))).toEqual(['config.json']);
  expect(readFileSync(join(folder, 'log.jsonl'), 'utf8')).toContain('best epoch');
  expect(JSON.parse(readFileSync(join(folder, 'trial.json'), 'utf8'))).toMatchObject({
    command: 'student-distill',
    flags: { seed: 3 },
    inputs: { dataset: [openModel(artifact).manifest.inputs['dataset']] },
    engine: { threads: 1 },
  });
});

it('runs a trial once: those that are the same share the run, and later ones find the artifact', async () => {
  const first = start('once');
  const folders = await Promise.all([twin(), twin(), twin({ seed: 1 })].map((trial) => first.trials.run(trial)));
  expect(new Set(folders).size).toBe(2);
  expect(first.kinds().sort()).toEqual(['finished', 'finished', 'started', 'started']);
  const written = statSync(join(folders[0]!, 'manifest.json')).mtimeMs;

  const second = start('once');
  expect(await second.trials.run(twin())).toBe(folders[0]);
  expect(second.kinds()).toEqual(['cached']);
  expect(statSync(join(folders[0]!, 'manifest.json')).mtimeMs).toBe(written);
});

it('knows artifacts by what they hold, not by where they are', async () => {
  const { trials, kinds } = start('moved');
  const moved = join(root, 'dataset-moved');
  cpSync(dataset, moved, { recursive: true });
  const here = await trials.run(twin());
  expect(await trials.run(twin({ folder: moved }))).toBe(here);
  writeFileSync(join(moved, 'manifest.json'), `${readFileSync(join(moved, 'manifest.json'), 'utf8')} `);
  expect(await trials.run(twin({ folder: moved }))).not.toBe(here);
  expect(kinds().filter((kind) => kind === 'started')).toHaveLength(2);
});

it('runs at most as many processes at once as it may', async () => {
  const { trials, kinds } = start('parallel', { parallel: 2 });
  await Promise.all([0, 1, 2, 3].map((seed) => trials.run(twin({ seed }))));
  const running = kinds().map((_, i) =>
    kinds()
      .slice(0, i + 1)
      .reduce((sum, kind) => sum + (kind === 'started' ? 1 : -1), 0),
  );
  expect(Math.max(...running)).toBe(2);
  expect(running.at(-1)).toBe(0);
});

it('a failed trial says what its stage said, leaves no artifact, and stops no other', async () => {
  const { trials, events } = start('failed');
  const [failed, other] = await Promise.allSettled([trials.run(twin({ learningRate: 1e30 })), trials.run(twin())]);
  expect(other.status).toBe('fulfilled');
  const { code, context, message, hint } = (failed as PromiseRejectedResult).reason as PipelineError<'TRIAL_FAILED'>;
  const folder = events.find(({ trial }) => JSON.stringify(trial).includes('1e+30'))!.folder;
  expect(code).toBe('TRIAL_FAILED');
  expect(context).toMatchObject({
    command: 'student-distill',
    folder,
    ending: 'exit code 2',
    stageCode: 'STEP_NON_FINITE',
  });
  expect(message).toMatch(
    /^The trial `student-distill` in .* ended with exit code 2: STEP_NON_FINITE: Epoch 1, step \d+.*Lower the learning rate/,
  );
  expect(hint).toContain(join(folder, 'log.jsonl'));
  expect(readFileSync(join(folder, 'log.jsonl'), 'utf8')).toContain('STEP_NON_FINITE');
  expect(existsSync(join(folder, 'artifact'))).toBe(false);
});

it('names an artifact that is not there before anything runs', async () => {
  const { trials, events } = start('missing');
  await expect(trials.run(twin({ folder: join(root, 'none') }))).rejects.toMatchObject({
    code: 'ARTIFACT_MISSING',
    context: { folder: join(root, 'none'), kind: 'dataset' },
  });
  expect(events).toEqual([]);
});

/** Waits until the log of a started trial says it. */
async function heard(events: readonly TrialEvent[], words: string): Promise<void> {
  const log = () => join(events[0]?.folder ?? '', 'log.jsonl');
  while (!existsSync(log()) || !readFileSync(log(), 'utf8').includes(words)) await new Promise(setImmediate);
}

it.each(['signal', 'close'] as const)(
  'a stop by %s ends processes, starts no other, and leaves what the next run goes on from',
  async (way) => {
    const long = twin({ epochs: 400, seed: way === 'close' ? 1 : 0 });
    const stop = new AbortController();
    const { trials, events, kinds } = start(`stopped-${way}`, { parallel: 1, signal: stop.signal });
    const runs = Promise.allSettled([trials.run(long), trials.run(twin())]);
    await heard(events, '"epoch":3,');
    if (way === 'close') await trials.close();
    else stop.abort();
    for (const run of await runs) expect((run as PromiseRejectedResult).reason).toBeInstanceOf(InterruptedError);
    expect(kinds().filter((kind) => kind === 'finished')).toEqual([]);
    expect(existsSync(join(events[0]!.folder, 'artifact'))).toBe(false);

    const again = start(`stopped-${way}`);
    expect(openModel(await again.trials.run(long)).manifest.config).toMatchObject({ seed: long.flags?.['seed'] });
    const from = /"epoch":(\d+),"msg":"going on/.exec(readFileSync(join(events[0]!.folder, 'log.jsonl'), 'utf8'))?.[1];
    expect(Number(from)).toBeGreaterThanOrEqual(3);
  },
);
