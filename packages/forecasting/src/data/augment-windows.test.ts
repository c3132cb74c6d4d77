import { AUGMENTATIONS, openDataset, PipelineError, type Recipes } from '@tsdistill/contracts';
import {
  PANEL,
  panelKnown,
  panelPast,
  panelStatic,
  panelValue,
  temporaryFolder,
  writePanelDataset,
} from '@tsdistill/testing';
import fc from 'fast-check';
import { augmentedWindows, augmentPast, type Recipe } from './augment-windows';
import { drawRecipes } from './draw-recipes';
import { normalNumbers } from './normal-numbers';
import { loadWindowData, selectWindows, type WindowData } from './windows';

const [LOOKBACK, WIDTH] = [5, PANEL.target.length];
const ALL = { copies: 3, jitter: 0.1, scaling: 0.2, mixup: 0.5, otherSeries: true };
const folder = temporaryFolder();
let data: WindowData;

beforeAll(async () => {
  await writePanelDataset(folder);
  data = loadWindowData(openDataset(folder), { known: ['ramp'] });
});

const recipe = (kind: Recipe['kind'], more: Partial<Recipe> = {}): Recipe => ({
  kind,
  seed: 11,
  amount: 0.3,
  rotation: 0,
  ...more,
});

describe('a made past', () => {
  const values = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 24, maxLength: 24 });
  const recipes = fc.record({
    kind: fc.constantFrom(...AUGMENTATIONS),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    amount: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    rotation: fc.integer({ min: 0, max: 2 }),
  });

  // 24 values are 8 rows of 3 channels; the newest rows of a long lookback are all rows of a short one.
  it('is the same in the rows that two lookbacks share, whatever the recipe', () => {
    fc.assert(
      fc.property(recipes, values, values, fc.integer({ min: 1, max: 7 }), (made, left, right, rows) => {
        const [base, partner] = [Float32Array.from(left), Float32Array.from(right)];
        const newest = (all: Float32Array) => all.slice(-3 * rows);
        expect(augmentPast(made, newest(base), newest(partner), 3)).toEqual(
          newest(augmentPast(made, base, partner, 3)),
        );
      }),
    );
  });

  it('changes neither base nor partner', () => {
    const [base, partner] = [Float32Array.from([1, 2, 3, 4]), Float32Array.from([5, 6, 7, 8])];
    for (const kind of AUGMENTATIONS) augmentPast(recipe(kind), base, partner, 2);
    expect([[...base], [...partner]]).toEqual([[1, 2, 3, 4], [5, 6, 7, 8]]); // prettier-ignore
  });
});

it('jitter adds N(0, amount) to each value, the newest row drawn first', () => {
  const next = normalNumbers(11);
  const [newest, older] = [[next(), next()], [next(), next()]]; // prettier-ignore
  const past = augmentPast(recipe('jitter'), Float32Array.from([1, 2, 3, 4]), new Float32Array(4), 2);
  [...older, ...newest].forEach((noise, i) => expect(past[i]).toBeCloseTo(i + 1 + 0.3 * noise, 5));
  const much = augmentPast(recipe('jitter'), new Float32Array(20_000), new Float32Array(20_000), 4);
  expect(Math.sqrt(much.reduce((sum, value) => sum + value ** 2, 0) / much.length)).toBeCloseTo(0.3, 2);
});

// Differences to the newest row grow by one factor a channel: the ratio is the same in every row.
it('scaling keeps the newest row and stretches each channel around it by one factor, exp(N(0, amount))', () => {
  const base = Float32Array.from([4, 1, 7, -2, 5, 3]);
  const past = augmentPast(recipe('scaling'), base, new Float32Array(6), 2);
  expect([past[4], past[5]]).toEqual([5, 3]);
  const ratio = (i: number, last: number) => (past[i]! - past[last]!) / (base[i]! - base[last]!);
  expect(ratio(0, 4)).toBeCloseTo(ratio(2, 4), 5);
  expect(ratio(1, 5)).toBeCloseTo(ratio(3, 5), 5);
  const logarithms = Array.from({ length: 4000 }, (_, seed) => {
    const [first = 0] = augmentPast(recipe('scaling', { seed }), Float32Array.of(1, 0), new Float32Array(2), 1);
    return Math.log(first);
  });
  const sd = Math.sqrt(logarithms.reduce((sum, value) => sum + value ** 2, 0) / logarithms.length);
  expect(sd).toBeCloseTo(0.3, 1);
  expect(logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length).toBeCloseTo(0, 1);
});

