import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openArtifact, parseJson } from './artifact/open-artifact';
import { backtestColumns, openBacktest } from './artifacts/backtest';
import { openDataset, readOrigins, readSeries, readStatic, selectOrigins, seriesOffsets } from './artifacts/dataset';
import { forecastColumns, openEvaluation } from './artifacts/evaluation';
import { openModel } from './artifacts/model';
import { openSize } from './artifacts/size';
import { checkSoftTargets, openSoftTargets } from './artifacts/soft-targets';
import { checkTuning, openTuning } from './artifacts/tuning';
import { withArrowFile } from './arrow/arrow-file';
import { readTable } from './arrow/read-table';
import { TrainingHistory } from './schemas/model';
import { bestTrial, type TuningTrial } from './schemas/tuning';

// Written once by golden/write-golden.ts. When a test fails here, the code has broken a contract: never write the files anew.
const golden = (name: string) => join(__dirname, '../golden', name);

describe('dataset@1', () => {
  const dataset = openDataset(golden('dataset@1'));
  const { meta } = dataset.manifest;

  it('keeps its fingerprint', () => {
    expect(dataset.fingerprint).toBe('53cc2c641e37569cd9b7e1afc2a0fcd401417f39caebc853502ab2d0c3fad4b4');
    expect(dataset.manifest.config['tags']).toEqual(['ä', '日本']);
  });

  it('keeps its meta data', () => {
    expect(meta.channels).toEqual({
      target: ['load', 'price'],
      past: ['wind'],
      known: ['hour', 'holiday'],
      static: ['area'],
    });
    expect(meta.series.map(({ id, rowCount, observedRowCount }) => [id, rowCount, observedRowCount])).toEqual([
      ['north', 9, 7],
      ['south, "2"', 6, 4],
    ]);
    expect(meta.series[0]).toMatchObject({
      start: '2024-01-01T00:00:00.000Z',
      borders: { train: [0, 3], validation: [3, 5], test: [5, 7] },
    });
    const { frequency, timezone, season, horizon, stride, masked } = meta;
    expect({ frequency, timezone, season, horizon, stride, masked }).toEqual({
      frequency: 'PT1H',
      timezone: 'Europe/Berlin',
      season: 3,
      horizon: 2,
      stride: 1,
      masked: true,
    });
    expect(meta.scaler).toEqual({
      kind: 'standard',
      scope: 'series',
      shift: [
        [11, 1.5],
        [11.5, 2],
      ],
      scale: [
        [0.816496580927726, 1],
        [1.118033988749895, 2.5],
      ],
    });
    expect(meta.policies).toEqual([{ name: 'missing', action: 'linear', count: 1 }]);
    expect(meta.originCounts).toEqual({ train: 3, validation: 1, test: 1, future: 2 });
  });

  it('keeps its series: two of them, future rows with known channels only, one value filled', () => {
    const { timestamp, target, past, known, mask } = readSeries(dataset);
    expect([...seriesOffsets(dataset)]).toEqual([0, 9, 15]);
    expect([timestamp[0], timestamp[8], timestamp[9]]).toEqual([
      BigInt(Date.UTC(2024, 0, 1)),
      BigInt(Date.UTC(2024, 0, 1, 8)),
      BigInt(Date.UTC(2024, 5, 30, 22)),
    ]);
    const north = [10, 0.5, 11, 1.5, 12, 2.5, 13, 3.5, 14, 4.5, 15, 5.5, 16, 6.5, NaN, NaN, NaN, NaN];
    const south = [10, 0.5, 11, 1.5, 12, 2.5, 13, 3.5, NaN, NaN, NaN, NaN];
    expect([...target]).toEqual([...north, ...south]);
    expect([...past]).toEqual([-0, -1, -2, -3, -4, -5, -6, NaN, NaN, -0, -1, -2, -3, NaN, NaN]);
    expect([...known.subarray(0, 6)]).toEqual([0, 1, 1, 1, 2, 1]);
    expect(known).toHaveLength(30);
    expect([...(mask ?? [])]).toEqual([
      1,
      1,
      1,
      0,
      ...Array(10).fill(1),
      0,
      0,
      0,
      0,
      1,
      1,
      1,
      0,
      1,
      1,
      1,
      1,
      0,
      0,
      0,
      0,
    ]);
  });

  it('keeps its origins and static features', () => {
    const origins = readOrigins(dataset);
    expect([...origins.series]).toEqual([0, 1, 1, 0, 0, 0, 1]);
    expect([...origins.origin]).toEqual([1, 1, 2, 3, 5, 7, 4]);
    expect([...selectOrigins(origins, 'future', 4)]).toEqual([5, 6]);
    expect([...readStatic(dataset)]).toEqual([357.5, 41.25]);
  });
});

