import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  openArtifact,
  openBacktest,
  openDataset,
  openEvaluation,
  openModel,
  openSoftTargets,
} from '@tsdistill/contracts';
import { temporaryFolder } from '@tsdistill/testing';

/** @file An experiment on 600 hours, and what its users do when rows come after: the built command line, in the folders that Nx uses. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const [ROWS, HORIZON] = [600, 6];
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const artifact = (name: string) => at(join('data/artifacts', name));
const { NX_TASK_TARGET_PROJECT: _, NX_TASK_TARGET_TARGET: __, ...env } = process.env;

const run = (...given: string[]) => spawnSync('node', [BIN, ...given], { cwd: root, encoding: 'utf8', env });
/** Runs what must be done. @returns stdout */
function done(...given: string[]): string {
  const { status, stdout, stderr } = run(...given);
  if (status !== 0) throw new Error(`tsdistill ${given.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function config(kind: string, name: string, value: unknown): string {
  const folder = at(join('data/configs', `${kind}s`, name));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${kind}.json`), JSON.stringify(value));
  return join(folder, `${kind}.json`);
}

const time = (row: number) => new Date(Date.UTC(2024, 0, 1, row)).toISOString().slice(0, 16).replace('T', ' ');
/** In [-1, 1), the same every time. */
function noise(row: number, channel: number): number {
  const draw = Math.abs(Math.sin(12.9898 * row + 78.233 * channel)) * 43758.5453;
  return 2 * (draw - Math.floor(draw)) - 1;
}
const cell = (row: number, channel: number, loudness: number) =>
  (20 * (channel + 1) + 5 * Math.sin((2 * Math.PI * row) / 24 + channel) + loudness * noise(row, channel)).toFixed(4);

/** @param loudness of the noise from row 600 on, and before it */
function writeRows(rowCount: number, loudness = 1, former = 1): void {
  const lines = Array.from({ length: rowCount }, (_, row) => {
    const loud = row < ROWS ? former : loudness;
    return [time(row), cell(row, 0, loud), cell(row, 1, loud)].join();
  });
  writeFileSync(at('load.csv'), ['date,load,price', ...lines].join('\n'));
}

const split = { kind: 'dates', validation: time(360), test: time(480) };
const ingest = { files: 'load.csv', timestamp: 'date', frequency: 'PT1H', season: 24, horizon: HORIZON, split };
const dataset = config('dataset', 'load', { ingest });
const training = { epochs: 6, learningRate: 0.01 };
const teacher = config('teacher', 'big', {
  dataset: 'load',
  'teacher-train': { model: { architecture: 'mlp', lookback: 48, normalisation: 'mean' }, training },
});
const smallStudent = (epochs: number) => ({
  dataset: 'load',
  seeds: [0, 1],
  student: {
    model: { architecture: 'linear', lookback: 24, normalisation: 'mean' },
    training: { ...training, epochs },
  },
});
const student = config('student', 'small', smallStudent(6));
const experiment = config('experiment', 'load-small', {
  student: 'small',
  teachers: ['big'],
  distillation: { alpha: 0.5 },
  evaluate: { bootstrap: { resamples: 200 } },
});

/** All stages, as `nx run load-small:evaluate` would run them. */
beforeAll(() => {
  writeRows(ROWS);
  const data = artifact('dataset-load/ingest');
  const [model, soft] = [artifact('teacher-big/teacher-train'), artifact('teacher-big/soft-targets')];
  done('ingest', '--config', dataset, '--out', data);
  done('teacher-train', '--config', teacher, '--dataset', data, '--out', model);
  done('soft-targets', '--config', teacher, '--dataset', data, '--teacher', model, '--out', soft);
  const folders = { student: [] as string[], twin: [] as string[] };
  for (const seed of ['0', '1']) {
    const given = ['student-distill', '--config', student, '--dataset', data, '--seed', seed];
    const [one, twin] = [
      artifact(`load-small/student-distill-s${seed}`),
      artifact(`student-small/student-alone-s${seed}`),
    ];
    done(...given, '--experiment', experiment, '--soft-targets', soft, '--out', one);
    done(...given, '--out', twin);
    folders.student.push('--student', one);
    folders.twin.push('--twin', twin);
  }
  const models = ['--teacher', model, ...folders.student, ...folders.twin];
  const out = ['--out', artifact('load-small/evaluate')];
  done('evaluate', '--config', experiment, '--dataset', data, '--soft-targets', soft, ...models, ...out);
}, 300_000);

afterEach(() => writeRows(ROWS));

