import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { createForecaster, type Forecaster } from './forecaster';
import { inheritParameters } from './inherit-parameters';
import { ModelConfig } from './model-config';
import type { Inheritance } from './pair-layers';

const DATA = {
  channels: { target: ['a', 'b', 'c'], past: ['rain'], known: ['phase', 'hour'], static: ['size'] },
  horizon: 4,
  season: 6,
};
const ALL = { past: ['rain'], known: ['phase', 'hour'], static: ['size'] };

function forecasterOf(architecture: string, options: object, settings: object = {}): Forecaster {
  return createForecaster(ModelConfig.parse({ architecture, lookback: 12, options, ...settings }), DATA);
}

const inherit = (from: Forecaster, parameters: ParameterValues, heir: Forecaster, given: Partial<Inheritance> = {}) =>
  inheritParameters({ forecaster: from, parameters, who: 'the teacher in big' }, heir, {
    every: 1,
    largest: false,
    ...given,
  });

const LEVELS = { quantiles: [0.1, 0.5, 0.9] };
const ENCODER = { heads: 2, layers: 2 };
const PATCHES = { ...ENCODER, patch: 4, stride: 2 };

/** Teacher and student that differ in units alone: options of both, then what they share. */
const CASES: readonly (readonly [string, object, object, object])[] = [
  [
    'mlp',
    { hidden: 7, decomposition: 5, channelAffine: true },
    { hidden: 4, decomposition: 5, channelAffine: true },
    { affine: true, ...ALL },
  ],
  ['rnn', { units: 6 }, { units: 4 }, ALL],
  ['lstm', { units: 6, layers: 2, highway: true }, { units: 3, layers: 2, highway: true }, ALL],
  ['gru', { units: 5, layers: 3 }, { units: 2, layers: 3 }, {}],
  ['seg-rnn', { segment: 3, width: 8 }, { segment: 3, width: 4 }, {}],
  [
    'itransformer',
    { width: 8, heads: 2, layers: 2, feedForward: 9 },
    { width: 4, heads: 2, layers: 2, feedForward: 5 },
    ALL,
  ],
  ['cnn', { width: 14, layers: 3 }, { width: 9, layers: 3 }, { ...ALL, ...LEVELS }],
  ['transformer', { ...ENCODER, width: 8, feedForward: 9 }, { ...ENCODER, width: 8, feedForward: 5 }, ALL],
  ['patch-tst', { ...PATCHES, width: 8, feedForward: 9 }, { ...PATCHES, width: 4, feedForward: 5 }, LEVELS],
  ['tide', { width: 9, decoded: 5, projected: 6, layers: 2 }, { width: 6, decoded: 4, projected: 3, layers: 2 }, ALL],
  ['cyclenet', { period: 5, hidden: 6 }, { period: 5, hidden: 2 }, {}],
  ['sparse-tsf', { period: 5, hidden: 6 }, { period: 5, hidden: 2 }, {}],
];

describe.each(CASES)('%s', (architecture, big, small, settings) => {
  const [teacher, student] = [forecasterOf(architecture, big, settings), forecasterOf(architecture, small, settings)];

  it('names what lies along the axes of its parameters, whole', () => {
    for (const [name, { shape }] of Object.entries(teacher.initialise(0))) {
      const axes = teacher.anatomy.axes[name];
      if (!axes) continue;
      expect([name, axes.map((axis) => axis.reduce((sum, { size }) => sum + size, 0))]).toEqual([name, shape]);
    }
  });

  // A teacher that is the student among units that do nothing: the student must be found in it, weight by weight.
  it('gives back the student that was hidden among units without weights', () => {
    const own = student.initialise(5);
    const hidden = hide(own, student, teacher);
    expect(inherit(teacher, hidden, student, { largest: true })).toEqual(own);
  });

  it('gives all its parameters to a model of the same shapes', () => {
    const parameters = teacher.initialise(3);
    expect(inherit(teacher, parameters, forecasterOf(architecture, big, settings))).toEqual(parameters);
  });

  it('refuses fewer units unless the largest are asked for, naming the first weights and both shapes', () => {
    const refused = () => inherit(teacher, teacher.initialise(3), student);
    expect(refused).toThrow(
      /^The weights "[\w.]+" of the student \([\w-]+\) are \[[\d, ]+\], those of the teacher in big \[[\d, ]+\]\.$/,
    );
  });
});

/** The student's weights in a model with more units, at the last places of each stretch of units, zeros elsewhere. */
function hide(own: ParameterValues, student: Forecaster, teacher: Forecaster): ParameterValues {
  const entries = Object.entries(teacher.initialise(0)).map(([name, { shape, values }]) => {
    const given = own[name] as NamedArray;
    const [from, to] = [student.anatomy.axes[name], teacher.anatomy.axes[name]];
    if (!from || !to) return [name, given] as const;
    const places = from.map((axis, i) => {
      let first = 0;
      return axis.flatMap(({ size }, at) => {
        const whole = to[i]![at]!.size;
        first += whole;
        return Array.from({ length: size }, (_, place) => first - size + place);
      });
    });
    const out = new Float32Array(values.length);
    given.values.forEach((value, index) => {
      let [rest, offset, stride] = [index, 0, 1];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const length = given.shape[axis]!;
        offset += places[axis]![rest % length]! * stride;
        stride *= shape[axis]!;
        rest = Math.floor(rest / length);
      }
      out[offset] = value;
    });
    return [name, { shape, values: out }] as const;
  });
  return Object.fromEntries(entries);
}