describe('model@1', () => {
  const model = openModel(golden('model@1'));

  it('keeps what rebuilds it', () => {
    expect(model.manifest.meta).toEqual({ architecture: 'mlp', parameterCount: 10, seed: 7 });
    const { architecture, options, lookback, horizon, unit, quantiles, provenance } = model.description;
    expect({ architecture, options, lookback, horizon, unit, quantiles }).toEqual({
      architecture: 'mlp',
      options: {
        hidden: [3],
        normalisation: 'revin',
        residual: 'seasonal',
        nested: { dropout: 0.1, activation: null },
      },
      lookback: 4,
      horizon: 2,
      unit: 'standardized',
      quantiles: [0.1, 0.5, 0.9],
    });
    expect(provenance).toEqual({
      dataset: '53cc2c641e37569cd9b7e1afc2a0fcd401417f39caebc853502ab2d0c3fad4b4',
      softTargets: ['e'.repeat(64), 'f'.repeat(64)],
      trainedUntil: '2024-06-30T23:00:00.000Z',
      seed: 7,
      bestEpoch: 2,
      validationLoss: 0.25,
    });
  });

  it('keeps its weights: matrix, vector, scalar, none', () => {
    const entries = Object.entries(model.parameters).map(([name, { shape, values }]) => [name, shape, [...values]]);
    expect(entries).toEqual([
      ['layer0/kernel', [2, 3], [0.5, -1, 2.25, 3, Math.fround(1e-30), -0]],
      ['layer0/bias', [3], [1, 2, Math.fround(3.4028234663852886e38)]],
      ['gain', [], [-7]],
      ['unused', [0, 4], []],
    ]);
  });

  it('keeps its history', () => {
    const file = golden('model@1/history.json');
    expect(parseJson(file, readFileSync(file, 'utf8'), TrainingHistory)[1]).toEqual({
      epoch: 2,
      learningRate: 0.005,
      train: { hard: 1.25, soft: 0.25 },
      validation: 0.25,
    });
  });
});

describe('soft-targets@1', () => {
  const softTargets = openSoftTargets(golden('soft-targets@1'));
  afterAll(() => softTargets.close());

  it('keeps its meta data, and belongs to its data set', () => {
    const { dataset: _, ...meta } = softTargets.meta;
    expect(meta).toEqual({
      teacher: 'e'.repeat(64),
      horizon: 2,
      channels: ['load', 'price'],
      unit: 'standardized',
      quantiles: [0.1, 0.9],
      features: [3, 2],
      trainedUntil: '2024-06-30T23:00:00.000Z',
      rowCount: 5,
    });
    expect(() => checkSoftTargets(openDataset(golden('dataset@1')), softTargets)).not.toThrow();
  });

  it('keeps its rows: partial coverage, some in sample, two origins without truth', () => {
    expect([...softTargets.series]).toEqual([1, 0, 0, 0, 1]);
    expect([...softTargets.origin]).toEqual([2, 1, 3, 7, 4]);
    expect([...softTargets.inSample]).toEqual([1, 1, 0, 0, 0]);
    expect([softTargets.rowOf(0, 3), softTargets.rowOf(1, 4), softTargets.rowOf(0, 5)]).toEqual([2, 4, -1]);
  });

  it('keeps its forecasts, quantiles and features', () => {
    const forecast = new Float32Array(8);
    softTargets.readForecast(2, 2, forecast);
    expect([...forecast]).toEqual([8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5]);
    withArrowFile(golden('soft-targets@1/soft-targets.arrow'), (file) => {
      const quantiles = file.column('quantiles', { kind: 'float32-list', width: 8 }).readAll();
      const features = file.column('features', { kind: 'float32-list', width: 6 }).readAll();
      expect([quantiles.length, quantiles[39], features.length, features[29]]).toEqual([40, -39, 30, 29 / 8]);
      expect(file.metadata.get('tsdistill.kind')).toBe('soft-targets');
    });
  });
});

