/**
 * @file What made the golden artifacts beside it: one of each kind, small, with everything that its contract allows.
 *
 * They were written once and are never written again: later versions of this package must go on reading them. A new
 * version of a contract gets a folder and a script of its own.
 *
 *     node -r @swc-node/register packages/contracts/golden/write-golden.ts <folder>
 */
import { join } from 'node:path';
import { ArrowWriter } from '../src/arrow/write-arrow';
import type { Columns, ColumnArrays } from '../src/arrow/column-type';
import { type ArtifactDraft, writeArtifact } from '../src/artifact/write-artifact';
import { backtestColumns } from '../src/artifacts/backtest';
import { ORIGIN_COLUMNS, seriesColumns } from '../src/artifacts/dataset';
import { writeModel } from '../src/artifacts/model';
import { type SoftTargetBatch, writeSoftTargets } from '../src/artifacts/soft-targets';
import type { DatasetMeta } from '../src/schemas/dataset';
import type { EvaluationMeta } from '../src/schemas/evaluation';
import { backtestArrays, backtestMeta, backtestSummary } from './backtest';
import { evaluationSummary } from './evaluation-summary';
import { sizeSummary } from './size-summary';
import type { TuningMeta } from '../src/schemas/tuning';

const CHANNELS = { target: ['load', 'price'], past: ['wind'], known: ['hour', 'holiday'], static: ['area'] };
const HOUR_MS = 3_600_000;
const START_MS = { north: Date.UTC(2024, 0, 1), south: Date.UTC(2024, 5, 30, 22) };
/** A fingerprint of something that is not stored here. */
const ELSEWHERE = 'e'.repeat(64);

const range = (count: number, value: (index: number) => number) =>
  Float32Array.from({ length: count }, (_, i) => value(i));

function writeTable<Table extends Columns>(
  draft: ArtifactDraft,
  { kind, name }: { kind: string; name: string },
  columns: Table,
  batches: readonly { rowCount: number; arrays: ColumnArrays<Table> }[],
): void {
  draft.file(name, (file) => {
    const writer = new ArrowWriter(file, columns, { 'tsdistill.kind': kind, 'tsdistill.version': '1' });
    for (const { rowCount, arrays } of batches) writer.append(rowCount, arrays);
    writer.finish();
  });
}

/** Rows of one series: load 10, 11, …, price 0.5, 1.5, …; behind the observed rows the known channels go on. */
function seriesRows(startMs: number, rowCount: number, observed: number) {
  return {
    rowCount,
    arrays: {
      timestamp: BigInt64Array.from({ length: rowCount }, (_, row) => BigInt(startMs + row * HOUR_MS)),
      target: range(rowCount * 2, (i) => (i >> 1 >= observed ? NaN : i % 2 === 0 ? 10 + (i >> 1) : (i >> 1) + 0.5)),
      past: range(rowCount, (row) => (row >= observed ? NaN : -row)),
      known: range(rowCount * 2, (i) => (i % 2 === 0 ? i >> 1 : 1)),
      mask: Uint8Array.from({ length: rowCount * 2 }, (_, i) => (i >> 1 < observed && i !== 3 ? 1 : 0)),
    },
  };
}

const datasetMeta: DatasetMeta = {
  channels: CHANNELS,
  series: [
    {
      id: 'north',
      rowCount: 9,
      observedRowCount: 7,
      start: '2024-01-01T00:00:00.000Z',
      borders: { train: [0, 3], validation: [3, 5], test: [5, 7] },
    },
    {
      id: 'south, "2"',
      rowCount: 6,
      observedRowCount: 4,
      start: '2024-06-30T22:00:00.000Z',
      borders: { train: [0, 4], validation: [4, 4], test: [4, 4] },
    },
  ],
  frequency: 'PT1H',
  timezone: 'Europe/Berlin',
  season: 3,
  horizon: 2,
  stride: 1,
  scaler: {
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
  },
  policies: [{ name: 'missing', action: 'linear', count: 1 }],
  masked: true,
  originCounts: { train: 3, validation: 1, test: 1, future: 2 },
};

function writeDataset(folder: string): Promise<string> {
  const config = { csv: 'golden.csv', horizon: 2, split: { train: 0.6, validation: 0.2 }, tags: ['ä', '日本'] };
  return writeArtifact(folder, { kind: 'dataset', config, inputs: {} }, (draft) => {
    writeTable(draft, { kind: 'dataset', name: 'series.arrow' }, seriesColumns(CHANNELS, true), [
      seriesRows(START_MS.north, 9, 7),
      seriesRows(START_MS.south, 6, 4),
    ]);
    const origins = {
      series: Int32Array.of(0, 1, 1, 0, 0, 0, 1),
      origin: Int32Array.of(1, 1, 2, 3, 5, 7, 4),
      split: Int8Array.of(0, 0, 0, 1, 2, 3, 3),
    };
    writeTable(draft, { kind: 'dataset', name: 'windows.arrow' }, ORIGIN_COLUMNS, [{ rowCount: 7, arrays: origins }]);
    const columns = { static: { kind: 'float32-list', width: 1 } } as const;
    writeTable(draft, { kind: 'dataset', name: 'static.arrow' }, columns, [
      { rowCount: 2, arrays: { static: Float32Array.of(357.5, 41.25) } },
    ]);
    draft.measured({ host: 'golden', ms: 1 });
    return datasetMeta;
  });
}

