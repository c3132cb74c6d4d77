import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openDataset, openEvaluation, openSoftTargets, readSeries, seriesOffsets } from '@tsdistill/contracts';
import { temporaryFolder } from '@tsdistill/testing';

/** @file The programs of examples/, run as a reader would: what they write must pass `check` and teach a student. */

const REPOSITORY = resolve(__dirname, '../../..');
const BIN = join(REPOSITORY, 'packages/pipeline/bin/tsdistill.js');
const PYTHON = process.env['TSDISTILL_PYTHON'] ?? 'python3';
const [ROWS, HORIZON, TRAIN, VALIDATION] = [700, 6, 420, 560];
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const time = (row: number) => new Date(Date.UTC(2024, 0, 1) + 3_600_000 * row).toISOString().slice(0, 19);

function run(...given: string[]) {
  const { status, stdout, stderr } = spawnSync('node', [BIN, ...given], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`tsdistill ${given.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function python(script: string, ...given: string[]): string {
  return execFileSync(PYTHON, [join(REPOSITORY, 'examples', script), ...given], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

function config(name: string, content: unknown): string {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), JSON.stringify(content));
  return at(name);
}

/** A day and half a day, a walk, and noise that follows from the row but from no regression. */
function values(): number[][] {
  const noise = (row: number, channel: number) => {
    const draw = Math.abs(Math.sin(12.9898 * row + 78.233 * channel)) * 43758.5453;
    return 2 * (draw - Math.floor(draw)) - 1;
  };
  let level = 0;
  return Array.from({ length: ROWS }, (_, row) => {
    level += 0.1 * noise(row, 7);
    const day = (2 * Math.PI * row) / 24;
    return [
      20 + level + 5 * Math.sin(day) + noise(row, 0),
      3 * Math.cos(day) + Math.sin(2 * day) + 0.5 * noise(row, 1),
    ];
  });
}

beforeAll(() => {
  const lines = values().map((row, index) => [time(index), ...row].join());
  writeFileSync(at('load.csv'), ['date,load,price', ...lines].join('\n'));
  const ingest = {
    files: at('load.csv'),
    timestamp: 'date',
    frequency: 'PT1H',
    season: 24,
    horizon: HORIZON,
    split: { kind: 'borders', train: TRAIN, validation: VALIDATION, test: ROWS },
  };
  run('ingest', '--config', config('datasets/load/dataset.json', { ingest }), '--out', at('dataset'));
});

/** Mean squared error of soft targets and of the last value, standardized, over the test windows. */
function testErrors(folder: string): { teacher: number; lastValue: number; windowCount: number } {
  const dataset = openDataset(at('dataset'));
  const { target } = readSeries(dataset);
  const [scale = []] = dataset.manifest.meta.scaler.scale;
  expect([...seriesOffsets(dataset)]).toEqual([0, ROWS]);
  const soft = openSoftTargets(folder);
  const forecast = new Float32Array(HORIZON * 2);
  const sums = { teacher: 0, lastValue: 0, windowCount: 0 };
  soft.origin.forEach((origin, row) => {
    // The newest origin of all has no truth yet.
    if (origin < VALIDATION || origin + HORIZON > ROWS) return;
    soft.readForecast(row, 1, forecast);
    sums.windowCount += 1;
    forecast.forEach((value, cell) => {
      const truth = target[origin * 2 + cell]!;
      sums.teacher += ((value - truth) / scale[cell % 2]!) ** 2;
      sums.lastValue += ((target[(origin - 1) * 2 + (cell % 2)]! - truth) / scale[cell % 2]!) ** 2;
    });
  });
  soft.close();
  const count = sums.windowCount * HORIZON * 2;
  return { ...sums, teacher: sums.teacher / count, lastValue: sums.lastValue / count };
}

/** Takes the folder in as a teacher from elsewhere, distils a student from it, and evaluates it. @returns the table */
function distil(name: string, folder: string): string {
  const dataset = ['--dataset', at('dataset')];
  const teacher = config(`teachers/${name}/teacher.json`, { dataset: 'load', softTargets: folder });
  run('soft-targets', '--config', teacher, ...dataset, '--out', at(`${name}/soft`));
  const model = { architecture: 'linear', lookback: 24, normalisation: 'mean' };
  const student = config(`students/${name}/student.json`, {
    dataset: 'load',
    seeds: [0],
    student: { model, training: { epochs: 5, learningRate: 0.01 } },
  });
  const experiment = config(`experiments/${name}/experiment.json`, {
    student: name,
    teachers: [name],
    distillation: { alpha: 0.5 },
    evaluate: { bootstrap: { resamples: 200 } },
  });
  const training = ['student-distill', '--config', student, ...dataset, '--seed', '0'];
  const soft = ['--soft-targets', at(`${name}/soft`)];
  run(...training, '--experiment', experiment, ...soft, '--out', at(`${name}/student`));
  run(...training, '--out', at(`${name}/twin`));
  const models = ['--student', at(`${name}/student`), '--twin', at(`${name}/twin`)];
  const judged = ['evaluate', '--config', experiment, ...dataset, ...soft, ...models];
  const table = run(...judged, '--out', at(`${name}/evaluation`));
  expect(openEvaluation(at(`${name}/evaluation`)).summary.verdict.outcome).not.toBe('void');
  return table;
}

/** The rows of an evaluation's table that matter here. @param teacher what its soft targets call it */
const tableOf = (teacher: string) =>
  new RegExp(`teacher +${teacher} .*\\n *student +linear, distilled.*\\n *twin +linear, alone`);

/** What `check` prints of a sound artifact. */
const check = (folder: string) => run('check', folder, '--dataset', at('dataset'));

describe('examples/python-teacher', () => {
  it('writes soft targets that are sound, out of fold, and better than the last value', () => {
    expect(python('python-teacher/teacher.py', at('dataset'), at('ridge'))).toContain('windows of');
    const report = check(at('ridge'));
    expect(report).toContain(': sound');
    expect(report).toMatch(/in sample +0\n/);
    expect(report).toMatch(/coverage +train 367 of 414, validation 135 of 135, test 135 of 135/);
    const { teacher, lastValue, windowCount } = testErrors(at('ridge'));
    expect(windowCount).toBe(135);
    expect(teacher).toBeLessThan(0.5 * lastValue);
    expect(distil('ridge', at('ridge'))).toMatch(tableOf('ridge'));
  });
});

describe('examples/import-forecasts', () => {
  const frameOf = (script: string, file: string) =>
    python(`import-forecasts/${script}`, at('load.csv'), `${HORIZON}`, time(TRAIN - 1), at(file));
  const importFrame = (file: string, out: string, ...more: string[]) =>
    run('import-forecasts', at(file), '--dataset', at('dataset'), '--out', at(out), ...more);

  it('LightGBM, one model a step, teaches a student from a parquet frame', () => {
    frameOf('lightgbm_frame.py', 'lightgbm.parquet');
    importFrame('lightgbm.parquet', 'lightgbm');
    const report = check(at('lightgbm'));
    // The first fit sees 168 rows, so the first window forecasts row 168: 168 … 414 of the train origins.
    expect(report).toMatch(/coverage +train 247 of 414, validation 135 of 135, test 135 of 135, .*newest 5\n/);
    const { teacher, lastValue } = testErrors(at('lightgbm'));
    expect(teacher).toBeLessThan(0.5 * lastValue);
    expect(distil('lightgbm', at('lightgbm'))).toMatch(tableOf('LightGBM'));
  });

  it('statsmodels, with intervals, teaches a student from a gzipped CSV frame', () => {
    frameOf('statsmodels_frame.py', 'statsmodels.csv.gz');
    importFrame('statsmodels.csv.gz', 'statsmodels', '--trained-until', time(TRAIN - 1));
    const report = check(at('statsmodels'));
    expect(report).toMatch(/quantiles +0\.05, 0\.95\n/);
    expect(report).toMatch(/in sample +396\n/);
    const { teacher, lastValue } = testErrors(at('statsmodels'));
    expect(teacher).toBeLessThan(0.5 * lastValue);
    expect(distil('statsmodels', at('statsmodels'))).toMatch(tableOf('AutoReg'));
  });

  it('a PyTorch module teaches a student', () => {
    frameOf('pytorch_frame.py', 'pytorch.parquet');
    importFrame('pytorch.parquet', 'pytorch', '--trained-until', time(TRAIN - 1));
    expect(check(at('pytorch'))).toMatch(/coverage +train 391 of 414, validation 135 of 135, test 135 of 135/);
    const { teacher, lastValue } = testErrors(at('pytorch'));
    expect(teacher).toBeLessThan(0.5 * lastValue);
    expect(distil('pytorch', at('pytorch'))).toMatch(tableOf('MLP'));
  });

  it('NeuralForecast’s own cross-validation teaches a student, its median and its interval', () => {
    const [, until = ''] =
      /trained until (\S+)/.exec(frameOf('neuralforecast_frame.py', 'neuralforecast.parquet')) ?? [];
    expect(until).toBe(time(TRAIN / 2 - 1));
    importFrame('neuralforecast.parquet', 'neuralforecast', '--trained-until', until);
    const report = check(at('neuralforecast'));
    expect(report).toMatch(/quantiles +0\.05, 0\.5, 0\.95\n/);
    expect(report).toMatch(/in sample +0\n/);
    // The first window forecasts row 210.
    expect(report).toMatch(/coverage +train 205 of 414, validation 135 of 135, test 135 of 135/);
    const { teacher, lastValue } = testErrors(at('neuralforecast'));
    expect(teacher).toBeLessThan(lastValue);
    expect(distil('neuralforecast', at('neuralforecast'))).toMatch(tableOf('NHITS'));
  });
});