describe('evaluation@1', () => {
  const { manifest } = openArtifact(golden('evaluation@1'), 'evaluation');

  it('keeps its meta data', () => {
    expect(manifest.meta).toEqual({
      split: 'test',
      horizon: 2,
      channels: ['load', 'price'],
      windowCount: 2,
      models: [
        { role: 'student', name: 'mlp', seed: 7 },
        { role: 'baseline', name: 'seasonal-naive', seed: null },
      ],
      outcome: 'helps',
    });
    expect(Object.keys(manifest.inputs)).toEqual(['dataset', 'softTargets', 'student']);
  });

  it('keeps its summary', () => {
    const { summary } = openEvaluation(golden('evaluation@1'));
    expect(summary.models[0]?.runs[0]?.perStep).toEqual([{ mse: 0.125 }, { mse: 0.375 }]);
    expect(summary.split).toBe('test');
    expect(summary.models.map(({ role, tuned }) => [role, tuned])).toEqual([
      ['student', true],
      ['placebo', false],
      ['baseline', false],
    ]);
    expect(summary.comparisons[1]?.difference).toEqual({ value: -1.25, interval: { lower: -1.5, upper: -1 } });
    expect(summary.retention).toEqual({
      kind: 'defined',
      naive: 'seasonal-naive',
      estimate: { value: 0.9375, interval: { lower: 0.5, upper: 1.25 } },
    });
    expect([summary.nonInferiority.outcome, summary.verdict.outcome]).toEqual(['cannot tell', 'helps']);
    expect(summary.placebo).toMatchObject({ name: 'linear', outcome: 'cannot tell', beyond: { value: -0.5 } });
    expect(summary.honesty.leaks[0]).toEqual({
      role: 'rival',
      name: 'gru',
      trainedUntil: '2024-01-01T06:00:00.000Z',
      lastTrainRow: '2024-01-01T02:00:00.000Z',
      rows: { validation: 2, test: 2 },
      inSampleWindows: 1,
    });
    expect(summary.honesty.unknown).toEqual(['teacher from elsewhere']);
  });

  it('keeps its forecasts', () => {
    const columns = forecastColumns(manifest.meta);
    const { model, origin, forecast } = readTable(golden('evaluation@1/forecasts.arrow'), columns);
    expect([...model]).toEqual([0, 0, 1, 1]);
    expect([...origin]).toEqual([5, 6, 5, 6]);
    expect([...forecast]).toEqual(Array.from({ length: 16 }, (_, i) => i - 0.25));
  });
});

describe('tuning@1', () => {
  const { manifest } = openTuning(golden('tuning@1'));
  const { meta } = manifest;

  it('keeps what was chosen, and for whom', () => {
    expect(meta.chosen).toEqual({
      learningRate: 0.002,
      weightDecay: 0.1,
      dropout: 0.25,
      normalisation: 'revin',
      alpha: 0.7,
    });
    expect(meta.seeds).toEqual([7, 8]);
    expect(Object.keys(manifest.inputs)).toEqual(['dataset', 'softTargets0']);
    expect(() => checkTuning(openDataset(golden('dataset@1')), openTuning(golden('tuning@1')))).not.toThrow();
  });

  it('keeps its trials: the best by both seeds, one lost on the second, one unconfirmed, one lost with fewer settings', () => {
    expect(bestTrial(meta.trials)).toBe(meta.trials[1]);
    const runsOf = ({ runs }: TuningTrial) => runs.map(({ validationLoss, bestEpoch }) => [validationLoss, bestEpoch]);
    expect(meta.trials.map(runsOf)).toEqual([
      [
        [0.125, 3],
        [0.5, 2],
      ],
      [
        [0.1875, 40],
        [0.25, 38],
      ],
      [
        [0.15625, 4],
        [null, null],
      ],
      [[0.75, 40]],
      [[null, null]],
    ]);
    expect(meta.trials[4]?.settings).toEqual({ learningRate: 1, weightDecay: 0.1, normalisation: 'mean' });
    expect(meta.trials[0]?.parameterCount).toBe(10);
  });
});