it('mixup weighs base and partner, other-series turns the channels of the partner', () => {
  const [base, partner] = [Float32Array.from([0, 8, 4, 0, 0, 0]), Float32Array.from([4, 0, 0, 1, 2, 3])];
  expect([...augmentPast(recipe('mixup', { amount: 0.25 }), base, partner, 3)]).toEqual([3, 2, 1, 0.75, 1.5, 2.25]);
  expect([...augmentPast(recipe('other-series', { rotation: 1 }), base, partner, 3)]).toEqual([0, 0, 4, 2, 3, 1]);
  expect([...augmentPast(recipe('other-series'), base, partner, 3)]).toEqual([...partner]);
});

describe('made windows', () => {
  const recipesOf = (rows: readonly Partial<Record<keyof Recipes, number>>[]): Recipes => {
    const column = (name: keyof Recipes) => Int32Array.from(rows, (row) => row[name] ?? 0);
    return {
      ...{ series: column('series'), origin: column('origin'), seed: column('seed'), rotation: column('rotation') },
      ...{ partnerSeries: column('partnerSeries'), partnerOrigin: column('partnerOrigin') },
      kind: Int8Array.from(column('kind')),
      amount: Float32Array.from(rows, ({ amount = 0 }) => amount),
    };
  };

  it('read base and partner where the recipe says, and the known channels of the base', () => {
    const made = recipesOf([{ series: 1, origin: 30, kind: 2, amount: 0.5, partnerSeries: 2, partnerOrigin: 20 }]);
    const windows = augmentedWindows(data, made, LOOKBACK);
    const [past, known] = [new Float32Array(1 + LOOKBACK * WIDTH), new Float32Array(LOOKBACK + PANEL.horizon)];
    windows.copyPast(0, past, 1);
    past.subarray(1).forEach((value, i) => {
      const [step, channel] = [Math.floor(i / WIDTH), i % WIDTH];
      const [left, right] = [panelValue(1, 25 + step, channel), panelValue(2, 15 + step, channel)];
      expect(value).toBeCloseTo((left + right) / 2, 4);
    });
    windows.copyKnown(0, known, 0);
    known.forEach((value, i) => expect(value).toBeCloseTo(panelKnown(1, 25 + i, 0), 5));
    expect([[...windows.series], [...windows.origin], past[0]]).toEqual([[1], [30], 0]);
    expect(() => windows.copyTarget(0, past, 0)).toThrow('an augmented window has no truth');
  });

  it('take past covariates the way of the past, and static features of the base', async () => {
    const rich = temporaryFolder();
    await writePanelDataset(rich, { covariates: true });
    const all = loadWindowData(openDataset(rich), { past: ['wind'], static: ['area'] });
    const place = { series: 1, origin: 30, amount: 0.25, partnerSeries: 2, partnerOrigin: 20 };
    const made = recipesOf([0, 1, 2, 3].map((kind) => ({ ...place, kind })));
    const windows = augmentedWindows(all, made, LOOKBACK);
    const shares = [1, 1, 0.25, 0];
    shares.forEach((share, index) => {
      const [past, statics] = [new Float32Array(1 + LOOKBACK), new Float32Array(2)];
      windows.copyCovariates(index, past, 1);
      past.subarray(1).forEach((value, step) => {
        const [base, partner] = [panelPast(1, 25 + step, 1), panelPast(2, 15 + step, 1)];
        expect(value).toBeCloseTo(share * base + (1 - share) * partner, 4);
      });
      windows.copyStatic(index, statics, 1);
      expect(statics[1]).toBeCloseTo(panelStatic(1, 0), 5);
    });
  });

  it('leave out what a long lookback does not reach, in base or partner, and say which rows they are', () => {
    const rows = [[9, 9], [10, 9], [9, 10], [10, 10]].map(([origin, partnerOrigin]) => ({ origin, partnerOrigin })); // prettier-ignore
    const rowsFor = (lookback: number) => [...augmentedWindows(data, recipesOf(rows as never), lookback).row];
    expect([rowsFor(9), rowsFor(10), rowsFor(11)]).toEqual([[0, 1, 2, 3], [3], []]);
  });

  it('give a student of another lookback the same newest rows', () => {
    const train = selectWindows(data, 'train', 8);
    const made = drawRecipes(train, WIDTH, ALL, 4);
    const [long, short] = [augmentedWindows(data, made, 8), augmentedWindows(data, made, 3)];
    const [longPast, shortPast] = [new Float32Array(8 * WIDTH), new Float32Array(3 * WIDTH)];
    expect(long.count).toBe(made.kind.length);
    for (let index = 0; index < long.count; index++) {
      long.copyPast(index, longPast, 0);
      short.copyPast(index, shortPast, 0);
      expect([...shortPast]).toEqual([...longPast.subarray(5 * WIDTH)]);
    }
  });
});