describe('backtest', () => {
  it('runs all seeds of an experiment over the test split and prints errors by day', () => {
    const stdout = done('backtest', 'load-small');
    const { manifest, summary } = openBacktest(artifact('load-small/backtest'));
    expect(manifest.meta.models.map(({ name, seed }) => `${name} ${seed}`)).toEqual([
      'linear, distilled 0',
      'linear, distilled 1',
    ]);
    expect(manifest.meta.windowCount).toBe(ROWS - 480 - HORIZON + 1);
    for (const { start } of summary.periods) expect(stdout).toContain(start);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Artifact: data/artifacts/load-small/backtest');
  });

  it('runs any model on any data set with its channels', () => {
    const given = ['--model', artifact('teacher-big/teacher-train'), '--dataset', artifact('dataset-load/ingest')];
    done('backtest', ...given, '--since', time(500), '--every', '24', '--out', at('other'));
    const { manifest } = openBacktest(at('other'));
    expect([manifest.meta.models[0]?.name, manifest.meta.windowCount]).toEqual(['mlp', 5]);
    expect(manifest.config).toEqual({ since: `${time(500)}:00`, every: 24 });
    expect(done('check', 'other')).toContain('backtest@1 in other: sound');
  });

  it.each([
    [[], 'CLI_USAGE', 'name either an experiment or --model'],
    [['load-small', '--model', 'x'], 'CLI_USAGE', 'name either an experiment or --model'],
    [['--model', 'x'], 'CLI_USAGE', '--model needs --dataset and --out'],
    [['load-smal'], 'EXPERIMENT_UNKNOWN', 'Did you mean "load-small"'],
    [['load-small', '--since', '2024-02-30'], 'CLI_USAGE', 'not "2024-02-30"'],
    [['load-small', '--every', '0'], 'CLI_USAGE', '--every is a whole number from 1 to 99999, not "0"'],
    [
      ['load-small', '--since', '2024-02-01'],
      'BACKTEST_NO_ORIGINS',
      'the last of the 600 rows is of 2024-01-25 23:00:00',
    ],
  ])('%p is %s', (given, code, text) => {
    const { status, stderr, stdout } = run('backtest', ...given);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${code}: `);
    expect(stderr).toContain(text);
  });
});

describe('drift', () => {
  it('ends with 0 where new rows are as the former ones were, and says the numbers', () => {
    writeRows(ROWS + 200);
    const { status, stdout } = run('drift', 'load-small', '--since', time(ROWS), '--margin', '60%');
    expect(stdout).toMatch(
      /^load-small: since 2024-01-26 00:00:00 the student's MSE is [\d.]+ % (above|below) that of the test split/,
    );
    expect(stdout).toMatch(
      /2 seeds, 195 windows\).* on 115 test windows before: surely within the margin of 60.0 %\.\n/,
    );
    expect(status).toBe(0);
  });

  it('ends with 1 where the noise has doubled, at the margin of the experiment too, and leaves the data set as it was', () => {
    const before = openModel(artifact('load-small/student-distill-s0')).description.provenance.dataset;
    writeRows(ROWS + 200, 2);
    const { status, stdout } = run('drift', 'load-small', '--since', time(ROWS));
    expect(stdout).toContain(
      ': surely more than the margin of 2.0 %.\nOver the same time that of seasonal-naive 24 changed by +',
    );
    expect(status).toBe(1);
    expect(done('check', artifact('dataset-load/ingest'))).toContain(before);
  });

  it('is evaluate --since, too: the same answer, the same exit code', () => {
    writeRows(ROWS + 200, 2);
    const given = ['load-small', '--since', time(ROWS)];
    const [drift, evaluate] = [run('drift', ...given), run('--quiet', 'evaluate', ...given)];
    expect([drift.status, evaluate.status, evaluate.stdout]).toEqual([1, 1, '']);
    expect(run('evaluate', 'load-small', `--since=${time(ROWS)}`).stdout).toBe(drift.stdout);
    expect(run('evaluate', 'load-small', '--since', 'yesterday').stderr).toContain('not "yesterday"');
    expect(run('evaluate', '--out', 'load-small').stderr).toContain('Missing required arguments: config');
  });

  it('names the experiment that is to be evaluated first, before any row is read', () => {
    const [folder, aside] = [artifact('load-small/evaluate'), at('aside')];
    renameSync(folder, aside);
    const { status, stderr } = run('drift', 'load-small', '--since', time(ROWS));
    renameSync(aside, folder);
    expect(status).toBe(2);
    expect(stderr).toContain('RESULT_NOT_EVALUATED: The experiment "load-small" was not evaluated');
    expect(stderr).toContain('npx nx run load-small:evaluate');
  });

  // Blocks are two horizons of 6 long, and five are needed.
  it('ends with 0 where windows are too few, with a warning and how many it takes', () => {
    writeRows(ROWS + 40, 2);
    const { status, stdout, stderr } = run('drift', 'load-small', '--since', time(ROWS));
    expect(status).toBe(0);
    expect(stdout).toContain('(no interval: 2 seeds, 35 windows are too few)');
    expect(stdout).toContain(
      ' before. To say whether that is more than the margin of 2.0 % takes 60 windows on either side.\n',
    );
    expect(stderr).toContain('the exit code is 0 because nothing is proven, not because the error holds');
  });

  it.each([
    [['load-small'], ROWS + 200, 'CLI_USAGE', 'Missing required argument: since'],
    [['load-small', '--since', 'yesterday'], ROWS + 200, 'CLI_USAGE', 'not "yesterday"'],
    [['load-small', '--since', time(ROWS), '--margin', '0%'], ROWS, 'CLI_USAGE', 'not "0%"'],
    [
      ['load-small', '--since', time(ROWS)],
      ROWS,
      'DRIFT_NO_ROWS',
      'on there are 0 rows (the last of 2024-01-25 23:00:00)',
    ],
    [['load-small', '--since', time(485)], ROWS, 'DRIFT_NO_REFERENCE', 'the first one begins at 2024-01-21 00:00:00'],
    [
      ['load-small', '--since', time(500)],
      590,
      'DRIFT_ROWS_CHANGED',
      '10 of the 115 windows that it scored are not there',
    ],
  ])('%p with %d rows is %s', (given, rowCount, code, text) => {
    writeRows(rowCount);
    const { status, stderr, stdout } = run('drift', ...given);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${code}: `);
    expect(stderr).toContain(text);
  });

  it('refuses rows that were changed, by the error that the evaluation knows', () => {
    writeRows(ROWS + 200, 1, 0.5);
    const { status, stderr } = run('drift', 'load-small', '--since', time(ROWS));
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /DRIFT_ROWS_CHANGED: .* the student's MSE on the windows that it scored is 0\.\d+, it says 0\.\d+\./,
    );
  });
});