describe('size@1', () => {
  const { manifest, summary } = openSize(golden('size@1'));

  it('keeps what was asked, what was chosen, and what that was judged by', () => {
    expect(manifest.config).toEqual({ within: 0.02, maxKb: 1, seeds: [7, 8] });
    expect(manifest.meta.choice).toEqual({ name: 'mlp 4 L4', kind: 'non-inferior', parameterCount: 30 });
    expect(manifest.inputs['evaluation']).toBe(openEvaluation(golden('evaluation@1')).fingerprint);
    expect(summary.choice).toEqual({ candidate: 3, kind: 'non-inferior' });
    expect(summary.test).toMatchObject({ candidate: 3, outcome: 'inferior', mse: 0.5625, windowCount: 2 });
    expect(summary.test.relative).toEqual({ value: 0.125, interval: { lower: 0.0625, upper: 0.25 } });
  });

  it('keeps its candidates: one lost, one stopped early, two on the front, one of them judged without an interval', () => {
    expect(summary.candidates.map(({ parameterCount, byteCount }) => [parameterCount, byteCount])).toEqual([
      [5, 20],
      [10, 40],
      [16, 64],
      [30, 120],
    ]);
    expect(summary.candidates.map(({ rungs }) => rungs.map(({ validationLoss }) => validationLoss))).toEqual([
      [null],
      [0.5],
      [0.375, 0.3125],
      [0.28125, 0.25],
    ]);
    expect(summary.candidates.map(({ onFront }) => onFront)).toEqual([false, false, true, true]);
    expect(summary.judged.map(({ relative }) => relative.interval)).toEqual([
      null,
      { lower: -0.015625, upper: 0.015625 },
    ]);
    expect(summary.teacher).toEqual({ name: 'large + elsewhere', parameterCount: null, validationLoss: 0.25 });
    expect([summary.alpha, summary.loss, summary.seeds]).toEqual([0.5, 'huber', [7, 8]]);
  });
});

describe('backtest@1', () => {
  const { manifest, summary } = openBacktest(golden('backtest@1'));

  it('keeps what was run, on what, and its errors: a period of which no truth is known has none', () => {
    expect(manifest.config).toEqual({ since: '2024-01-01 06:00:00', every: 2 });
    expect(manifest.meta).toEqual({
      horizon: 2,
      channels: ['load', 'price'],
      series: ['north', 'south, "2"'],
      frequency: 'PT1H',
      timezone: 'Europe/Berlin',
      unit: 'raw',
      models: [{ name: 'mlp, distilled', seed: 7 }],
      windowCount: 2,
    });
    expect(summary.periods.map(({ start, models }) => [start, models[0]?.wape])).toEqual([
      ['2024-01-01', 0.125],
      ['2024-07-01', null],
    ]);
    expect([summary.period, summary.season, summary.overall.naive.mse]).toEqual(['day', 3, 0.5]);
  });

  it('keeps its forecasts, with the truth as far as it is known', () => {
    const table = readTable(golden('backtest@1/backtest.arrow'), backtestColumns(manifest.meta));
    expect([[...table.model], [...table.series], [...table.origin]]).toEqual([
      [0, 0],
      [0, 1],
      [5, 4],
    ]);
    expect(table.timestamp[1]).toBe(BigInt(Date.UTC(2024, 6, 1, 2)));
    expect([...table.forecast]).toEqual(Array.from({ length: 8 }, (_, i) => i - 0.25));
    expect([...table.truth]).toEqual([15, 5.5, 16, 6.5, 14, NaN, NaN, NaN]);
  });
});
