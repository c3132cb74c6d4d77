import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { temporaryFolder } from '@tsdistill/testing';
import { type EchoMetadata, ECHO, writeEcho } from '../testing/echo-export';
import { ForecastError, type Forecaster, loadForecaster } from './index';

const root = temporaryFolder();
let count = 0;

/** A forecaster whose graph forecasts the past that it is fed. */
async function load(metadata: EchoMetadata = {}): Promise<Forecaster> {
  return loadForecaster(writeEcho(join(root, String(count++)), metadata));
}

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const hours = (length: number) => Array.from({ length }, (_, hour) => `2024-01-01 0${hour}:00`);
const HISTORY = { timestamps: hours(4), values: { load: [9, 1, 2, 3], price: [9, -5, 0.5, 40], other: [] } };

it('gives back the newest rows of the history in raw units, dated behind them', async () => {
  const forecaster = await load();
  const { timestamps, values, intervals } = await forecaster.forecast(HISTORY);
  expect(timestamps).toEqual(['2024-01-01T04:00:00Z', '2024-01-01T05:00:00Z', '2024-01-01T06:00:00Z']);
  const close = (numbers: readonly number[]) => numbers.map((value) => expect.closeTo(value, 4) as number);
  expect(values).toEqual({ load: close([1, 2, 3]), price: close([-5, 0.5, 40]) });
  expect(intervals).toEqual([]);
});

it('says what it reads', async () => {
  const channels = { ...ECHO.channels, known: ['promo', 'hour.sin', 'hour.cos'] };
  const {
    lookback,
    horizon,
    frequency,
    timezone,
    series,
    channels: read,
  } = await load({ channels, calendar: ['hour'] });
  expect({ lookback, horizon, frequency, timezone, series }).toEqual({
    ...{ lookback: 3, horizon: 3, frequency: 'PT1H', timezone: 'UTC', series: [] },
  });
  expect(read).toEqual({ target: ['load', 'price'], past: [], known: ['promo'], static: [] });
});

it('puts half widths around the standardized forecast, so that bounds follow the transform and stop at the floor', async () => {
  const scaler = {
    kind: 'standard',
    scope: 'global',
    transform: ['log1p', 'none'],
    floor: 0,
    shift: [[1, 0]],
    scale: [[2, 8]],
  };
  const halfWidth = [
    [0.25, 1],
    [0.5, null],
    [100, 2],
  ];
  const forecaster = await load({ scaler: scaler as never, intervals: [{ level: 0.9, halfWidth }] });
  const values = { load: [1, 2, 3], price: [16, 16, 4] };
  const { intervals } = await forecaster.forecast({ timestamps: hours(3), values });
  const [{ level, lower, upper }] = intervals as [(typeof intervals)[number]];
  expect(level).toBe(0.9);
  // log1p(1) ± 2 · 0.25, back by expm1
  expect(lower['load']![0]).toBeCloseTo(Math.expm1(Math.log(2) - 0.5), 4);
  expect(upper['load']![0]).toBeCloseTo(Math.expm1(Math.log(2) + 0.5), 4);
  expect(lower['load']![2]).toBe(0);
  expect(lower['price']).toEqual([expect.closeTo(8, 4), 0, 0]);
  expect(upper['price']).toEqual([expect.closeTo(24, 4), Infinity, expect.closeTo(20, 4)]);
});

it('takes the scale of the series that is named', async () => {
  const scaler = { kind: 'standard', scope: 'series', shift: [[0, 0], [5, 5]], scale: [[1, 1], [1000, 1]] } as const; // prettier-ignore
  const intervals = [{ level: 0.5, halfWidth: [1, 1, 1].map(() => [1, 1]) }];
  const forecaster = await load({ scaler, series: ['north', 'south'], intervals });
  const upper = async (series: string) =>
    (await forecaster.forecast(HISTORY, { series })).intervals[0]!.upper['load']![0];
  expect(await upper('north')).toBeCloseTo(2, 4);
  expect(await upper('south')).toBeCloseTo(1001, 2);
});

