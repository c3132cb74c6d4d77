import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openDataset, openEvaluation, openSoftTargets, readOrigins } from '@tsdistill/contracts';
import { temporaryFolder, waveValue, writeWaveDataset } from '@tsdistill/testing';

/** @file A teacher of which only a frame of forecasts exists, from the built command line to the closing table. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const [HORIZON, SEASON, START_MS] = [4, 8, Date.UTC(2024, 0, 1)];
const root = temporaryFolder();
const at = (name: string) => join(root, name);

function run(...given: string[]) {
  const { status, stdout, stderr } = spawnSync('node', [BIN, ...given], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function write(name: string, content: unknown): string {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return at(name);
}

const time = (row: number) => new Date(START_MS + 3_600_000 * row).toISOString();

beforeAll(async () => {
  await writeWaveDataset(at('dataset'), { rowCount: 300, channelCount: 2, horizon: HORIZON, season: SEASON });
  // A teacher that knows the wave, but not its slope: it says the value of one season before.
  const rows = [0, 1].flatMap((channel) =>
    [...readOrigins(openDataset(at('dataset'))).origin].flatMap((origin) =>
      Array.from({ length: HORIZON }, (_, step) => {
        const value = waveValue(origin + step - SEASON, channel, SEASON);
        return `wave${channel},${time(origin + step)},${time(origin - 1)},${value},${value - 1},${value + 1}`;
      }),
    ),
  );
  write('frame.csv', ['unique_id,ds,cutoff,Naive,Naive-lo-90,Naive-hi-90', ...rows].join('\n'));
});

const importFrame = (...more: string[]) =>
  run('import-forecasts', at('frame.csv'), '--dataset', at('dataset'), '--out', at('imported'), ...more);

it('a frame becomes soft targets, which a teacher config names, a student learns from and an evaluation judges', () => {
  // Row 179 is the last of the train split.
  const imported = importFrame('--trained-until', time(179));
  expect([imported.status, imported.stdout]).toEqual([0, '']);
  expect(imported.stderr).toContain('"msg":"forecasts imported"');

  const dataset = ['--dataset', at('dataset')];
  const teacher = write('teachers/naive/teacher.json', { dataset: 'wave', softTargets: at('imported') });
  expect(run('soft-targets', '--config', teacher, ...dataset, '--out', at('soft')).status).toBe(0);
  const soft = openSoftTargets(at('soft'));
  soft.close();
  expect(soft.meta).toMatchObject({ unit: 'raw', quantiles: [0.05, 0.95], trainedUntil: time(179) });

  const model = { architecture: 'linear', lookback: 16, normalisation: 'mean' };
  const student = write('students/small/student.json', {
    dataset: 'wave',
    seeds: [0],
    student: { model, training: { epochs: 2, learningRate: 0.01 } },
  });
  const experiment = write('experiments/wave-small/experiment.json', {
    student: 'small',
    teachers: ['naive'],
    distillation: { alpha: 0.5 },
    evaluate: { bootstrap: { resamples: 100 } },
  });
  const distil = ['student-distill', '--config', student, ...dataset, '--seed', '0'];
  const softTargets = ['--soft-targets', at('soft')];
  expect(run(...distil, '--experiment', experiment, ...softTargets, '--out', at('student')).status).toBe(0);
  expect(run(...distil, '--out', at('twin')).status).toBe(0);
  const models = ['--student', at('student'), '--twin', at('twin')];
  const judged = ['evaluate', '--config', experiment, ...dataset, ...softTargets, ...models];
  expect(run(...judged, '--out', at('evaluation')).stdout).toContain('naive');
  const { summary } = openEvaluation(at('evaluation'));
  expect(summary.verdict.outcome).not.toBe('void');
  expect(summary.windowCount).toBe(57);
});

describe('check', () => {
  it('says what an artifact holds, and ends with 0', () => {
    importFrame('--trained-until', time(179));
    const { status, stdout, stderr } = run('check', at('imported'), '--dataset', at('dataset'));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^soft-targets@1 in .*: sound\n/);
    expect(stdout).toMatch(/coverage +train 176 of 176, validation 57 of 57, test 57 of 57/);
    expect(stdout).toMatch(/trained until +2024-01-08T11:00:00.000Z\n/);
  });

  it('says all that is wrong, and ends with 2', () => {
    importFrame('--trained-until', time(250));
    appendFileSync(at('imported/soft-targets.arrow'), 'x');
    const { status, stdout, stderr } = run('check', at('imported'), '--dataset', at('dataset'));
    expect(status).toBe(2);
    const problems = stdout.split('\n').filter((line) => /^ {2}(files|schema|leakage): /.test(line));
    expect(problems).toEqual([
      expect.stringMatching(/files: soft-targets\.arrow: it has \d+ bytes, the manifest says \d+/),
      expect.stringMatching(/leakage: manifest\.json: it was fitted until .*, on 60 validation rows and 11 test rows/),
      expect.stringMatching(/schema: soft-targets\.arrow: .*not an Arrow IPC file, or it was cut/),
    ]);
    expect(stderr).toMatch(/^CHECK_FAILED: .*imported has 3 problems/);
  });

  it('without an artifact ends with 2 and a hint', () => {
    const { status, stdout, stderr } = run('check', at('frame.csv'));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^CHECK_NO_ARTIFACT: .*frame\.csv is no artifact: it is a file\.\n {2}Give the folder/);
  });
});

it('a frame that cannot be used ends with 2, a message with numbers and a hint', () => {
  write('bad.csv', 'unique_id,ds,cutoff,A\nwave9,2024-01-02,2024-01-01,1');
  const { status, stderr } = run('import-forecasts', at('bad.csv'), '--dataset', at('dataset'), '--out', at('none'));
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^FRAME_UNKNOWN_ID: .*data row 1: "wave9" is none of the 2 target channels.*\n {2}Did you mean/,
  );
});
