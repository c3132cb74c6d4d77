import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, type PipelineError, readSeries } from '@tsdistill/contracts';
import { main as example } from '../../../examples/library/distil';
import { openWorkbench, type Workbench } from './index';

const ROOT = join(__dirname, '../../..');
const HOURLY = { frequency: 'PT1H', season: 24, horizon: 6 } as const;
const SPLIT = { kind: 'ratio', train: 0.6, validation: 0.2 } as const;
const wave = (length: number) => Float32Array.from({ length }, (_, t) => Math.sin((2 * Math.PI * t) / 24));

let bench: Workbench;
beforeEach(() => (bench = openWorkbench()));
afterEach(() => bench.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as PipelineError).code,
  );

describe('the example', () => {
  it('trains, distils and evaluates arrays, and leaves nothing behind', async () => {
    const text = await example();
    expect(text).toMatch(/helps|hurts|cannot tell/);
    // LSTM-32 on one channel: 4·32·(1 + 32 + 1) + (32 + 1)·12; linear: (48 + 1)·12.
    expect(text).toContain(`${4 * 32 * 34 + 33 * 12} → ${49 * 12} parameters`);
  });

  it('stands in the README as it is', () => {
    const code = readFileSync(join(ROOT, 'examples/library/distil.ts'), 'utf8');
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(code.trim());
  });
});

describe('a data set of arrays', () => {
  it('holds the very values and times that were given', async () => {
    const values = Float32Array.from({ length: 240 }, (_, index) => Math.fround(Math.tan(index) * 1e3));
    const series = [{ values, start: '2026-03-01T00:00Z' }];
    const { folder } = await bench.dataset({ ...HOURLY, split: SPLIT, columns: ['a', 'b'], series });
    const { target, timestamp } = readSeries(openDataset(folder));
    expect([...target]).toEqual([...values]);
    expect(new Date(Number(timestamp[119])).toISOString()).toBe('2026-03-05T23:00:00.000Z');
  });

  it('keeps several series apart, in their order', async () => {
    const series = [
      { name: 'north, "old"', values: wave(120), start: new Date(Date.UTC(2026, 0, 1)) },
      { name: 'south', values: wave(96), start: '2026-02-01T00:00Z' },
    ];
    const { folder } = await bench.dataset({ ...HOURLY, split: SPLIT, columns: ['load'], series });
    const { series: stored } = openDataset(folder).manifest.meta;
    expect(stored.map(({ id, rowCount }) => [id, rowCount])).toEqual([
      ['north, "old"', 120],
      ['south', 96],
    ]);
  });

  it('takes NaN for missing: refused without a policy, filled with one', async () => {
    const values = wave(240);
    values[100] = NaN;
    const rows = { ...HOURLY, split: SPLIT, columns: ['load'], series: [{ values, start: '2026-01-01T00:00Z' }] };
    expect(await codeOf(bench.dataset(rows))).toBe('VALUE_MISSING');
    const { folder } = await bench.dataset({ ...rows, missing: 'linear' });
    const middle = ((values[99] ?? 0) + (values[101] ?? 0)) / 2;
    expect(readSeries(openDataset(folder)).target[100]).toBeCloseTo(middle, 6);
  });
});

describe('what is wrong is said before any work', () => {
  const rows = (change: object) => ({
    ...HOURLY,
    split: SPLIT,
    columns: ['a', 'b'],
    series: [{ values: wave(240), start: '2026-01-01T00:00Z' }],
    ...change,
  });

  it('names the numbers of values that are no whole rows', async () => {
    const given = rows({ series: [{ values: wave(241), start: '2026-01-01T00:00Z' }] });
    await expect(bench.dataset(given)).rejects.toThrow(
      'Series "0" has 241 values, which is no whole number of rows of 2 columns',
    );
  });

  it('names a start that is no time', async () => {
    const given = rows({ series: [{ values: wave(240), start: 'yesterday' }] });
    await expect(bench.dataset(given)).rejects.toThrow('it starts at "yesterday", in steps of "PT1H"');
  });

  it('names a setting that does not exist', async () => {
    const data = await bench.dataset(rows({}));
    const settings = { model: { architecture: 'linear', lookback: 24 }, training: { epoch: 3 } };
    await expect(bench.train(data, settings as never)).rejects.toThrow(
      'Settings of train: "training.epoch": there is no such setting',
    );
  });
});

it('leaves no file of rows beside the artifacts, and removes only a folder that it made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const kept = openWorkbench({ folder });
  const series = [{ values: wave(120), start: '2026-01-01T00:00Z' }];
  const data = await kept.dataset({ ...HOURLY, split: SPLIT, columns: ['load'], series });
  kept.close();
  expect(existsSync(`${data.folder}.csv`)).toBe(false);
  expect(existsSync(join(data.folder, 'manifest.json'))).toBe(true);
  bench.close();
  expect(existsSync(bench.folder)).toBe(false);
});

it('tells of progress, and stops when asked', async () => {
  const stop = new AbortController();
  const labels: string[] = [];
  const watched = openWorkbench({ signal: stop.signal, onProgress: ({ label }) => void labels.push(label) });
  const series = [{ values: wave(2000), start: '2026-01-01T00:00Z' }];
  const data = await watched.dataset({ ...HOURLY, split: SPLIT, columns: ['load'], series });
  stop.abort();
  const endless = {
    model: { architecture: 'linear', lookback: 24 },
    training: { epochs: 10_000, learningRate: 0.01 },
  } as const;
  await expect(watched.train(data, endless)).rejects.toThrow('stopped on request');
  watched.close();
  expect(labels.some((label) => label.startsWith('epoch 1/'))).toBe(true);
});
