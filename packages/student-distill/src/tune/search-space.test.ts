import { PipelineError } from '@tsdistill/contracts';
import { DistillationConfig, StudentConfig, TuneConfig } from '../config';
import { searchSpace } from './search-space';

const studentOf = (model: object, training: object = {}) =>
  StudentConfig.parse({
    model: { architecture: 'mlp', lookback: 16, normalisation: 'mean', ...model },
    training: { epochs: 3, learningRate: 0.01, ...training },
  });
const mlp = studentOf({ options: { dropout: 0.2 } }, { optimizer: 'adamw', weightDecay: 0.05 });
const linear = studentOf({ architecture: 'linear' });
const tuneOf = (tune: object) => TuneConfig.parse(tune);
const AUTO = DistillationConfig.parse({ alpha: 'auto' });

it('takes the lists that are given, and the own value of every other setting', () => {
  expect(searchSpace({ student: mlp, tune: tuneOf({ learningRate: [0.1, 0.2] }) })).toEqual({
    base: { learningRate: 0.01, weightDecay: 0.05, dropout: 0.2, normalisation: 'mean' },
    lists: { learningRate: [0.1, 0.2], weightDecay: [0.05], dropout: [0.2], normalisation: ['mean'] },
  });
});

it('takes all lists where all are given', () => {
  const lists = { learningRate: [1, 2], weightDecay: [0, 3], dropout: [0, 0.5], normalisation: ['none', 'revin'] };
  expect(searchSpace({ student: mlp, tune: tuneOf(lists) }).lists).toEqual(lists);
});

it('knows no dropout of an architecture without', () => {
  const { base, lists } = searchSpace({ student: linear, tune: tuneOf({ learningRate: [1] }) });
  expect(base).toEqual({ learningRate: 0.01, weightDecay: 0, normalisation: 'mean' });
  expect(Object.keys(lists)).toEqual(['learningRate', 'weightDecay', 'normalisation']);
});

it('begins with alpha 0 and takes the grid where alpha is "auto", and only there', () => {
  const { base, lists } = searchSpace({ student: linear, tune: tuneOf({}), distillation: AUTO });
  expect([base.alpha, lists.alpha]).toEqual([0, [0, 0.3, 0.5, 0.7, 0.9]]);
  const fixed = DistillationConfig.parse({ alpha: 0.5 });
  const other = searchSpace({ student: linear, tune: tuneOf({ learningRate: [1] }), distillation: fixed });
  expect([other.base.alpha, other.lists.alpha]).toEqual([undefined, undefined]);
});

const failure = (body: () => unknown): unknown => {
  try {
    return body();
  } catch (error) {
    return error instanceof PipelineError ? { code: error.code, context: error.context as unknown } : error;
  }
};

describe('refuses before any work', () => {
  it.each([
    ['no list at all', {}],
    ['lists of nothing but what the config says', { learningRate: [0.01], weightDecay: [0], normalisation: ['mean'] }],
  ])('%s', (_, tune) => {
    const question = { student: linear, tune: tuneOf(tune) };
    const fixed = { ...question, distillation: DistillationConfig.parse({ alpha: 0.5 }) };
    expect(failure(() => searchSpace(question))).toEqual({ code: 'TUNE_NOTHING', context: { twin: true } });
    expect(failure(() => searchSpace(fixed))).toEqual({ code: 'TUNE_NOTHING', context: { twin: false } });
    expect(failure(() => searchSpace({ ...question, distillation: AUTO }))).toMatchObject({ base: { alpha: 0 } });
  });

  it('dropout for an architecture that has none, and names those that have', () => {
    const question = { student: linear, tune: tuneOf({ dropout: [0, 0.1] }) };
    expect(failure(() => searchSpace(question))).toEqual({
      code: 'TUNE_DROPOUT',
      context: {
        architecture: 'linear',
        having: ['mlp', 'tide', 'rnn', 'lstm', 'gru', 'seg-rnn', 'cnn', 'transformer', 'itransformer', 'patch-tst'],
      },
    });
  });

  it.each(['sgd', 'momentum'])('decay for %s, which is no adam', (optimizer) => {
    const question = { student: studentOf({}, { optimizer }), tune: tuneOf({ weightDecay: [0, 0.02, 0.1] }) };
    const context = { optimizer, weightDecay: 0.02 };
    expect(failure(() => searchSpace(question))).toEqual({ code: 'TUNE_DECAY', context });
    const without = { ...question, tune: tuneOf({ weightDecay: [0], learningRate: [1] }) };
    expect(failure(() => searchSpace(without))).toHaveProperty('base');
  });

  it.each<[object, string, RegExp]>([
    [{ learningRate: [0.1, 0.2, 0.1] }, 'learningRate', /a value stands in it twice/],
    [{ normalisation: ['revin', 'revin'] }, 'normalisation', /a value stands in it twice/],
    [{ dropout: [] }, 'dropout', /at least|>=1|Too small/i],
    [{ dropout: [1] }, 'dropout', /<1|less than/i],
    [{ weightDecay: [-0.1] }, 'weightDecay', /Too small/i],
    [{ alpha: [0, 0.5, 0] }, 'alpha', /a value stands in it twice/],
    [{ alpha: [0.3, 0.5] }, 'alpha', /must contain 0/],
    [{ learningRate: Array.from({ length: 13 }, (_, i) => i + 1) }, 'learningRate', /Too big/i],
    [{ trials: 1 }, 'trials', /Too small/i],
    [{ trails: 3 }, '', /Unrecognized key: "trails"/],
  ])('%j', (tune, key, message) => {
    const issue = TuneConfig.safeParse(tune).error?.issues[0];
    expect([issue?.path[0] ?? '', issue?.message]).toEqual([key, expect.stringMatching(message)]);
  });
});
