import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { DATA, forecastEagerly, inputsOf, largestDifference, LOOKBACK } from '../../testing/model-cases';
import { createForecaster, type Forecaster } from './forecaster';
import { inheritParameters } from './inherit-parameters';
import { ModelConfig } from './model-config';
import type { Inheritance } from './pair-layers';

/** @file A student of fewer layers than its teacher has. */

beforeAll(() => loadEngine());

const modelOf = (architecture: string, options: object) =>
  createForecaster(ModelConfig.parse({ architecture, lookback: LOOKBACK, options }), DATA);
const forecast = (forecaster: Forecaster, parameters: ParameterValues) =>
  forecastEagerly(forecaster, parameters, inputsOf(forecaster, 3), { batch: 3 });
const inherit = (teacher: Forecaster, parameters: ParameterValues, student: Forecaster, asked: Partial<Inheritance>) =>
  inheritParameters({ forecaster: teacher, parameters, who: 'the teacher in big' }, student, {
    every: 1,
    largest: false,
    ...asked,
  });

/** What makes a layer pass its input on as it is, by the end of a parameter's name. */
type Idle = Readonly<Record<string, (array: NamedArray) => NamedArray>>;

const nothing = ({ shape, values }: NamedArray): NamedArray => ({ shape, values: values.map(() => 0) });
const identity = ({ shape, values }: NamedArray): NamedArray => {
  const width = shape.at(-1) ?? 1;
  return { shape, values: values.map((_, i) => (Math.floor(i / width) === i % width ? 1 : 0)) };
};
const silent = (...names: readonly string[]): Idle =>
  Object.fromEntries(names.flatMap((name) => [`${name}.kernel`, `${name}.bias`]).map((end) => [end, nothing]));

function withIdle(parameters: ParameterValues, layers: readonly string[], idle: Idle): ParameterValues {
  const entries = Object.entries(parameters).map(([name, array]) => {
    const [layer = '', ...rest] = name.split('.');
    return [name, layers.includes(layer) ? (idle[rest.join('.')]?.(array) ?? array) : array] as const;
  });
  return Object.fromEntries(entries);
}

/** Normalising twice is normalising once. */
const ENCODER = silent('merge', 'narrow');
/** What a block says is added to its input, which is no less than 0. */
const CNN = silent('second');
const TIDE: Idle = { ...silent('wide', 'narrow'), 'skip.kernel': identity, 'skip.bias': nothing };
const SMALL = { width: 6, heads: 2, feedForward: 7 };

// A layer that does nothing may be left out.
describe.each([
  ['itransformer', SMALL, { every: 2 }, { left: ['layer1', 'layer3'], idle: ENCODER }],
  ['itransformer', SMALL, { layers: '0,3' }, { left: ['layer1', 'layer2'], idle: ENCODER }],
  ['transformer', SMALL, { every: 2 }, { left: ['layer1', 'layer3'], idle: ENCODER }],
  ['transformer', SMALL, {}, { left: ['layer2', 'layer3'], idle: ENCODER }],
  ['patch-tst', { ...SMALL, patch: 4, stride: 2 }, { layers: '0,3' }, { left: ['layer1', 'layer2'], idle: ENCODER }],
  ['cnn', { width: 5 }, {}, { left: ['block2', 'block3'], idle: CNN }],
  ['tide', { width: 5 }, { every: 2 }, { left: ['encoder1', 'encoder3', 'decoder1', 'decoder2'], idle: TIDE }],
  ['tide', { width: 5 }, { layers: '0,3' }, { left: ['encoder1', 'encoder2', 'decoder1', 'decoder2'], idle: TIDE }],
] as const)('%s %j with two of four layers, %j', (architecture, options, asked, { left, idle }) => {
  const [teacher, student] = [4, 2].map((layers) => modelOf(architecture, { ...options, layers })) as [
    Forecaster,
    Forecaster,
  ];

  it('says what its teacher says, of which the other layers change nothing', () => {
    const parameters = withIdle(teacher.initialise(1), left, idle);
    const said = forecast(student, inherit(teacher, parameters, student, asked));
    expect(largestDifference(said, forecast(teacher, parameters))).toBeLessThan(1e-3);
    expect(largestDifference(said, forecast(student, student.initialise(1)))).toBeGreaterThan(0.02);
  });
});

