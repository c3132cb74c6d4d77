import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { openDataset, openEvaluation, openModel, openSoftTargets, openTuning } from '@tsdistill/contracts';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';

/** @file The built command line on a small data set, one process a stage, as Nx runs it. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const root = temporaryFolder();
const at = (name: string) => join(root, name);

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  /** JSON lines. */
  readonly log: readonly { readonly msg: string; readonly task: string; readonly [field: string]: unknown }[];
  readonly stderr: string;
}

/** Runs one command to its end. @param watch sees every line of stderr as it comes */
function run(
  folder: string,
  given: readonly string[],
  watch: (line: string, child: ChildProcess) => void = () => undefined,
) {
  mkdirSync(at(folder), { recursive: true });
  // Nx names the task that these tests themselves are.
  const { NX_TASK_TARGET_PROJECT: _, NX_TASK_TARGET_TARGET: __, ...outer } = process.env;
  const env = { ...outer, TSDISTILL_LOG_LEVEL: 'debug' };
  const child = spawn('node', [BIN, ...given], { cwd: at(folder), env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    watch(line, child);
  });
  return new Promise<Finished>((done) =>
    child.on('close', (status) => {
      const log = lines
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Finished['log'][number]);
      done({ status, stdout, log, stderr: lines.join('\n') });
    }),
  );
}

function config(name: string, value: unknown): string {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), JSON.stringify(value));
  return at(name);
}

const model = { architecture: 'lstm', lookback: 16, normalisation: 'revin', options: { units: 8, dropout: 0.1 } };
const teacher = config('teachers/wave/teacher.json', {
  dataset: 'wave',
  'teacher-train': { model, training: { epochs: 25, patience: 25, learningRate: 0.003, schedule: { kind: 'cosine' } } },
});
const student = config('students/small/student.json', {
  dataset: 'wave',
  seeds: [0],
  student: { model: { ...model, architecture: 'linear', options: {} }, training: { epochs: 2, learningRate: 0.01 } },
});
const experiment = config('experiments/wave-small/experiment.json', {
  student: 'small',
  teachers: ['wave'],
  distillation: { alpha: 0.25 },
  evaluate: { bootstrap: { resamples: 100 } },
});
const train = (out: string) => ['teacher-train', '--config', teacher, '--dataset', at('dataset'), '--out', out];

let teacherRun: Finished;
beforeAll(async () => {
  await writeWaveDataset(at('dataset'), { rowCount: 800, channelCount: 2, horizon: 4, season: 8 });
  teacherRun = await run('whole', train(at('teacher')));
});

it('a stage says nothing on stdout and JSON lines on stderr, one an epoch', () => {
  const { status, stdout, stderr, log } = teacherRun;
  expect(status).toBe(0);
  expect(stdout).toBe('');
  expect(stderr.split('\n')).toHaveLength(log.length);
  expect(new Set(log.map(({ task }) => task))).toEqual(new Set(['teacher-train']));
  const epochs = log.filter(({ msg }) => msg === 'epoch done');
  expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  expect(log.at(-1)).toMatchObject({
    msg: 'best epoch',
    epoch: openModel(at('teacher')).description.provenance.bestEpoch,
  });
});

it('Ctrl-C ends a training within a second, with 130 and no artifact; the next run ends as if it had not been', async () => {
  let interruptedAt = Infinity;
  const stopped = await run('resumed', train(at('resumed/teacher')), (line, child) => {
    if (interruptedAt !== Infinity || !line.includes('"epoch":2,')) return;
    interruptedAt = performance.now();
    child.kill('SIGINT');
  });
  expect(performance.now() - interruptedAt).toBeLessThan(1000);
  expect(stopped.status).toBe(130);
  expect(stopped.stdout).toBe('');
  expect(stopped.stderr.split('\n').at(-1)).toBe('stopped on request; run the same command again to go on');
  expect(readdirSync(at('resumed'))).toEqual(['data']);
  expect(readdirSync(at('resumed/data/work/training'))).toHaveLength(1);

  const { status, log } = await run('resumed', train(at('resumed/teacher')));
  expect(status).toBe(0);
  const from = log.find(({ msg }) => msg === 'going on from a half-done training')!['epoch'] as number;
  expect(from).toBeGreaterThanOrEqual(2);
  expect(from).toBeLessThan(25);
  expect(log.filter(({ msg }) => msg === 'epoch done')).toHaveLength(25 - from);
  expect(readFileSync(at('resumed/teacher/manifest.json'), 'utf8')).toBe(
    readFileSync(at('teacher/manifest.json'), 'utf8'),
  );
  expect(readdirSync(at('resumed/data/work/training'))).toEqual([]);
});

