import { ModelConfig, TrainingConfig } from '@tsdistill/forecasting';
import { listCandidates, type SearchSpace } from './candidates';

const channels = { target: ['a', 'b', 'c'], past: [], known: ['hour.sin', 'hour.cos'], static: [] };
const hourly = { channels, horizon: 96, season: 24, frequency: 'PT1H' };

function space(model: object = {}, more: Partial<SearchSpace> = {}): SearchSpace {
  return {
    student: {
      model: ModelConfig.parse({ architecture: 'mlp', lookback: 720, options: { hidden: 20 }, ...model }),
      training: TrainingConfig.parse({ epochs: 9, learningRate: 0.01 }),
    },
    data: hourly,
    lookbacks: [360, 720],
    ...more,
  };
}
const named = (list: ReturnType<typeof listCandidates>, name: string) => list.filter((one) => one.name === name);

const all = listCandidates(space());

it.each([
  // Lin et al. 2024, table 1: 145 parameters for 720 → 96 at a period of 24 (25 taps, 30 × 4).
  ['sparse-tsf 24 L720', 145],
  ['sparse-tsf 24×8 L720', 25 + (30 + 1) * 8 + (8 + 1) * 4],
  ['linear L360', (360 + 1) * 96],
  ['mlp 4 L720', (720 + 1) * 4 + (4 + 1) * 96],
  ['mlp 20 L720', (720 + 1) * 20 + (20 + 1) * 96],
  ['cyclenet 24 L360', 24 * 3 + (360 + 1) * 96],
  // Four gates of (3 channels + 2 known + 4 units), the head, the known channels ahead, the linear highway.
  ['lstm 4 L720', 16 * (3 + 2 + 4) + 16 + (4 + 1) * 96 * 3 + 2 * 3 + (720 + 1) * 96],
])('%s has %i parameters of four bytes', (name, parameterCount) => {
  expect(named(all, name).map((one) => [one.parameterCount, one.byteCount])).toEqual([
    [parameterCount, 4 * parameterCount],
    [parameterCount, 4 * parameterCount],
  ]);
});

it('go by size, each model once with each of two rates', () => {
  const sizes = all.map(({ parameterCount }) => parameterCount);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  const keys = all.map(({ model, learningRate }) => JSON.stringify([model, learningRate]));
  expect(new Set(keys).size).toBe(all.length);
});

it('hold the student itself once, at its own rate and twice that', () => {
  expect(named(all, 'mlp 20 L720').map(({ learningRate }) => learningRate)).toEqual([0.01, 0.02]);
  const own = listCandidates(space({ options: { hidden: 16 } }));
  expect(named(own, 'mlp 16 L720')).toHaveLength(2);
});

it('scale the rate by architecture, from that of the student', () => {
  const ratesOf = (list: ReturnType<typeof listCandidates>, name: string) =>
    named(list, name).map(({ learningRate }) => learningRate);
  expect(ratesOf(all, 'sparse-tsf 24 L720')).toEqual([0.04, 0.08]);
  const fromSparse = listCandidates(space({ architecture: 'sparse-tsf', options: { period: 24 } }));
  expect(ratesOf(fromSparse, 'sparse-tsf 24 L720')).toEqual([0.01, 0.02]);
  expect(ratesOf(fromSparse, 'linear L720')).toEqual([0.0025, 0.005]);
});

it('keep the normalisation of the student, and the options of its own architecture', () => {
  const list = listCandidates(space({ normalisation: 'revin', affine: true, options: { hidden: 20, dropout: 0.3 } }));
  expect(new Set(list.map(({ model }) => model.normalisation))).toEqual(new Set(['revin']));
  expect(new Set(list.map(({ model }) => model.affine))).toEqual(new Set([true]));
  expect(named(list, 'mlp 4 L360')[0]?.model.options).toMatchObject({ hidden: 4, dropout: 0.3 });
  expect(named(list, 'lstm 8 L720')[0]?.model.options).toMatchObject({ units: 8, dropout: 0, highway: true });
  const recurrent = listCandidates(space({ architecture: 'lstm', options: { units: 32, dropout: 0.2 } }));
  expect(named(recurrent, 'lstm 8 L720')[0]?.model.options).toEqual({
    units: 8,
    layers: 1,
    dropout: 0.2,
    highway: false,
  });
});

it('read known channels only where the architecture does: those of the student, or all', () => {
  const knownOf = (list: ReturnType<typeof listCandidates>, name: string) => named(list, name)[0]?.model.known;
  expect(knownOf(all, 'gru 4 L720')).toEqual(['hour.sin', 'hour.cos']);
  expect(knownOf(all, 'mlp 4 L720')).toEqual([]);
  const own = listCandidates(space({ architecture: 'lstm', known: ['hour.cos'], options: { units: 8 } }));
  expect(knownOf(own, 'gru 4 L720')).toEqual(['hour.cos']);
  expect(knownOf(own, 'mlp 4 L720')).toEqual(['hour.cos']);
  expect(knownOf(own, 'linear L720')).toEqual([]);
});

it('read past and static channels of the student where the architecture does', () => {
  const data = { ...hourly, channels: { ...channels, past: ['rain', 'wind'], static: ['size'] } };
  const list = listCandidates(space({ past: ['wind'], static: ['size'] }, { data }));
  const readOf = (name: string) => {
    const { past, static: statics } = named(list, name)[0]!.model;
    return [past, statics];
  };
  expect(readOf('gru 4 L720')).toEqual([['wind'], ['size']]);
  expect(readOf('mlp 4 L360')).toEqual([['wind'], ['size']]);
  expect(readOf('sparse-tsf 24 L720')).toEqual([[], []]);
});

it('read step by step only as far as the student does', () => {
  const lookbacksOf = (architecture: string) =>
    [
      ...new Set(all.filter(({ model }) => model.architecture === architecture).map(({ model }) => model.lookback)),
    ].sort();
  expect(lookbacksOf('lstm')).toEqual([720]);
  expect(lookbacksOf('gru')).toEqual([720]);
  expect(lookbacksOf('linear')).toEqual([360, 720]);
});

it.each([
  ['four periods fit', 96, true],
  ['one row is missing to four periods', 95, false],
])('sparse-tsf needs periods to weigh: %s', (_, lookback, isThere) => {
  const list = listCandidates(space({ lookback }, { lookbacks: [lookback] }));
  expect(named(list, `sparse-tsf 24 L${lookback}`).length > 0).toBe(isThere);
});

it('correct the last season only where the lookback holds one', () => {
  const list = listCandidates(space({ residual: 'seasonal', lookback: 24 }, { lookbacks: [23, 24] }));
  expect(new Set(list.map(({ model }) => model.lookback))).toEqual(new Set([24]));
});

it('count no cycle where steps have no fixed length', () => {
  const monthly = { ...hourly, frequency: 'P1M', season: 12 };
  const list = listCandidates(space({}, { data: monthly }));
  expect(list.some(({ model }) => model.architecture === 'cyclenet')).toBe(false);
  expect(named(list, 'sparse-tsf 12 L720')).not.toHaveLength(0);
});