describe('layers', () => {
  const teacher = modelOf('itransformer', { ...SMALL, layers: 4 });
  const student = modelOf('itransformer', { ...SMALL, layers: 2 });
  const parameters = teacher.initialise(1);
  const refused = (student: Forecaster, asked: Partial<Inheritance>, from = teacher) =>
    expect(() => inherit(from, from.initialise(0), student, asked));

  it('become those of the student in turn; what stands before and behind them is taken whole', () => {
    const taken = inherit(teacher, parameters, student, { layers: '3,1' });
    for (const [name, array] of Object.entries(taken)) {
      const source = name.replace(/^layer([01])/, (_, index: string) => ['layer3', 'layer1'][Number(index)]!);
      expect([name, array]).toEqual([name, parameters[source]]);
    }
    expect(Object.keys(taken)).toEqual(Object.keys(student.initialise(0)));
  });

  it('of a recurrent model are known by their names, of which the first has no number', () => {
    const three = modelOf('gru', { units: 3, layers: 3 });
    const weights = three.initialise(2);
    const taken = inherit(three, weights, modelOf('gru', { units: 3, layers: 2 }), { every: 2 });
    expect(taken['cell.kernel']).toEqual(weights['cell.kernel']);
    expect(taken['cell2.kernel']).toEqual(weights['cell3.kernel']);
  });

  it('are refused where the teacher has too few, or stacks none, with both numbers', () => {
    refused(student, { every: 4 }).toThrow(
      'There are 2 stacked layers in the student (itransformer), 4 in the teacher in big: they cannot be taken every 4 layers.',
    );
    refused(teacher, {}, student).toThrow(
      'There are 4 stacked layers in the student (itransformer), 2 in the teacher in big: they cannot be taken one by one.',
    );
    const flat = modelOf('mlp', { hidden: 4 });
    refused(flat, { every: 2 }, flat).toThrow(/^There are 0 stacked layers in the student/);
    refused(flat, { layers: '0' }, flat).toThrow(/^There are 0 stacked layers in the student/);
  });

  it.each(['0,4', '0,1,2', '1'])('%s are refused: those of the teacher are 0 to 3, the student has two', (layers) => {
    refused(student, { layers }).toThrow(
      `There are 2 stacked layers in the student (itransformer), 4 in the teacher in big: they cannot be its layers ${layers}, counted from 0.`,
    );
  });

  // Of block i the steps that it reads lie 2^i apart.
  it.each([{ every: 2 }, { layers: '0,2' }])('of a cnn keep their places: %j is refused', (asked) => {
    const [four, two] = [4, 2].map((layers) => modelOf('cnn', { width: 5, layers })) as [Forecaster, Forecaster];
    refused(two, asked, four).toThrow(
      '"block2" of the teacher in big cannot become "block1" of the student: in a cnn the place of that layer decides what it reads.',
    );
  });

  // Three units read three channels: the shapes agree.
  it('that read the data are those of the teacher that do', () => {
    const [three, two] = [3, 2].map((layers) => modelOf('gru', { units: 3, layers })) as [Forecaster, Forecaster];
    refused(two, { layers: '1,2' }, three).toThrow(
      '"cell2" of the teacher in big cannot become "cell" of the student: in a gru the place of that layer decides what it reads.',
    );
    const [deep, shallow] = [3, 2].map((layers) => modelOf('tide', { width: 5, layers })) as [Forecaster, Forecaster];
    refused(shallow, { layers: '1,2' }, deep).toThrow('"encoder1" of the teacher in big cannot become "encoder0"');
  });
});