function writeGoldenModel(folder: string, dataset: string): Promise<string> {
  const description = {
    architecture: 'mlp',
    options: { hidden: [3], normalisation: 'revin', residual: 'seasonal', nested: { dropout: 0.1, activation: null } },
    lookback: 4,
    horizon: 2,
    channels: CHANNELS,
    frequency: 'PT1H',
    unit: 'standardized' as const,
    scaler: datasetMeta.scaler,
    quantiles: [0.1, 0.5, 0.9],
    provenance: {
      dataset,
      softTargets: [ELSEWHERE, 'f'.repeat(64)],
      trainedUntil: '2024-06-30T23:00:00.000Z',
      seed: 7,
      bestEpoch: 2,
      validationLoss: 0.25,
    },
  };
  const parameters = {
    'layer0/kernel': { shape: [2, 3], values: Float32Array.of(0.5, -1, 2.25, 3, 1e-30, -0) },
    'layer0/bias': { shape: [3], values: Float32Array.of(1, 2, 3.4028234663852886e38) },
    gain: { shape: [], values: Float32Array.of(-7) },
    unused: { shape: [0, 4], values: new Float32Array(0) },
  };
  const history = [
    { epoch: 1, learningRate: 0.01, train: { hard: 1.5, soft: 0.5 }, validation: 0.5 },
    { epoch: 2, learningRate: 0.005, train: { hard: 1.25, soft: 0.25 }, validation: 0.25 },
  ];
  const record = { config: { epochs: 2 }, inputs: { dataset, teacher0: ELSEWHERE }, history, measured: { seconds: 3 } };
  return writeModel(folder, description, parameters, record);
}

/** Not all origins of the data set, in two batches; the last two have no truth yet. */
function* softTargetBatches(): Generator<SoftTargetBatch> {
  const rows = [
    { series: [1, 0, 0], origin: [2, 1, 3], inSample: [1, 1, 0] },
    { series: [0, 1], origin: [7, 4], inSample: [0, 0] },
  ];
  let first = 0;
  for (const { series, origin, inSample } of rows) {
    const count = series.length;
    const arrays = {
      series: Int32Array.from(series),
      origin: Int32Array.from(origin),
      inSample: Uint8Array.from(inSample),
      forecast: range(count * 4, (i) => first * 4 + i + 0.5),
      quantiles: range(count * 8, (i) => -(first * 8 + i)),
      features: range(count * 6, (i) => (first * 6 + i) / 8),
    };
    yield { rowCount: count, arrays };
    first += count;
  }
}

function writeGoldenSoftTargets(folder: string, dataset: string): Promise<string> {
  const inputs = { dataset, teacher: ELSEWHERE };
  return writeArtifact(folder, { kind: 'soft-targets', config: { splits: ['train'] }, inputs }, (draft) =>
    writeSoftTargets(
      draft,
      {
        dataset,
        teacher: ELSEWHERE,
        horizon: 2,
        channels: CHANNELS.target,
        unit: 'standardized',
        quantiles: [0.1, 0.9],
        features: [3, 2],
        trainedUntil: '2024-06-30T23:00:00.000Z',
      },
      softTargetBatches(),
    ),
  );
}

const evaluationMeta: EvaluationMeta = {
  split: 'test',
  horizon: 2,
  channels: CHANNELS.target,
  windowCount: 2,
  models: [
    { role: 'student', name: 'mlp', seed: 7 },
    { role: 'baseline', name: 'seasonal-naive', seed: null },
  ],
  outcome: 'helps',
};

function writeEvaluation(folder: string, inputs: Record<string, string>): Promise<string> {
  return writeArtifact(folder, { kind: 'evaluation', config: { margin: 0.02 }, inputs }, (draft) => {
    draft.json('summary.json', evaluationSummary);
    const columns = {
      model: { kind: 'int32' },
      series: { kind: 'int32' },
      origin: { kind: 'int32' },
      forecast: { kind: 'float32-list', width: 4 },
    } as const;
    const batches = [0, 1].map((model) => ({
      rowCount: 2,
      arrays: {
        model: Int32Array.of(model, model),
        series: Int32Array.of(0, 0),
        origin: Int32Array.of(5, 6),
        forecast: range(8, (i) => model * 8 + i - 0.25),
      },
    }));
    writeTable(draft, { kind: 'evaluation', name: 'forecasts.arrow' }, columns, batches);
    draft.measured({ latency: { student: [{ batch: 1, p50Ms: 0.5 }] } });
    return evaluationMeta;
  });
}

