import type { ParameterValues } from '@tsdistill/contracts';
import { forecasterOf as caseOf } from '../../testing/model-cases';
import { fixed, lengthOf } from './anatomy';
import { createForecaster, type Forecaster } from './forecaster';
import { inheritParameters } from './inherit-parameters';
import { ModelConfig } from './model-config';
import type { Inheritance } from './pair-layers';
import { ARCHITECTURES } from './registry';

const DATA = {
  channels: { target: ['a', 'b', 'c'], past: ['rain'], known: ['phase', 'hour'], static: ['size'] },
  horizon: 4,
  season: 6,
};

function forecasterOf(architecture: string, options: object, settings: object = {}): Forecaster {
  return createForecaster(ModelConfig.parse({ architecture, lookback: 12, options, ...settings }), DATA);
}

const inherit = (
  from: Forecaster,
  parameters: ParameterValues,
  student: Forecaster,
  given: Partial<Inheritance> = {},
) =>
  inheritParameters({ forecaster: from, parameters, who: 'the teacher in big' }, student, {
    every: 1,
    largest: false,
    ...given,
  });

describe.each(ARCHITECTURES)('%s', (architecture) => {
  it('names what lies along the axes of its parameters, whole', () => {
    const { anatomy, parameterShapes } = caseOf(architecture);
    for (const [name, shape] of Object.entries(parameterShapes()))
      expect([name, (anatomy.axes[name] ?? shape.map(fixed)).map(lengthOf)]).toEqual([name, shape]);
  });

  it('gives all its parameters to a model of the same shapes', () => {
    const parameters = caseOf(architecture).initialise(3);
    expect(inherit(caseOf(architecture), parameters, caseOf(architecture))).toEqual(parameters);
  });
});

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

it('refuses another architecture, another lookback, and a student with more units', () => {
  const teacher = forecasterOf('mlp', { hidden: 4 });
  const from = (student: Forecaster) => () => inherit(teacher, teacher.initialise(0), student, { largest: true });
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

describe('what stands in shapes of equal size, but not for the same, is refused', () => {
  const refused = (architecture: string, big: object, small: object) => {
    const teacher = forecasterOf(architecture, big);
    return expect(() => inherit(teacher, teacher.initialise(0), forecasterOf(architecture, small), { largest: true }));
  };

  it('other heads, with their sizes', () => {
    refused('itransformer', { width: 8, heads: 2 }, { width: 8, heads: 4 }).toThrow(
      'The weights "layer0.query.kernel" of the student (itransformer) are [8, 4 × 2], those of the teacher in big [8, 2 × 4].',
    );
  });

  it('a part of the teacher that the student has not', () => {
    refused('mlp', { hidden: 4, decomposition: 5 }, { hidden: 4 }).toThrow(
      'The weights "trend.in.kernel" of the teacher in big (mlp) are [12, 4], and there are none in the student.',
    );
  });
});

// The shapes agree in all of them; what the weights mean does not.
it.each<[string, object, object, object, object, string]>([
  ['lstm', { units: 4 }, { lookback: 12 }, {}, { lookback: 8 }, '"lookback" of the student (lstm) is 8, of'],
  ['cnn', { width: 4, layers: 2 }, { lookback: 12 }, {}, { lookback: 8 }, '"lookback" of the student (cnn) is 8, of'],
  ['mlp', { decomposition: 5 }, {}, { decomposition: 3 }, {}, '"options.decomposition" of the student (mlp) is 3, of'],
  [
    'mlp',
    {},
    { quantiles: [0.1, 0.5, 0.9] },
    {},
    { quantiles: [0.2, 0.5, 0.8] },
    '"quantiles" of the student (mlp) is [0.2,0.5,0.8], of the teacher in big [0.1,0.5,0.9]: the same weights would mean something else.',
  ],
])(
  'refuses weights of an %s with %j, %j for %j, %j',
  (architecture, options, settings, ...[change, others, message]) => {
    const teacher = forecasterOf(architecture, options, settings);
    const student = (own: object, rest: object) =>
      forecasterOf(architecture, { ...options, ...own }, { ...settings, ...rest });
    expect(() => inherit(teacher, teacher.initialise(0), student(change, others))).toThrow(message);
    expect(inherit(teacher, teacher.initialise(0), student({ dropout: 0.3 }, { normalisation: 'mean' }))).toEqual(
      teacher.initialise(0),
    );
  },
);

// The way around a block has no weights where it changes no width: three channels, three features.
it('refuses a cnn whose first block has no way around, of one that has', () => {
  const [teacher, student] = [4, 3].map((width) => forecasterOf('cnn', { width, layers: 2 })) as [
    Forecaster,
    Forecaster,
  ];
  expect(() => inherit(teacher, teacher.initialise(0), student, { largest: true })).toThrow(
    'The weights "block0.skip.kernel" of the teacher in big (cnn) are [3, 4], and there are none in the student.',
  );
});

it('leaves the quantiles of a teacher to a student that forecasts none', () => {
  const teacher = forecasterOf('mlp', { hidden: 4 }, { quantiles: [0.1, 0.5, 0.9] });
  const parameters = teacher.initialise(1);
  const taken = inherit(teacher, parameters, forecasterOf('mlp', { hidden: 4 }));
  expect({ ...parameters, ...taken }).toEqual(parameters);
  expect(Object.keys(taken)).toEqual(Object.keys(parameters).filter((name) => !name.startsWith('quantiles')));
});

it('narrows no transformer, whose positions stand at fixed places of its width', () => {
  const teacher = forecasterOf('transformer', { width: 8, heads: 2 });
  const student = forecasterOf('transformer', { width: 4, heads: 2 });
  expect(() => inherit(teacher, teacher.initialise(0), student, { largest: true })).toThrow(
    'The weights "embed.kernel" of the student (transformer) are [3, 4], those of the teacher in big [3, 8].',
  );
});
