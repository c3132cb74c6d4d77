import type { Transform } from '@tsdistill/contracts';
import { fitScaler, type ScalerSettings } from './fit-scaler';
import type { RangeValues } from './range-values';

/** Train rows of some series, each a list of rows. */
function trainRows(...series: readonly (readonly (readonly number[])[])[]): RangeValues {
  return {
    width: series[0]![0]!.length,
    rowCounts: series.map((rows) => rows.length),
    *blocks(index) {
      for (const row of series[index] ?? []) yield Float32Array.from(row);
    },
  };
}

const settings = (
  kind: ScalerSettings['kind'],
  scope: ScalerSettings['scope'] = 'global',
  ...transform: Transform[]
) => ({
  kind,
  scope,
  transform,
});

const TWO = trainRows(
  [
    [1, 10],
    [2, 10],
    [4, 10],
    [8, NaN],
    [16, 10],
  ],
  [
    [100, 0],
    [300, 7],
  ],
);

// By hand; quartiles of 1 2 4 8 16 100 300: 3, 8, 58.
it.each([
  ['none', [[0, 0]], [[1, 1]]],
  ['robust', [[8, 10]], [[55, 2.25]]],
  ['min-max', [[1, 0]], [[299, 10]]],
] as const)('fits %s over all series', (kind, shift, scale) => {
  const fitted = fitScaler(TWO, settings(kind));
  expect(fitted).toMatchObject({ shift, scale, constant: [[]], unobserved: [[]] });
});

it.each([
  ['standard', { shift: 6.2, scale: Math.sqrt(29.76) }, { shift: [200, 3.5], scale: [100, 3.5] }],
  ['robust', { shift: 4, scale: 6 }, { shift: [200, 3.5], scale: [100, 3.5] }],
  ['min-max', { shift: 1, scale: 15 }, { shift: [100, 0], scale: [200, 7] }],
] as const)('fits %s to each series, and scales a constant by 1', (kind, first, second) => {
  const fitted = fitScaler(TWO, settings(kind, 'series'));
  expect(fitted.shift[0]).toEqual([expect.closeTo(first.shift, 12), 10]);
  expect(fitted.scale[0]).toEqual([expect.closeTo(first.scale, 12), 1]);
  expect(fitted.constant).toEqual([[1], []]);
  expect({ shift: fitted.shift[1], scale: fitted.scale[1] }).toEqual(second);
});

it('fits after the transform: the mean of ln(1 + x) and of roots', () => {
  const values = trainRows([
    [0, 4],
    [Math.E - 1, 16],
  ]);
  const { shift, scale } = fitScaler(values, settings('standard', 'global', 'log1p', 'sqrt'));
  expect(shift[0]![0]).toBeCloseTo(0.5, 7);
  expect(scale[0]![0]).toBeCloseTo(0.5, 7);
  expect([shift[0]![1], scale[0]![1]]).toEqual([3, 1]);
  expect(fitScaler(values, settings('standard', 'global', 'none', 'sqrt')).shift[0]![0]).toBeCloseTo(
    (Math.E - 1) / 2,
    7,
  );
});

it('keeps a constant a constant after a transform', () => {
  const rows = Array.from({ length: 1000 }, () => [0.1]);
  expect(fitScaler(trainRows(rows), settings('standard', 'global', 'log1p')).scale).toEqual([[1]]);
});

it.each(['standard', 'robust', 'min-max'] as const)(
  'names what %s cannot be fitted to: a channel that is never observed',
  (kind) => {
    const values = trainRows(
      [
        [1, NaN],
        [2, NaN],
      ],
      [
        [NaN, 3],
        [5, 4],
      ],
    );
    expect(fitScaler(values, settings(kind, 'series')).unobserved).toEqual([[1], []]);
    expect(fitScaler(values, settings(kind)).unobserved).toEqual([[]]);
  },
);