const tuningMeta: TuningMeta = {
  chosen: { learningRate: 0.002, weightDecay: 0.1, dropout: 0.25, normalisation: 'revin', alpha: 0.7 },
  trials: [
    {
      settings: { learningRate: 0.005, weightDecay: 0, dropout: 0, normalisation: 'none', alpha: 0 },
      parameterCount: 10,
      runs: [
        { validationLoss: 0.125, bestEpoch: 3 },
        { validationLoss: 0.5, bestEpoch: 2 },
      ],
    },
    {
      settings: { learningRate: 0.002, weightDecay: 0.1, dropout: 0.25, normalisation: 'revin', alpha: 0.7 },
      parameterCount: 10,
      runs: [
        { validationLoss: 0.1875, bestEpoch: 40 },
        { validationLoss: 0.25, bestEpoch: 38 },
      ],
    },
    {
      settings: { learningRate: 0.05, weightDecay: 0, dropout: 0.25, normalisation: 'revin', alpha: 0.3 },
      parameterCount: 10,
      runs: [
        { validationLoss: 0.15625, bestEpoch: 4 },
        { validationLoss: null, bestEpoch: null },
      ],
    },
    {
      settings: { learningRate: 0.0001, weightDecay: 0, dropout: 0, normalisation: 'none', alpha: 0.7 },
      parameterCount: 10,
      runs: [{ validationLoss: 0.75, bestEpoch: 40 }],
    },
    {
      settings: { learningRate: 1, weightDecay: 0.1, normalisation: 'mean' },
      parameterCount: 10,
      runs: [{ validationLoss: null, bestEpoch: null }],
    },
  ],
  seeds: [7, 8],
};

function writeTuning(folder: string, inputs: Record<string, string>): Promise<string> {
  return writeArtifact(folder, { kind: 'tuning', config: { tune: { trials: 5 } }, inputs }, (draft) => {
    draft.measured({ trialSeconds: [[1.5, 1.25], [2.5, 2.25], [3.5, 0.25], [2], [0.5]] });
    return tuningMeta;
  });
}

function writeSize(folder: string, inputs: Record<string, string>): Promise<string> {
  const config = { within: 0.02, maxKb: 1, seeds: [7, 8] };
  return writeArtifact(folder, { kind: 'size', config, inputs }, (draft) => {
    draft.json('size.json', sizeSummary);
    draft.json('student.json', { dataset: 'golden', seeds: [7, 8], student: {} });
    draft.file('front.svg', (file) => {
      file.write(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    });
    draft.measured({ latencyMs: [null, null, 0.5, 0.75] });
    const choice = { name: 'mlp 4 L4', kind: 'non-inferior', parameterCount: 30 } as const;
    return { experiment: 'golden', margin: 0.02, candidateCount: 4, choice };
  });
}

function writeBacktest(folder: string, inputs: Record<string, string>): Promise<string> {
  const config = { since: '2024-01-01 06:00:00', every: 2 };
  return writeArtifact(folder, { kind: 'backtest', config, inputs }, (draft) => {
    draft.json('summary.json', backtestSummary);
    const batches = [{ rowCount: 2, arrays: backtestArrays }];
    writeTable(draft, { kind: 'backtest', name: 'backtest.arrow' }, backtestColumns(backtestMeta), batches);
    draft.measured({ seconds: 0.5, windowsPerSecond: 4 });
    return backtestMeta;
  });
}

/** Writes `dataset@1`, `model@1`, `soft-targets@1`, `evaluation@1`, `tuning@1`, `size@1` and `backtest@1` below `root`. */
async function writeGolden(root: string): Promise<void> {
  const dataset = await writeDataset(join(root, 'dataset@1'));
  const student = await writeGoldenModel(join(root, 'model@1'), dataset);
  const softTargets = await writeGoldenSoftTargets(join(root, 'soft-targets@1'), dataset);
  const evaluation = await writeEvaluation(join(root, 'evaluation@1'), { dataset, student, softTargets });
  await writeTuning(join(root, 'tuning@1'), { dataset, softTargets0: softTargets });
  await writeSize(join(root, 'size@1'), { dataset, softTargets0: softTargets, evaluation });
  await writeBacktest(join(root, 'backtest@1'), { dataset, model0: student });
}

void writeGolden(process.argv[2] ?? '.');
