import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openEvaluation, openModel, openSize } from '@tsdistill/contracts';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';

/** @file The built `tsdistill size` on a small data set: every training and judgement is a process of its own. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const { NX_TASK_TARGET_PROJECT: _, NX_TASK_TARGET_TARGET: __, ...env } = process.env;

function run(...given: string[]): SpawnSyncReturns<string> {
  return spawnSync('node', [BIN, ...given], { cwd: root, encoding: 'utf8', env });
}

function config(kind: string, name: string, value: unknown): string {
  const folder = at(join('data/configs', `${kind}s`, name));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${kind}.json`), JSON.stringify(value));
  return join(folder, `${kind}.json`);
}

const model = { architecture: 'linear', lookback: 16, normalisation: 'mean' };
const teacher = config('teacher', 'wave', {
  dataset: 'wave',
  'teacher-train': { model: { ...model, architecture: 'mlp' }, training: { epochs: 3, learningRate: 0.01 } },
});
config('student', 'small', {
  dataset: 'wave',
  seeds: [0, 1],
  student: { model, training: { epochs: 2, learningRate: 0.01 } },
});
config('experiment', 'wave-small', {
  student: 'small',
  teachers: ['wave'],
  distillation: { alpha: 'auto' },
  evaluate: { bootstrap: { resamples: 100 } },
});
const dataset = at('data/artifacts/dataset-wave/ingest');
const softTargets = at('data/artifacts/teacher-wave/soft-targets');
const trials = () => readdirSync(at('data/work/trials')).map((key) => at(`data/work/trials/${key}`));
const describeTrial = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'trial.json'), 'utf8')) as {
    command: string;
    flags: { seed: number };
    configs: {
      config: { evaluate: { split: string }; student: { training: { epochs: number } } };
      experiment?: unknown;
    };
  };

beforeAll(() => writeWaveDataset(dataset, { rowCount: 300, channelCount: 2, horizon: 4, season: 8 }));

describe('a search', () => {
  let first: SpawnSyncReturns<string>;
  let written: readonly string[];
  const search = ['size', 'wave-small', '--within', '30%', '--max-kb', '0.15', '--parallel', '2'];
  beforeAll(() => {
    const model = at('data/artifacts/teacher-wave/teacher-train');
    expect(run('teacher-train', '--config', teacher, '--dataset', dataset, '--out', model).status).toBe(0);
    const soft = ['--config', teacher, '--dataset', dataset, '--teacher', model, '--out', softTargets];
    expect(run('soft-targets', ...soft).status).toBe(0);
    first = run(...search);
    written = trials();
  }, 300_000);

  it('writes the front, a figure, and the student as a config that can be kept', () => {
    expect(first.stderr).not.toMatch(/[A-Z]+_[A-Z]+: /);
    expect(first.status).toBe(0);
    const { summary, manifest } = openSize(at('data/artifacts/wave-small/size'));
    expect(Object.keys(manifest.files).sort()).toEqual(['front.svg', 'size.json', 'student.json']);
    expect(manifest.config).toEqual({ within: 0.3, maxKb: 0.15, seeds: [0, 1] });
    expect(summary.alpha).toBe(0.5);
    const chosen = summary.candidates[summary.choice.candidate]!;
    expect(first.stdout).toContain(summary.sentence);
    expect(first.stdout).toContain(summary.test.twin.sentence);
    expect(summary.test.twin.sentence).toContain(`picked among ${summary.candidates.length} candidates by`);
    const [, left, all] = /(\d+) of (\d+) candidates left out by --max-kb 0\.15\./.exec(first.stdout) ?? [];
    expect(Number(all) - Number(left)).toBe(summary.candidates.length);
    expect(first.stderr).not.toContain('too few for an interval');
    expect(first.stdout).toContain('Student: data/artifacts/wave-small/size/student.json');
    const student = JSON.parse(readFileSync(at('data/artifacts/wave-small/size/student.json'), 'utf8')) as object;
    expect(student).toMatchObject({ dataset: 'wave', seeds: [0, 1], student: { model: chosen.model } });
    expect(Math.max(...summary.candidates.map(({ byteCount }) => byteCount))).toBeLessThanOrEqual(150);
  });

  it('runs no teacher, trains the rungs with the first seed, and looks at test once', () => {
    const all = written.map(describeTrial);
    expect(new Set(all.map(({ command }) => command))).toEqual(new Set(['student-distill', 'evaluate']));
    const { summary } = openSize(at('data/artifacts/wave-small/size'));
    const splits = all
      .filter(({ command }) => command === 'evaluate')
      .map(({ configs }) => configs.config.evaluate.split);
    expect(splits.filter((split) => split === 'test')).toHaveLength(1);
    expect(splits.filter((split) => split === 'validation')).toHaveLength(summary.judged.length);
    const short = all.filter(
      ({ command, configs }) => command !== 'evaluate' && configs.config.student.training.epochs === 1,
    );
    expect(short).toHaveLength(summary.candidates.length);
    expect(new Set(short.map(({ flags }) => flags.seed))).toEqual(new Set([0]));
  });

  it('says of each rung what its training said, and of the chosen one what evaluate said', () => {
    const { summary, manifest } = openSize(at('data/artifacts/wave-small/size'));
    const models = written
      .filter((folder) => describeTrial(folder).command === 'student-distill')
      .map((folder) => openModel(join(folder, 'artifact')));
    const known = new Set(models.map(({ description }) => description.provenance.validationLoss));
    for (const { rungs } of summary.candidates)
      for (const { validationLoss } of rungs) expect(known).toContain(validationLoss);
    const evaluation = written
      .filter((folder) => describeTrial(folder).command === 'evaluate')
      .map((folder) => openEvaluation(join(folder, 'artifact')))
      .find(({ summary: { split } }) => split === 'test')!;
    expect(manifest.inputs['evaluation']).toBe(evaluation.fingerprint);
    expect(summary.test.relative).toEqual(evaluation.summary.nonInferiority.relative);
    expect(evaluation.summary.models.find(({ role }) => role === 'student')?.runs.map(({ seed }) => seed)).toEqual([
      0, 1,
    ]);
    expect(summary.teacher.parameterCount).toBe(
      openModel(at('data/artifacts/teacher-wave/teacher-train')).manifest.meta.parameterCount,
    );
    expect(summary.teacher.validationLoss).toBeCloseTo(
      openModel(at('data/artifacts/teacher-wave/teacher-train')).description.provenance.validationLoss,
      6,
    );
  });

  it('a second run trains nothing and writes the same bytes', () => {
    const bytes = () => readFileSync(at('data/artifacts/wave-small/size/manifest.json'), 'utf8');
    const before = bytes();
    rmSync(at('data/artifacts/wave-small/size'), { recursive: true });
    const { status, stderr } = run(...search);
    expect(status).toBe(0);
    expect(stderr).toMatch(/"trained":0,"cached":\d+,"msg":"search done"/);
    expect(trials()).toEqual(written);
    expect(bytes()).toBe(before);
  });

  it('says before it trains anything that there are too few windows to show that any candidate keeps up', async () => {
    const few = at('data/artifacts/dataset-few/ingest');
    await writeWaveDataset(few, { rowCount: 150, channelCount: 2, horizon: 4, season: 8 });
    const training = { epochs: 1, learningRate: 0.01 };
    const file = config('teacher', 'few', { dataset: 'few', 'teacher-train': { model, training } });
    const trained = at('data/artifacts/teacher-few/teacher-train');
    const given = ['--config', file, '--dataset', few];
    expect(run('teacher-train', ...given, '--out', trained).status).toBe(0);
    const soft = at('data/artifacts/teacher-few/soft-targets');
    expect(run('soft-targets', ...given, '--teacher', trained, '--out', soft).status).toBe(0);
    const wild = { model, training: { epochs: 1, learningRate: 1e30 } };
    config('student', 'few', { dataset: 'few', seeds: [0], student: wild });
    config('experiment', 'few', { student: 'few', teachers: ['few'], distillation: { alpha: 0.5 } });
    const { stderr } = run('size', 'few', '--within', '2%', '--max-kb', '0.07');
    const said =
      /no candidate can be shown to keep up with its teacher: (\d+) validation windows are too few for an interval, which needs 40/;
    // A fifth of 150 rows, of which the last three begin no window of 4 steps.
    expect(Number(said.exec(stderr)?.[1])).toBe(27);
    expect(stderr.search(said)).toBeLessThan(stderr.indexOf('training lost'));
  });

  it('says so where the loss of every candidate stopped being a number, and names who was lost', () => {
    const wild = { model, training: { epochs: 1, learningRate: 1e30 } };
    config('student', 'wild', { dataset: 'wave', seeds: [0], student: wild });
    config('experiment', 'wave-wild', { student: 'wild', teachers: ['wave'], distillation: { alpha: 0.5 } });
    const { status, stderr } = run('size', 'wave-wild', '--within', '2%', '--max-kb', '0.07');
    expect(status).toBe(2);
    const count = Number(/SIZE_ALL_LOST: The training of every one of the (\d+) candidates was lost/.exec(stderr)?.[1]);
    expect(stderr.match(/"msg":"training lost: not a finite loss"/g)).toHaveLength(count);
    expect(readdirSync(at('data/artifacts'))).not.toContain('wave-wild');
  });
});