describe('recipes', () => {
  const draw = (options: object, seed = 0, width = WIDTH) =>
    drawRecipes(selectWindows(data, 'train', LOOKBACK), width, { copies: 1, ...options }, seed);
  const rowsOf = (made: Recipes) =>
    Array.from(made.kind, (kind, row) => ({
      kind: AUGMENTATIONS[kind],
      base: [made.series[row], made.origin[row]],
      partner: [made.partnerSeries[row], made.partnerOrigin[row]],
      amount: made.amount[row]!,
      rotation: made.rotation[row]!,
      seed: made.seed[row]!,
    }));

  it('are `copies` for each window, the ways in turn and none beside those named', () => {
    const train = selectWindows(data, 'train', LOOKBACK);
    const rows = rowsOf(draw({ copies: 2, jitter: 0.1, mixup: 1, otherSeries: true }));
    expect(rows.map(({ base }) => base)).toEqual(
      Array.from(train.series, (s, i) => [s, train.origin[i]]).flatMap((key) => [key, key]),
    );
    expect(rows.slice(0, 6).map(({ kind }) => kind)).toEqual(
      ['jitter', 'mixup', 'mixup', 'other-series', 'other-series', 'jitter'], // prettier-ignore
    );
    expect(new Set(rowsOf(draw({ scaling: 0.2 })).map(({ kind }) => kind))).toEqual(new Set(['scaling']));
  });

  it('have train windows as partners: any for mixup, one of another series, themselves else', () => {
    const train = selectWindows(data, 'train', LOOKBACK);
    const keys = new Set(Array.from(train.series, (s, i) => `${s},${train.origin[i]}`));
    const rows = rowsOf(draw({ ...ALL, copies: 8 }));
    for (const { kind, base, partner, amount, rotation } of rows) {
      expect(keys).toContain(partner.join());
      if (kind === 'jitter' || kind === 'scaling') expect(partner).toEqual(base);
      if (kind === 'other-series') expect(partner[0]).not.toBe(base[0]);
      const expected = { jitter: 0.1, scaling: 0.2, 'other-series': 0 }[kind as 'jitter'];
      if (expected !== undefined) expect(amount).toBeCloseTo(expected, 6);
      expect(rotation).toBe(0);
    }
    const mixed = rows.filter(({ kind }) => kind === 'mixup');
    expect(new Set(mixed.map(({ partner }) => partner.join())).size).toBeGreaterThan(60);
  });

  // Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)).
  it.each([1, 0.5, 0.2, 0.01])('mix by weights from Beta(a, a), for a = %p', (a) => {
    const weights = rowsOf(draw({ copies: 100, mixup: a })).map(({ amount }) => amount);
    expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1 / (4 * (2 * a + 1)))).toBeLessThan(0.01);
  });

  it('turn the channels where there is one series, by every step but none', () => {
    const one = { series: new Int32Array(200), origin: Int32Array.from({ length: 200 }, (_, i) => 10 + i) };
    const made = drawRecipes(one, 4, { copies: 1, otherSeries: true }, 0);
    expect(new Set(made.rotation)).toEqual(new Set([1, 2, 3]));
    expect([made.partnerSeries, made.partnerOrigin]).toEqual([one.series, one.origin]);
  });

  it('are refused for other series where there is one of one channel; two channels just do', () => {
    const one = { series: new Int32Array(7), origin: new Int32Array(7).fill(9) };
    expect(drawRecipes(one, 2, { copies: 1, otherSeries: true }, 0).rotation).toEqual(new Int32Array(7).fill(1));
    const refused = () => drawRecipes(one, 1, { copies: 1, otherSeries: true }, 0);
    expect(refused).toThrow(PipelineError);
    expect(refused).toThrow('the 7 train windows forecast together are of one series with one channel');
  });

  it('are the same for a seed, others for another, with a noise of its own in every row', () => {
    expect(draw({ ...ALL }, 3)).toEqual(draw({ ...ALL }, 3));
    expect(draw({ ...ALL }, 4)).not.toEqual(draw({ ...ALL }, 3));
    const { seed } = draw({ ...ALL });
    expect(new Set(seed).size).toBe(seed.length);
  });
});