describe('the stages behind a teacher', () => {
  const distil = (out: string, ...more: string[]) =>
    run('students', [
      'student-distill',
      '--config',
      student,
      '--dataset',
      at('dataset'),
      '--seed',
      '7',
      ...more,
      '--out',
      at(out),
    ]);

  it('write soft targets of every split, students by seed, and a closing table on stdout', async () => {
    const soft = ['--config', teacher, '--dataset', at('dataset'), '--teacher', at('teacher'), '--out', at('soft')];
    expect((await run('soft-work', ['soft-targets', ...soft])).status).toBe(0);
    const opened = openSoftTargets(at('soft'));
    opened.close();
    expect(opened.artifact.manifest.config).toEqual({
      splits: ['train', 'validation', 'test'],
      newest: false,
    });

    const distillation = ['--experiment', experiment, '--soft-targets', at('soft')];
    const [first, second] = [await distil('student', ...distillation), await distil('twin')];
    expect([first.status, second.status]).toEqual([0, 0]);
    const { manifest } = openModel(at('student'));
    expect(manifest.config).toMatchObject({ seed: 7, distillation: { weights: { hard: 0.75, soft: 0.25 } } });
    expect(manifest.inputs['softTargets0']).toBe(opened.artifact.fingerprint);
    expect(openModel(at('twin')).manifest.inputs).toEqual({ dataset: openDataset(at('dataset')).fingerprint });

    const folders = [
      '--soft-targets',
      at('soft'),
      '--teacher',
      at('teacher'),
      '--student',
      at('student'),
      '--twin',
      at('twin'),
      ...['--placebo', `smoothed=${at('twin')}`, '--rival', `small=${at('student')}`],
    ];
    const evaluated = await run('evaluated', [
      'evaluate',
      '--config',
      experiment,
      '--dataset',
      at('dataset'),
      ...folders,
      '--out',
      at('evaluation'),
    ]);
    expect(evaluated.status).toBe(0);
    const { summary } = openEvaluation(at('evaluation'));
    expect(summary.experiment).toBe('wave-small');
    expect(summary.bootstrap.resamples).toBe(100);
    expect(summary.models.map(({ role, name }) => `${role} ${name}`).slice(3, 5)).toEqual([
      ...['placebo smoothed', 'rival small'],
    ]);
    for (const { name } of summary.models) expect(evaluated.stdout).toContain(name);
    expect(evaluated.stdout.trimEnd().split('\n').at(-1)).toBe(`Artifact: ${at('evaluation')}`);
  });

  it('forecast train windows by teachers that were kept from them, one for each fold', async () => {
    const linear = { model: { architecture: 'linear', lookback: 16 }, training: { epochs: 1, learningRate: 0.01 } };
    const folds = config('teachers/folds/teacher.json', {
      dataset: 'wave',
      'teacher-train': linear,
      'soft-targets': { folds: 2, newest: true, augment: { jitter: 0.1 } },
    });
    const given = ['--config', folds, '--dataset', at('dataset')];
    const trainFold = (...fold: string[]) =>
      run('folds', ['teacher-train', ...given, ...fold, '--out', at(`folds/teacher${fold.at(-1) ?? ''}`)]);
    const trained = await Promise.all([trainFold(), trainFold('--fold', '0'), trainFold('--fold', '1')]);
    expect(trained.map(({ status }) => status)).toEqual([0, 0, 0]);
    const teachers = ['--teacher', at('folds/teacher'), '--fold-teacher', at('folds/teacher0')];
    const soft = (...last: string[]) =>
      run('folds', ['soft-targets', ...given, ...teachers, ...last, '--out', at('folds/soft')]);
    const refused = await soft();
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('FOLD_TEACHERS_COUNT') as string]);
    expect((await soft('--fold-teacher', at('folds/teacher1'))).status).toBe(0);
    const opened = openSoftTargets(at('folds/soft'));
    opened.close();
    expect(opened.inSample.some((value) => value !== 0)).toBe(false);
    // Train rows are 0 to 479: 461 origins from 16 on, three newest behind them.
    expect([opened.rowOf(0, 479) >= 0, opened.meta.augmented]).toEqual([true, { rowCount: 461 }]);

    const unknown = await trainFold('--fold', '2');
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('so they are 0 to 1') as string]);
    const none = await run('folds', train(at('folds/none')).concat('--fold', '0'));
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('has no `soft-targets.folds`') as string]);
    const word = await trainFold('--fold', 'first');
    expect([word.status, word.stderr]).toEqual([2, expect.stringContaining('--fold is a whole number') as string]);
    const alone = await run('folds', ['soft-targets', ...given, '--fold-teacher', at('folds/teacher0'), '--out', 'x']);
    expect([alone.status, alone.stderr]).toEqual([
      2,
      expect.stringContaining('--fold-teacher needs --teacher') as string,
    ]);
  });

  it('hear several teachers as the experiment says, or a placebo made of the labels', async () => {
    const own = JSON.parse(readFileSync(experiment, 'utf8')) as object;
    const median = config('experiments/median/experiment.json', { ...own, combine: 'median' });
    const soft = ['--soft-targets', at('folds/soft'), '--soft-targets', at('folds/soft')];
    const placebo = ['--placebo', 'smoothed-labels'];
    const finished = await Promise.all([
      distil('median', '--experiment', median, ...soft),
      distil('placebo', '--experiment', median, ...placebo),
    ]);
    expect(finished.map(({ status }) => status)).toEqual([0, 0]);
    expect(openModel(at('median')).manifest.config).toMatchObject({ combine: 'median' });
    const { config: section, inputs } = openModel(at('placebo')).manifest;
    expect(section).toMatchObject({
      placebo: 'smoothed-labels',
      distillation: { weights: { hard: 0.75, soft: 0.25 } },
    });
    expect(Object.keys(inputs)).toEqual(['dataset']);
  });

  it('choose settings of a twin and of an experiment with the first two seeds, and hand them to a student', async () => {
    const own = JSON.parse(readFileSync(student, 'utf8')) as object;
    const tuned = config('students/tuned/student.json', { ...own, seeds: [5, 6], tune: { learningRate: [0.03] } });
    const auto = config('experiments/auto/experiment.json', {
      student: 'small',
      teachers: ['wave'],
      distillation: { alpha: 'auto' },
    });
    const choose = (out: string, from: string, ...more: string[]) =>
      run('tuned', ['student-tune', '--config', from, '--dataset', at('dataset'), ...more, '--out', at(out)]);
    const distillation = ['--experiment', auto, '--soft-targets', at('soft')];
    const runs = [await choose('tuning', tuned), await choose('tuning-auto', student, ...distillation)];
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const [twin, experimental] = [openTuning(at('tuning')), openTuning(at('tuning-auto'))];
    expect(twin.manifest.meta.trials.map(({ settings }) => settings.learningRate)).toEqual([0.01, 0.03]);
    expect([twin.manifest.meta.seeds, experimental.manifest.meta.seeds]).toEqual([
      [5, 6],
      [0, 1],
    ]);
    const alphas = experimental.manifest.meta.trials.map(({ settings }) => settings.alpha ?? -1);
    expect(alphas.sort()).toEqual([0, 0.3, 0.5, 0.7, 0.9]);

    const handed = await distil('student-auto', ...distillation, '--tuning', at('tuning-auto'));
    expect(handed.status).toBe(0);
    expect(openModel(at('student-auto')).manifest.inputs['tuning']).toBe(experimental.fingerprint);

    const [half, nothing] = [await choose('x', student, '--experiment', auto), await choose('x', student)];
    expect([half.status, half.stderr]).toEqual([2, expect.stringContaining('go together') as string]);
    expect([nothing.status, nothing.stderr]).toEqual([2, expect.stringContaining('TUNE_NOTHING') as string]);
  });

  it('take in forecasts made elsewhere, from the folder that the config names', async () => {
    const outside = config('teachers/outside/teacher.json', { dataset: 'wave', softTargets: at('soft') });
    const given = ['--config', outside, '--dataset', at('dataset'), '--out', at('adopted')];
    const { status } = await run('soft-work', ['soft-targets', ...given]);
    expect(status).toBe(0);
    const adopted = openSoftTargets(at('adopted'));
    adopted.close();
    expect(adopted.artifact.manifest.inputs['outside']).toBe(openSoftTargets(at('soft')).artifact.fingerprint);
  });

  it('export a model for TensorFlow.js', async () => {
    const { status, stdout } = await run('exported', ['export', '--model', at('student'), '--out', at('graph')]);
    expect([status, stdout]).toEqual([0, `GraphModel written to ${at('graph')}\n`]);
    expect(existsSync(at('graph/model.json'))).toBe(true);
  });

  it('end with 1 and a stack where something breaks that no message is written for', async () => {
    const broken = config('break.js', 0);
    writeFileSync(broken, "require('node:fs').mkdirSync = () => { throw new TypeError('no such luck'); };");
    process.env['NODE_OPTIONS'] = `--require ${broken}`;
    const { status, stderr } = await run('broken', ['export', '--model', at('student'), '--out', at('never')]);
    delete process.env['NODE_OPTIONS'];
    expect(status).toBe(1);
    expect(stderr).toMatch(/This is a bug in tsdistill: TypeError: no such luck\n +at /);
  });
});
