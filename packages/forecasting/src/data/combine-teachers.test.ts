import { join } from 'node:path';
import { openDataset, openSoftTargets, type SoftTargets } from '@tsdistill/contracts';
import {
  PANEL,
  panelObserved,
  panelOrigins,
  type PanelTeacher,
  panelValue,
  temporaryFolder,
  writePanelDataset,
  writePanelTeacher,
} from '@tsdistill/testing';
import type { CombineConfig } from './combine-config';
import { combineTeachers } from './combine-teachers';
import { weightShares } from './teacher-weights';
import { loadWindowData, type WindowData } from './windows';

const [HORIZON, WIDTH] = [PANEL.horizon, PANEL.target.length];
const SIZE = HORIZON * WIDTH;
const root = temporaryFolder();
let data: WindowData;
let masked: WindowData;
const opened: SoftTargets[] = [];
let written = 0;

beforeAll(async () => {
  await writePanelDataset(join(root, 'dataset'));
  await writePanelDataset(join(root, 'masked'), { masked: true });
  data = loadWindowData(openDataset(join(root, 'dataset')));
  masked = loadWindowData(openDataset(join(root, 'masked')));
});
afterAll(() => opened.forEach((teacher) => teacher.close()));

/** How far a teacher is from the truth at one step and channel. */
type Miss = (step: number, channel: number, series: number, row: number) => number;

const held = [...panelOrigins('train'), ...panelOrigins('validation')];
const [SERIES, ORIGIN] = held[5]!;

async function teacher(miss: Miss, changed: Partial<PanelTeacher> = {}): Promise<SoftTargets> {
  const folder = join(root, `teacher${written++}`);
  const forecast: PanelTeacher['forecast'] = (series, row, channel, origin) =>
    panelValue(series, row, channel) + miss(row - origin, channel, series, row);
  const { fingerprint } = openDataset(join(root, 'dataset'));
  await writePanelTeacher(folder, { dataset: fingerprint, origins: held, unit: 'raw', forecast, ...changed });
  const soft = openSoftTargets(folder);
  opened.push(soft);
  return soft;
}

/** How far the combination is from the truth at one window, [H, C]. */
function missOf(teachers: readonly SoftTargets[], combine: CombineConfig, from = data, [series, origin] = held[5]!) {
  const out = new Float32Array(SIZE + 1).fill(7);
  expect(combineTeachers(teachers, combine, from).read(series, origin, out, 1)).toBe(true);
  expect(out[0]).toBe(7);
  return Array.from(out.subarray(1), (value, i) => {
    const miss = value - panelValue(series, origin + Math.floor(i / WIDTH), i % WIDTH);
    return Math.round(1e3 * miss) / 1e3 + 0;
  });
}

const everywhere = (value: number) => Array<number>(SIZE).fill(value);
const by = (per: 'model' | 'channel' | 'step') => ({ by: 'validation' as const, per });
const stacked = (per: 'model' | 'channel' | 'step') => ({ by: 'stacking' as const, per });

it('is the mean of the teachers, each brought to standardized units', async () => {
  const teachers = [await teacher(() => 1), await teacher(() => 4, { unit: 'standardized' })];
  expect(missOf(teachers, 'mean')).toEqual(everywhere(2.5));
});

it('is the middle one of three, and half way between the middle two of four', async () => {
  const [a, b, c, d] = await Promise.all([3, -50, 1, 2].map((value) => teacher(() => value)));
  expect(missOf([a!, b!, c!], 'median')).toEqual(everywhere(1));
  expect(missOf([a!, b!, c!, d!], 'median')).toEqual(everywhere(1.5));
  expect(missOf([a!], 'median')).toEqual(everywhere(3));
});

it('takes the median of each value by itself', async () => {
  const misses: Miss[] = [(step) => step, () => 1, (_, channel) => 2 - 2 * channel];
  // Steps 0, 1, 2 of channel 0 hear {0, 1, 2}, {1, 1, 2}, {2, 1, 2}; of channel 1 {0, 1, 0}, {1, 1, 0}, {2, 1, 0}.
  expect(missOf(await Promise.all(misses.map((miss) => teacher(miss))), 'median')).toEqual([1, 0, 1, 1, 2, 1]);
});

// mse 1 and 4 give the weights 4/5 and 1/5.
it('weighs a teacher that misses by 2 a quarter of one that misses by 1', async () => {
  expect(missOf([await teacher(() => 1), await teacher(() => -2)], by('model'))).toEqual(everywhere(0.4));
});

it('weighs teachers by channel, or by step, where it is told to', async () => {
  const byChannel = [await teacher((_, c) => [1, 3][c]!), await teacher((_, c) => [-2, -1][c]!)];
  expect(missOf(byChannel, by('channel'))).toEqual([0.4, -0.6, 0.4, -0.6, 0.4, -0.6]);
  const byStep = [await teacher((h) => [1, 3, 1][h]!), await teacher((h) => [-2, -1, -1][h]!)];
  expect(missOf(byStep, by('step'))).toEqual([0.4, 0.4, -0.6, -0.6, 0, 0]);
});

// Misses of 1 and -2 cancel where the first has two thirds of the weight; of two that miss the same way, the better is heard alone.
it('stacks teachers so that what they miss cancels, as far as it can', async () => {
  expect(missOf([await teacher(() => 1), await teacher(() => -2)], stacked('model'))).toEqual(everywhere(0));
  expect(missOf([await teacher(() => 1), await teacher(() => 2)], stacked('model'))).toEqual(everywhere(1));
  const byChannel = [await teacher((_, c) => [1, 3][c]!), await teacher((_, c) => [-2, 1][c]!)];
  expect(missOf(byChannel, stacked('channel'))).toEqual([0, 1, 0, 1, 0, 1]);
  const byStep = [await teacher((h) => [1, 3, 1][h]!), await teacher((h) => [-2, 1, -1][h]!)];
  expect(missOf(byStep, stacked('step'))).toEqual([0, 0, 1, 1, 0, 0]);
});