it('loads from a handler of tfjs too, and frees what it held', async () => {
  const before = tf.memory().numTensors;
  const forecaster = await loadForecaster(tf.io.fromMemory(echoArtifacts()));
  const { values } = await forecaster.forecast(HISTORY);
  expect(values['load']).toHaveLength(3);
  forecaster.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

function echoArtifacts(): tf.io.ModelArtifacts {
  const folder = writeEcho(join(root, 'memory'));
  const { weightsManifest: _, ...model } = jest.requireActual<tf.io.ModelJSON>(join(folder, 'model.json'));
  return { ...model, weightSpecs: [], weightData: new ArrayBuffer(0) };
}

const NAN = { ...HISTORY, values: { ...HISTORY.values, load: [1, NaN, 2, null as unknown as number] } };
const KNOWN = { channels: { ...ECHO.channels, known: ['promo'] } };
const withPromo = { ...HISTORY, values: { ...HISTORY.values, promo: [0, 0, 1, 1] } };

it.each<[string, EchoMetadata, Parameters<Forecaster['forecast']>, string]>([
  [
    'a short history',
    {},
    [{ timestamps: hours(2), values: {} }],
    'The history has 2 rows, but the model looks back 3.',
  ],
  [
    'a missing channel',
    {},
    [{ ...HISTORY, values: { load: [1, 2, 3, 4] } }],
    'There is no channel "price" (target) in the history; there is load.',
  ],
  [
    'a channel of another length',
    {},
    [{ ...HISTORY, values: { ...HISTORY.values, price: [1, 2, 3] } }],
    'Channel "price" of the history has 3 values, but 4 are needed.',
  ],
  [
    'values that are missing',
    {},
    [NAN],
    'Channel "load" of the history is NaN at 2024-01-01T01:00:00Z (2 such values).',
  ],
  [
    'another frequency',
    { frequency: 'PT30M' },
    [HISTORY],
    'From row 1 of the history (2024-01-01T01:00:00Z) to the next (2024-01-01T02:00:00Z) is not one step of PT30M.',
  ],
  [
    'a future of which too little is known',
    KNOWN,
    [withPromo, { known: { promo: [1] } }],
    'Channel "promo" of the horizon has 1 value, but 3 are needed.',
  ],
  [
    'a future of which nothing is known',
    KNOWN,
    [withPromo],
    'There is no channel "promo" (known) in the horizon; there is none.',
  ],
  [
    'no features',
    { channels: { ...ECHO.channels, static: ['area'] } },
    [HISTORY, { static: { size: 1 } }],
    'There is no channel "area" (static) in the features; there is size.',
  ],
  [
    'a value without a logarithm',
    { scaler: { ...ECHO.scaler, transform: ['none', 'log1p'] } },
    [HISTORY],
    'Channel "price" of the history is -5 at 2024-01-01T01:00:00Z, of which there is no log1p.',
  ],
  [
    'a series without a scale',
    { series: ['a', 'b'], scaler: { ...ECHO.scaler, scope: 'series', shift: [[0, 0], [0, 0]], scale: [[1, 1], [1, 1]] } }, // prettier-ignore
    [HISTORY, { series: 'c' }],
    'The model has no scale for a series "c".',
  ],
])('refuses %s, with the numbers', async (_, metadata, given, message) => {
  const forecaster = await load(metadata);
  const error: unknown = await forecaster.forecast(...given).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ForecastError);
  expect((error as ForecastError).message).toBe(message);
  expect((error as ForecastError).hint).not.toBe('');
});

it('refuses a folder without a model, and a model of another program', async () => {
  await expect(loadForecaster(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'FORECAST_SOURCE' });
  const folder = writeEcho(join(root, 'foreign'));
  const { userDefinedMetadata: _, ...model } = jest.requireActual<Record<string, unknown>>(join(folder, 'model.json'));
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
  const problem = 'its metadata have no lookback, horizon, channels, frequency, scaler';
  await expect(loadForecaster(folder)).rejects.toThrow(`${folder} holds no exported forecaster: ${problem}.`);
});