describe('refresh', () => {
  const [MORE, TRAIN] = [60, 360];
  const refreshed = (name: string) => artifact(join('load-small/refresh', name));
  const borders = (folder: string) => openDataset(folder).manifest.meta.series[0]!.borders;

  it('is refused where nothing was appended, where former rows are others, and where ingest has run in between', () => {
    const refuse = (code: string, text: string) => {
      const { status, stderr, stdout } = run('refresh', 'load-small');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`${code}: `);
      expect(stderr).toContain(text);
      expect(existsSync(refreshed(''))).toBe(false);
    };
    refuse('REFRESH_NO_ROWS', 'ends with 2024-01-25 23:00:00, as its former 600 rows do');
    writeRows(ROWS + MORE, 1, 0.5);
    refuse(
      'REFRESH_ROWS_CHANGED',
      '1200 values of former rows are not what they were; the first is column "load" at 2024-01-01 00:00:00',
    );
    writeRows(ROWS - 1);
    refuse('REFRESH_ROWS_CHANGED', '2 values of former rows');
    writeRows(ROWS + MORE);
    const kept = artifact('kept');
    renameSync(artifact('dataset-load/ingest'), kept);
    refuse('REFRESH_INPUT_MISSING', 'there is no artifact in data/artifacts/dataset-load/ingest');
    done('ingest', '--config', dataset, '--out', artifact('dataset-load/ingest'));
    refuse('REFRESH_BASE', 'but data/artifacts/dataset-load/ingest holds ');
    rmSync(artifact('dataset-load/ingest'), { recursive: true });
    renameSync(kept, artifact('dataset-load/ingest'));
    renameSync(artifact('teacher-big/teacher-train'), kept);
    refuse(
      'REFRESH_TEACHER',
      'The teacher big cannot forecast the new rows: there is no model of it in data/artifacts/teacher-big/teacher-train',
    );
    renameSync(kept, artifact('teacher-big/teacher-train'));
  });

  it('ends in an evaluation with a verdict, and says what was copied, labelled, trained, and what a full run costs', () => {
    writeRows(ROWS + MORE);
    const stdout = done('refresh', 'load-small');
    const { summary } = openEvaluation(refreshed('evaluate'));
    expect(stdout).toContain(summary.verdict.sentence);
    expect(summary.verdict.outcome).not.toBe('void');
    expect(summary.models.map(({ role, name }) => `${role} ${name}`).slice(0, 3)).toEqual([
      ...['teacher mlp', 'student linear, distilled', 'twin linear, alone'],
    ]);
    // 600 rows gave 307 + 115 + 115 origins with 48 rows before them; the same splits of 660 give 60 more in train.
    expect(stdout).toContain(
      'load-small went on with 60 rows: teachers labelled 70 windows, 527 were copied; a full run labels 597.\n' +
        '4 models trained for ',
    );
    expect(stdout).toMatch(
      / s from former weights; the last full run trained for \d+\.\d s \(\d+ %\), of which the teachers \d+\.\d s\.\n/,
    );
    for (const part of ['dataset', 'soft-targets-big', 'student-s0', 'student-s1', 'twin-s0', 'twin-s1', 'evaluate'])
      expect(done('check', refreshed(part))).toContain(': sound');
  });

  it('lets train grow by what was appended, and keeps the scaler that teacher and soft targets know', () => {
    const [former, longer] = [openDataset(artifact('dataset-load/ingest')), openDataset(refreshed('dataset'))];
    expect(borders(former.folder)).toEqual({ train: [0, 360], validation: [360, 480], test: [480, 600] });
    expect(borders(longer.folder)).toEqual({ train: [0, 420], validation: [420, 540], test: [540, 660] });
    expect(longer.manifest.meta.scaler).toEqual(former.manifest.meta.scaler);
    expect(longer.manifest.inputs).toEqual({ former: former.fingerprint, scaler: former.fingerprint });
  });

  // The oracle is the stage that labels everything anew.
  it('labels as the teacher would have labelled all; what crosses its last train row is in sample', () => {
    const all = [
      '--config',
      teacher,
      '--dataset',
      refreshed('dataset'),
      '--teacher',
      artifact('teacher-big/teacher-train'),
    ];
    done('soft-targets', ...all, '--out', at('all'));
    const [extended, anew] = [openSoftTargets(refreshed('soft-targets-big')), openSoftTargets(at('all'))];
    const read = (from: typeof anew, row: number) => {
      const forecast = new Float32Array(2 * HORIZON);
      from.readForecast(row, 1, forecast);
      return [...forecast];
    };
    expect(extended.meta).toEqual(anew.meta);
    for (const [row, origin] of anew.origin.entries()) {
      const found = extended.rowOf(0, origin);
      for (const [cell, value] of read(extended, found).entries()) expect(value).toBeCloseTo(read(anew, row)[cell]!, 5);
      expect([origin, extended.inSample[found]]).toEqual([origin, origin < TRAIN ? 1 : 0]);
    }
    expect(extended.artifact.manifest.inputs['former']).toBe(
      openArtifact(artifact('teacher-big/soft-targets'), 'soft-targets').fingerprint,
    );
    for (const opened of [extended, anew]) opened.close();
  });

  it('trains students and twins from their former weights, with their settings, on the longer train split', () => {
    for (const [name, former] of [
      ['student-s1', 'load-small/student-distill-s1'],
      ['twin-s0', 'student-small/student-alone-s0'],
    ] as const) {
      const [now, then] = [openModel(refreshed(name)), openModel(artifact(former))];
      // A quarter of 6 epochs, rounded up; the next refresh has the settings as they were.
      expect(now.manifest.config).toEqual({ ...then.manifest.config, warmStart: { epochs: 2 } });
      expect(now.manifest.inputs).toMatchObject({ warmStart: then.fingerprint, first: then.fingerprint });
      expect(now.description.provenance.trainedUntil).toBe('2024-01-18T11:00:00.000Z');
      expect(now.description.scaler).toEqual(then.description.scaler);
    }
  });

  it('is what backtest and drift then speak of, and what the next refresh goes on from', () => {
    writeRows(ROWS + MORE + 40);
    const since = time(ROWS + MORE);
    expect(run('drift', 'load-small', '--since', since).stdout).toContain('on 115 test windows before');
    const [student, data] = [openModel(refreshed('student-s0')), openDataset(refreshed('dataset'))];
    done('backtest', 'load-small');
    expect(openBacktest(artifact('load-small/backtest')).manifest.inputs).toMatchObject({
      model0: student.fingerprint,
    });
    expect(done('refresh', 'load-small')).toContain(
      'load-small went on with 40 rows: teachers labelled 50 windows, 587 were copied',
    );
    const [next, longer] = [openModel(refreshed('student-s0')), openDataset(refreshed('dataset'))];
    const first = openModel(artifact('load-small/student-distill-s0')).fingerprint;
    expect(next.manifest.inputs).toMatchObject({ warmStart: student.fingerprint, first });
    expect(borders(longer.folder).test).toEqual([580, 700]);
    expect(longer.manifest.inputs).toEqual({ former: data.fingerprint, scaler: data.manifest.inputs['scaler'] });
  }, 60_000);

  it('is forgotten when the experiment is trained again', () => {
    const folder = artifact('load-small/student-distill-s0');
    const retrained = config('student', 'small', smallStudent(1));
    const given = ['--config', retrained, '--dataset', artifact('dataset-load/ingest'), '--seed', '0'];
    const soft = ['--experiment', experiment, '--soft-targets', artifact('teacher-big/soft-targets')];
    done('student-distill', ...given, ...soft, '--out', folder);
    done('backtest', 'load-small');
    expect(openBacktest(artifact('load-small/backtest')).manifest.inputs['model0']).toBe(openModel(folder).fingerprint);
  });
});