// Units of an mlp by hand: sums of squares of what leads in and out are 12, 1, 12 + 4 and 3 (lookback 12, horizon 4).
it('keeps the units with the largest sums of squares, in their order', () => {
  const teacher = forecasterOf('mlp', { hidden: 4 });
  const zeros = Object.fromEntries(
    Object.entries(teacher.initialise(0)).map(([name, { shape, values }]) => [
      name,
      { shape, values: new Float32Array(values.length) },
    ]),
  );
  const into = Float32Array.from({ length: 48 }, (_, i) => [1, 0, 1, 0][i % 4]!);
  const parameters = {
    ...zeros,
    'map.in.kernel': { shape: [12, 4], values: into },
    'map.in.bias': { shape: [4], values: Float32Array.of(0, 1, 0, Math.sqrt(3)) },
    'map.out.kernel': {
      shape: [4, 4],
      values: Float32Array.from({ length: 16 }, (_, i) => (Math.floor(i / 4) === 2 ? 1 : 0)),
    },
  };
  const three = inherit(teacher, parameters, forecasterOf('mlp', { hidden: 3 }), { largest: true });
  expect([...three['map.in.bias']!.values]).toEqual([0, 0, Math.fround(Math.sqrt(3))]);
  const one = inherit(teacher, parameters, forecasterOf('mlp', { hidden: 1 }), { largest: true });
  expect([...one['map.out.kernel']!.values]).toEqual([1, 1, 1, 1]);
});

describe('chosen layers', () => {
  const options = { width: 4, heads: 2, feedForward: 5 };
  const teacher = forecasterOf('itransformer', { ...options, layers: 4 });
  const student = forecasterOf('itransformer', { ...options, layers: 2 });
  const parameters = teacher.initialise(1);

  it('become the layers of the student in turn; what stands before and behind them is taken whole', () => {
    const taken = inherit(teacher, parameters, student, { every: 2 });
    for (const [name, array] of Object.entries(taken))
      expect([name, array]).toEqual([name, parameters[name.replace('layer1', 'layer2')]]);
    expect(Object.keys(taken)).toEqual(Object.keys(student.initialise(0)));
  });

  it('are the first ones unless told otherwise', () => {
    const taken = inherit(teacher, parameters, student);
    for (const [name, array] of Object.entries(taken)) expect([name, array]).toEqual([name, parameters[name]]);
  });

  it('of a recurrent model are known by their names, of which the first has no number', () => {
    const three = forecasterOf('gru', { units: 3, layers: 3 });
    const weights = three.initialise(2);
    const taken = inherit(three, weights, forecasterOf('gru', { units: 3, layers: 2 }), { every: 2 });
    expect(taken['cell.kernel']).toEqual(weights['cell.kernel']);
    expect(taken['cell2.kernel']).toEqual(weights['cell3.kernel']);
  });

  it('are refused where the teacher has too few, or stacks none, with both numbers', () => {
    expect(() => inherit(teacher, parameters, student, { every: 4 })).toThrow(
      'There are 2 stacked layers in the student (itransformer), 4 in the teacher in big: they cannot be taken every 4 layers.',
    );
    expect(() => inherit(student, student.initialise(0), teacher)).toThrow(
      'There are 4 stacked layers in the student (itransformer), 2 in the teacher in big: they cannot be taken one by one.',
    );
    const flat = forecasterOf('mlp', { hidden: 4 });
    expect(() => inherit(flat, flat.initialise(0), flat, { every: 2 })).toThrow(
      /^There are 0 stacked layers in the student/,
    );
  });
});

it('refuses another architecture, another lookback, and a student with more units', () => {
  const teacher = forecasterOf('mlp', { hidden: 4 });
  const from = (heir: Forecaster) => () => inherit(teacher, teacher.initialise(0), heir, { largest: true });
  expect(from(forecasterOf('lstm', { units: 4 }))).toThrow(
    'No weights go from the teacher in big (mlp) to the student (lstm): the architectures differ.',
  );
  expect(from(forecasterOf('mlp', { hidden: 4 }, { lookback: 10 }))).toThrow(
    'The weights "map.in.kernel" of the student (mlp) are [10, 4], those of the teacher in big [12, 4].',
  );
  expect(from(forecasterOf('mlp', { hidden: 5 }))).toThrow(
    'The weights "map.in.kernel" of the student (mlp) are [12, 5], those of the teacher in big [12, 4].',
  );
  expect(from(forecasterOf('mlp', { hidden: 4, decomposition: 5 }))).toThrow(
    'The weights "trend.in.kernel" of the student (mlp) are [12, 4], and there are none in the teacher in big.',
  );
});
