import { join } from 'node:path';
import {
  ArrowWriter,
  backtestColumns,
  type BacktestMeta,
  openDataset,
  openModel,
  writeArtifact,
} from '@tsdistill/contracts';
import { PANEL, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { writeStudent } from '../../testing/write-student';
import { readBacktest } from './backtest-facts';

/** @file Two students were fitted until 1 July 02:00 UTC, each was refreshed; a backtest has five windows from then on, an hour apart. */

const root = temporaryFolder();
const at = (name: string) => join(root, name);
const FITTED_UNTIL = Date.UTC(2024, 6, 1, 2);
const HOURS = [-2, -1, 0, 1, 2];
const errors = { mse: 0.25, mae: 0.5, rawMae: 1, wape: 0.1 };
let fingerprints: Record<string, string>;

beforeAll(async () => {
  const dataset = await writePanelDataset(at('dataset'));
  const trainedUntil = new Date(FITTED_UNTIL).toISOString();
  const write = (name: string, seed: number, inputs = {}) =>
    writeStudent(at(name), at('dataset'), { seed, trainedUntil, inputs });
  const [s0, s1] = [await write('s0', 0), await write('s1', 1)];
  const [r0, r1] = [await write('r0', 2, { first: s0 }), await write('r1', 3, { first: s1 })];
  // The refresh of a student that was trained again since.
  const old = await write('old', 4, { first: 'f'.repeat(64) });
  fingerprints = { dataset, s0, s1, r0, r1, old };
});

const openModels = (names: readonly string[]) => names.map((name) => openModel(at(name)));
const page = () => ({
  dataset: openDataset(at('dataset')),
  groups: [{ role: 'student' as const, name: null, models: openModels(['s0', 's1']) }],
});

/** A backtest of these models; every window is stored once for each. */
async function backtestOf(names: readonly string[], dataset = fingerprints['dataset'] ?? '') {
  const folder = at(`backtest-${names.join('-')}-${dataset.slice(0, 4)}`);
  const meta: BacktestMeta = {
    ...{ horizon: PANEL.horizon, channels: PANEL.target, series: ['a'], unit: 'raw', windowCount: HOURS.length },
    ...{ frequency: 'PT1H', timezone: 'Europe/Berlin', models: names.map((name, seed) => ({ name, seed })) },
  };
  const inputs = Object.fromEntries(names.map((name, index) => [`model${index}`, fingerprints[name] ?? '']));
  await writeArtifact(folder, { kind: 'backtest', config: { every: 7 }, inputs: { dataset, ...inputs } }, (draft) => {
    const row = { windowCount: HOURS.length, models: names.map(() => errors), naive: errors };
    draft.json('summary.json', { period: 'day', season: 6, overall: row, periods: [{ start: '2024-07-01', ...row }] });
    draft.file('backtest.arrow', (file) => {
      const writer = new ArrowWriter(file, backtestColumns(meta), {});
      const rows = names.flatMap((_, model) => HOURS.map((hour) => ({ model, hour })));
      const values = new Float32Array(rows.length * PANEL.horizon * PANEL.target.length);
      writer.append(rows.length, {
        ...{ model: Int32Array.from(rows, ({ model }) => model), series: new Int32Array(rows.length) },
        origin: Int32Array.from(rows, ({ hour }) => 10 + hour),
        timestamp: BigInt64Array.from(rows, ({ hour }) => BigInt(FITTED_UNTIL + 3_600_000 * hour)),
        ...{ forecast: values, truth: values },
      });
      writer.finish();
    });
    return meta;
  });
  return readBacktest({ folder, refreshed: ['r0', 'r1', 'old'].map(at) }, page());
}

it('tells its span by the clock of the data, its step, and how many windows begin in rows that were fitted', async () => {
  expect(await backtestOf(['s0', 's1'])).toMatchObject({
    // Berlin is two hours ahead in summer; the window that begins with the last fitted row counts.
    ...{ span: ['2024-07-01 02:00', '2024-07-01 06:00'], every: 7, fittedCount: 3 },
  });
});

it.each([
  ['own', ['s0', 's1']],
  ['own', ['s1']],
  ['refreshed', ['r0', 'r1']],
  ['other', ['s0', 'r1']],
  ['other', ['old']],
] as const)('is of %s students where its models are %p', async (whose, names) => {
  expect(await backtestOf(names)).toMatchObject({ whose, fittedCount: whose === 'other' ? null : 3 });
});

it('says whether its rows are those of the page', async () => {
  expect((await backtestOf(['s0'])).sameData).toBe(true);
  expect((await backtestOf(['s0'], 'e'.repeat(64))).sameData).toBe(false);
});