it('says what each has of the weights: one part, or its mean and range over channels or steps', async () => {
  const sharesOf = (teachers: readonly SoftTargets[], combine: CombineConfig) =>
    combineTeachers(teachers, combine, data).shares.map(({ mean, least, most }) =>
      [mean, least, most].map((share) => Math.round(1e3 * share) / 1e3),
    );
  const same = [await teacher(() => 1), await teacher(() => -2)];
  expect(sharesOf(same, by('model'))).toEqual([Array(3).fill(0.8), Array(3).fill(0.2)]);
  expect(sharesOf(same, 'mean')).toEqual([Array(3).fill(0.5), Array(3).fill(0.5)]);
  // 4/5 and 1/5 of channel 0, 1/10 and 9/10 of channel 1.
  const byChannel = [await teacher((_, c) => [1, 3][c]!), await teacher((_, c) => [-2, -1][c]!)];
  expect(sharesOf(byChannel, by('channel'))).toEqual([
    [0.45, 0.1, 0.8],
    [0.55, 0.2, 0.9],
  ]);
});

// 720 steps of the 321 channels of electricity.
it('says it of windows with hundreds of thousands of elements too', () => {
  const [light, heavy] = [1, 3].map((weight) => new Float64Array(720 * 321).fill(weight));
  const everywhere = (share: number) => ({ mean: share, least: share, most: share });
  expect(weightShares([light!, heavy!])).toEqual([everywhere(0.25), everywhere(0.75)]);
});

it('gives a window to the teacher that alone covers it, even where stacking does without that one', async () => {
  const rest = held.filter(([s, o]) => s !== SERIES || o !== ORIGIN);
  const pair = [await teacher(() => 1, { origins: rest }), await teacher(() => 2)];
  expect(missOf(pair, stacked('model'))).toEqual(everywhere(2));
});

it('measures on validation alone: what a teacher says of train windows changes no weight', async () => {
  const isTrain = (series: number, row: number) => row < [24, 42, 30][series]!;
  const honest = await teacher((_h, _c, series, row) => (isTrain(series, row) ? 100 : 1));
  expect(missOf([honest, await teacher(() => -1)], by('model'), data, held.at(-1))).toEqual(everywhere(0));
});

it('leaves missing values out of what it measures', async () => {
  // Both are right where something was observed; the second is wild elsewhere.
  const wild: Miss = (_h, channel, series, row) => (panelObserved(series, row, channel) ? 1 : 1000);
  const [a, b] = [await teacher(() => -1), await teacher(wild)];
  const [series, origin] = held[5]!;
  const expected = everywhere(0).map((_, i) =>
    panelObserved(series, origin + Math.floor(i / WIDTH), i % WIDTH) ? 0 : 499.5,
  );
  expect(missOf([a, b], by('model'), masked)).toEqual(expected);
});

it('hears a perfect teacher alone', async () => {
  expect(missOf([await teacher(() => 0), await teacher(() => 5)], by('model'))).toEqual(everywhere(0));
});

it('gives a window that some teachers cover to those, with their weights, and says where there is none', async () => {
  const rest = held.filter(([s, o]) => s !== SERIES || o !== ORIGIN);
  const [a, b] = [await teacher(() => 1), await teacher(() => -2)];
  const absent = await teacher(() => 1000, { origins: rest });
  expect(missOf([a, b, absent], by('model'))).toEqual(everywhere(0.4));
  expect(missOf([a, b, absent], 'mean')).toEqual(everywhere(-0.5));
  expect(missOf([a, b, absent], 'median')).toEqual(everywhere(-0.5));
  const out = new Float32Array(SIZE).fill(3);
  for (const combine of ['mean', 'median', by('step')] as const)
    expect(combineTeachers([absent], combine, data).read(SERIES, ORIGIN, out, 0)).toBe(false);
  expect(out.every(Number.isFinite)).toBe(true);
});

it('measures on the windows that all cover, and names the teacher that covers fewest where there is none', async () => {
  const validation = panelOrigins('validation');
  const half = validation.length / 2;
  const [first, second] = [validation.slice(0, half), validation.slice(half - 1)];
  // The one window that both cover: there the first misses by 1, elsewhere by 100.
  const [s, o] = validation[half - 1]!;
  const onlyThere: Miss = (h, _c, series, row) => (series === s && row - h === o ? 1 : 100);
  const pair = [await teacher(onlyThere, { origins: first }), await teacher(() => -2, { origins: second })];
  expect(missOf(pair, by('model'), data, [s, o])).toEqual(everywhere(0.4));
  const apart = [pair[0]!, await teacher(() => 0, { origins: validation.slice(half + 2) })];
  expect(() => combineTeachers(apart, by('model'), data)).toThrow(
    expect.objectContaining({
      code: 'COMBINE_WITHOUT_VALIDATION',
      message: `Teachers are to be weighted by their validation error, but no validation window is covered by all of them; ${apart[1]!.artifact.folder} covers ${half - 2} of ${validation.length}.`,
    }),
  );
});

it('needs no validation where there is nothing to weigh', async () => {
  const alone = await teacher(() => 1, { origins: panelOrigins('train') });
  expect(missOf([alone], by('model'))).toEqual(everywhere(1));
  expect(missOf([alone, await teacher(() => 2)], 'mean')).toEqual(everywhere(1.5));
});
