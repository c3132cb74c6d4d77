import fc from 'fast-check';
import type { Scaler } from '../schemas/common';
import { scaleOf, standardize, standardizedFloor, standardizeForecast, toRaw } from './standardize';

/** Three channels, a scaler for each of two series. */
const SCALER: Scaler = {
  kind: 'standard',
  scope: 'series',
  transform: ['none', 'log1p', 'sqrt'],
  shift: [
    [10, 1, 2],
    [-4, 0.5, 1],
  ],
  scale: [
    [2, 0.5, 4],
    [8, 2, 0.25],
  ],
};

it('takes the transform first, then shift and scale of the series', () => {
  const raw = Float32Array.of(14, Math.E - 1, 9, 6, Math.E ** 2 - 1, 100);
  expect([...standardize(raw, SCALER, 0)]).toEqual([2, 0, 0.25, -2, 2, 2].map((value) => expect.closeTo(value, 5)));
  expect([...standardize(raw, SCALER, 1)]).toEqual(
    [2.25, 0.25, 8, 1.25, 0.75, 36].map((value) => expect.closeTo(value, 4)),
  );
});

it('has one row for all series with a global scope', () => {
  const scaler: Scaler = { ...SCALER, scope: 'global' };
  expect(standardize(Float32Array.of(14, 0, 4), scaler, 1)).toEqual(standardize(Float32Array.of(14, 0, 4), SCALER, 0));
});

it('comes back from where it went, for any raw value that the transform takes', () => {
  const count = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(count, count, fc.integer({ min: 0, max: 1 }), (value, other, series) => {
      const { standardize: there, toRaw: back } = scaleOf(SCALER, series);
      [value - other, value, other].forEach((raw, channel) =>
        expect(Math.abs(back(there(raw, channel), channel) - raw) / (1 + Math.abs(raw))).toBeLessThan(1e-9),
      );
    }),
  );
});

// A forecast may lie where no raw value leads: the root of nothing is below 0.
it('takes a standardized value below every root for the raw value 0', () => {
  expect([...toRaw(Float32Array.of(0, 0, -3), SCALER, 0)]).toEqual([10, expect.closeTo(Math.E - 1, 5), 0]);
});

it('is not finite where a transform has no value, and only there', () => {
  const { standardize: there } = scaleOf(SCALER, 0);
  const isFinite = (raw: number) => [0, 1, 2].map((channel) => Number.isFinite(there(raw, channel)));
  expect([isFinite(-0.999), isFinite(-1), isFinite(0)]).toEqual([
    [true, true, false],
    [true, false, false],
    [true, true, true],
  ]);
});

it('has the floor of each series in its own scale, and none without one', () => {
  expect(standardizedFloor(SCALER, 0)).toBeUndefined();
  expect([...standardizedFloor({ ...SCALER, floor: 0 }, 0)!]).toEqual([-5, -2, -0.5]);
  expect([...standardizedFloor({ ...SCALER, floor: 0 }, 1)!]).toEqual([0.5, -0.25, -4]);
});

it('has no floor in a channel whose transform never comes so low', () => {
  const floor = standardizedFloor({ ...SCALER, floor: -5 }, 0)!;
  expect(floor[0]).toBe(-7.5);
  for (const value of floor.subarray(1)) expect([Number.isFinite(value), value < -1e38]).toEqual([true, true]);
});

it.each(['raw', 'standardized'] as const)('raises a %s forecast to the floor', (unit) => {
  const scaler = { ...SCALER, floor: 3 };
  const raw = Float32Array.of(2, 5, 1, 4, -7, 16);
  const forecast = unit === 'raw' ? raw : Float32Array.of(-4, (Math.log(6) - 1) / 0.5, -0.25, -3, -9, 0.5);
  const raised = [3, 5, 3, 4, 3, 16].map((value, i) => scaleOf(scaler, 0).standardize(value, i % 3));
  expect([...standardizeForecast(forecast, unit, { scaler, series: 0 })]).toEqual(
    raised.map((value) => expect.closeTo(value, 5)),
  );
});
