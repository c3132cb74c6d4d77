import { countParameters } from '@tsdistill/contracts';
import { ALL, DATA, forecasterOf, LOOKBACK } from '../../testing/model-cases';
import { createForecaster } from './forecaster';
import { ModelConfig } from './model-config';
import { type Architecture, ARCHITECTURES } from './registry';

/** @file How many numbers each model learns, by formulas written from the papers and by counts in PyTorch. */

const [L, H, C] = [LOOKBACK, DATA.horizon, DATA.channels.target.length];
/** Past, known and static covariates of `ALL`, and all that a step has. */
const [P, K, F] = [ALL.past.length, ALL.known.length, ALL.static.length];
const I = C + P + K + F;

const dense = (inputs: number, outputs: number) => inputs * outputs + outputs;
/** Attention, its norm, the feed-forward part, its norm. */
const encoderLayer = (width: number, feedForward: number) =>
  4 * dense(width, width) + 2 * (2 * width) + dense(width, feedForward) + dense(feedForward, width);
const recurrent = (gates: number, inputs: number, units: number) => gates * ((inputs + units) * units + units);
/** A state to the whole horizon, and known channels of a step to its targets. */
const horizonHead = (units: number) => dense(units, H * C) + K * C;
const tideBlock = (inputs: number, width: number, outputs: number) =>
  dense(inputs, width) + dense(width, outputs) + dense(inputs, outputs) + (outputs > 1 ? 2 * outputs : 0);

/** Of the cases in `model-cases.ts`. */
const COUNTS: Readonly<Record<Architecture, number>> = {
  linear: 2 * dense(L, H),
  // Five taps; two whole periods in, one out.
  'sparse-tsf': 5 + dense(2, 3) + dense(3, 1),
  cyclenet: 5 * C + dense(L, 6) + dense(6, H),
  // Two branches, each with batch normalisation of every channel (two numbers learned, two running); an affine normalisation; covariates beside the first branch.
  mlp: 2 * (dense(L, 8) + 4 * C + dense(8, H)) + 2 * C + (L * P + (L + H) * K + F) * 8,
  tide:
    tideBlock(P, 6, 3) +
    tideBlock(K, 6, 3) +
    (tideBlock(L + L * 3 + (L + H) * 3 + F, 6, 6) + tideBlock(6, 6, 6)) +
    (tideBlock(6, 6, 6) + tideBlock(6, 6, 3 * H)) +
    tideBlock(3 + 3, 6, 1) +
    dense(L, H),
  rnn: recurrent(1, I, 5) + recurrent(1, 5, 5) + horizonHead(5),
  lstm: recurrent(4, C + K, 5) + horizonHead(5) + dense(L, H),
  gru: recurrent(3, I, 5) + 2 * recurrent(3, 5, 5) + horizonHead(5),
  'seg-rnn': dense(3, 6) + recurrent(3, 6, 6) + (Math.ceil(H / 3) + C) * 3 + dense(6, 3),
  // Two blocks of kernel 3 see 13 steps; the first changes the width.
  cnn: dense(3 * I, 5) + dense(3 * 5, 5) + dense(I, 5) + 2 * dense(3 * 5, 5) + horizonHead(5),
  transformer: dense(I, 6) + 2 * encoderLayer(6, 7) + horizonHead(6),
  itransformer: dense(L, 8) + dense(L + H, 8) + dense(F, 8) + 2 * encoderLayer(8, 12) + 2 * 8 + dense(8, H),
  // Patches of 6 steps, 2 apart, over 12 + 2 steps: five.
  'patch-tst': dense(6, 6) + 5 * 6 + 2 * encoderLayer(6, 7) + dense(5 * 6, H),
};

it.each(ARCHITECTURES)('%s has the parameters of the closed formula', (architecture) => {
  expect(countParameters(forecasterOf(architecture).initialise(0))).toBe(COUNTS[architecture]);
});

it.each([
  [2, 3, 1],
  [5, 3, 1],
  [6, 3, 2],
  [13, 3, 2],
  [14, 3, 3],
  [96, 3, 5],
  [96, 7, 4],
])('for a lookback of %i the cnn of kernel %i has %i blocks, as few as see all of it', (lookback, kernel, count) => {
  const parameters = forecasterOf('cnn', { lookback, options: { kernel, width: 2 } }).initialise(0);
  expect(Object.keys(parameters).filter((name) => name.endsWith('.first.kernel'))).toHaveLength(count);
});

/** Parameters as counted in PyTorch for the published shapes (7 channels, horizon 96). */
it.each([
  ['RLinear, L=720', 69_216, { architecture: 'linear', lookback: 720, normalisation: 'revin' }],
  ['NLinear, L=336', 32_352, { architecture: 'linear', lookback: 336, residual: 'last' }],
  ['DLinear, L=336', 64_704, { architecture: 'linear', lookback: 336, options: { decomposition: 25 } }],
  ['SparseTSF/Linear, L=720', 145, { architecture: 'sparse-tsf', lookback: 720, options: { period: 24 } }],
  ['SparseTSF/MLP, L=720', 2_269, { architecture: 'sparse-tsf', lookback: 720, options: { period: 24, hidden: 64 } }],
  ['CycleNet/Linear, L=96', 9_480, { architecture: 'cyclenet', lookback: 96, options: { period: 24 } }],
  ['CycleNet/Linear, L=336', 32_520, { architecture: 'cyclenet', lookback: 336, options: { period: 24 } }],
  ['RMLP-96, L=720', 78_528, { architecture: 'mlp', lookback: 720, normalisation: 'revin', options: { hidden: 96 } }],
  [
    'two-branch MLP of TimeDistill, L=720',
    836_842 + 28, // learned, and running statistics of seven channels in two branches
    {
      architecture: 'mlp',
      lookback: 720,
      normalisation: 'mean',
      affine: true,
      options: { hidden: 512, decomposition: 25, batchNorm: true },
    },
  ],
  [
    'iTransformer d=256, 2 layers, L=720',
    1_001_312,
    { architecture: 'itransformer', lookback: 720, options: { width: 256, heads: 8, layers: 2, feedForward: 256 } },
  ],
  [
    'PatchTST/42, L=336',
    81_728,
    {
      architecture: 'patch-tst',
      lookback: 336,
      options: { width: 16, heads: 4, layers: 3, feedForward: 128, patch: 16, stride: 8 },
    },
  ],
])('%s has %i parameters', (_, count, config) => {
  const target = ['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT'];
  const forecaster = createForecaster(ModelConfig.parse(config), {
    channels: { target, past: [], known: [], static: [] },
    horizon: 96,
    season: 24,
  });
  expect(countParameters(forecaster.initialise(0))).toBe(count);
});

// PyTorch's GRU has two biases a gate, 3·width numbers more: 112,112 and 420,784.
it.each([
  [128, 112_112],
  [256, 420_784],
])('SegRNN of width %i, L=720, has the %i parameters of PyTorch, less one bias of each gate', (width, inPytorch) => {
  const [segment, placeCount, channelCount] = [48, 2, 7];
  const embedding = (segment + 1) * width + ((placeCount + channelCount) * width) / 2;
  const cell = 2 * width * 3 * width + 3 * width;
  const head = (width + 1) * segment;
  const config = ModelConfig.parse({ architecture: 'seg-rnn', lookback: 720, options: { segment, width } });
  const target = ['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT'];
  const channels = { target, past: [], known: [], static: [] };
  const count = countParameters(createForecaster(config, { channels, horizon: 96, season: 24 }).initialise(0));
  expect(count).toBe(embedding + cell + head);
  expect(count).toBe(inPytorch - 3 * width);
});
