import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { forecastEagerly, inputsOf, largestDifference, LOOKBACK } from '../../testing/model-cases';
import { type Token, UNIT_CASES, UNIT_DATA, type UnitCase } from '../../testing/unit-places';
import { createForecaster, type Forecaster } from './forecaster';
import { inheritParameters } from './inherit-parameters';
import { ModelConfig } from './model-config';
import { ARCHITECTURES } from './registry';

/**
 * @file A student within its teacher: the teacher is the student among units that change nothing, so the student that takes the units of
 * largest norm forecasts what its teacher does. Where units lie is written down once more, by hand, in `testing/unit-places.ts`.
 */

beforeAll(() => loadEngine());

/** Name of a token and how many there are of it, in the student and in the teacher. */
function measured(token: Token, sizes: UnitCase['sizes']): { own: number; whole: number } {
  if (typeof token === 'number') return { own: token, whole: token };
  const [own, whole = 2 * own] = sizes[token.replace(/[+-]$/, '')] ?? [NaN];
  return { own, whole };
}

/** Units of different names stand at different places, so that none pass for each other. */
const standsBehind = (token: Token): boolean => String(token).replace(/[+-]$/, '') < 'n';

const range = (count: number): number[] => [...Array(count).keys()];

/** The place in the student's axis of everything along the teacher's, −1 for what is idle. */
function placesInStudent(tokens: readonly Token[], sizes: UnitCase['sizes']): number[] {
  let first = 0;
  return tokens.flatMap((token) => {
    const { own, whole } = measured(token, sizes);
    const real = range(own).map((place) => first + place);
    first += own;
    const others = String(token).endsWith('+') ? real : range(whole - own).map(() => -1);
    return standsBehind(token) ? [...others, ...real] : [...real, ...others];
  });
}

/** Places in the teacher's axis, some units backwards. */
function placesBackwards(tokens: readonly Token[], sizes: UnitCase['sizes']): number[] {
  let first = 0;
  return tokens.flatMap((token) => {
    const places = range(measured(token, sizes).whole).map((place) => first + place);
    first += places.length;
    return typeof token === 'string' && standsBehind(token) ? places.reverse() : places;
  });
}

/** The values at these places of each axis, 0 at −1. */
function arranged({ shape, values }: NamedArray, axes: readonly (readonly number[])[]): NamedArray {
  const [rows = [], columns = []] = axes.length === 1 ? [[0], axes[0]] : axes;
  const width = shape.at(-1) ?? 1;
  const cells = rows.flatMap((row) =>
    columns.map((column) => (row < 0 || column < 0 ? 0 : (values[row * width + column] ?? NaN))),
  );
  return { shape: axes.map(({ length }) => length), values: Float32Array.from(cells) };
}

function arrangeAll(
  parameters: ParameterValues,
  { sizes, places }: UnitCase,
  placesAlong: typeof placesInStudent,
): ParameterValues {
  const entries = Object.entries(parameters).map(([name, array]) => {
    const ends = Object.keys(places).filter((end) => name === end || name.endsWith(`.${end}`));
    const axes = places[ends.sort((a, b) => b.length - a.length)[0] ?? ''];
    return [
      name,
      axes
        ? arranged(
            array,
            axes.map((tokens) => placesAlong(tokens, sizes)),
          )
        : array,
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** The student among units that change nothing. */
function teacherParameters(own: ParameterValues, given: UnitCase): ParameterValues {
  const entries = Object.entries(arrangeAll(own, given, placesInStudent)).map(([name, { shape, values }]) => {
    const factor = name.includes('.query.') ? (given.scores ?? 1) : 1;
    return [name, { shape, values: values.map((value) => value * factor) }] as const;
  });
  return Object.fromEntries(entries);
}

/** Weights of equal size, so that of two equal units the one that is read has more norm than any that is not. */
function evenParameters(student: Forecaster): ParameterValues {
  const entries = Object.entries(student.initialise(5)).map(([name, { shape, values }]) => {
    const isGain = name.endsWith('gain');
    return [name, { shape, values: isGain ? values : values.map((value) => 0.4 * Math.sign(value)) }] as const;
  });
  return Object.fromEntries(entries);
}

describe.each(Object.entries(UNIT_CASES))('%s', (architecture, given) => {
  const of = (options: object) =>
    createForecaster(ModelConfig.parse({ architecture, lookback: LOOKBACK, options, ...given.settings }), UNIT_DATA);
  const [teacher, student] = [of(given.teacher), of(given.student)];
  const own = evenParameters(student);
  const parameters = teacherParameters(own, given);
  const trained = { forecaster: teacher, parameters, who: 'the teacher in big' };
  const forecast = (forecaster: Forecaster, weights: ParameterValues) =>
    forecastEagerly(forecaster, weights, inputsOf(student, 3), { batch: 3 });

  it('says what its teacher says, of which the other units change nothing', () => {
    const taken = inheritParameters(trained, student, { every: 1, largest: true });
    const said = forecast(teacher, parameters);
    expect(largestDifference(forecast(student, own), forecast(student, student.initialise(1)))).toBeGreaterThan(0.1);
    expect(largestDifference(forecast(student, taken), said)).toBeLessThan(1e-4);
    for (const [name, { values }] of Object.entries(own))
      expect([name, largestDifference(taken[name]!.values, values) < 1e-6]).toEqual([name, true]);
  });

  it('takes the same units wherever they occur, in whichever order the teacher has them', () => {
    const [forwards, backwards] = [teacher.initialise(2), arrangeAll(teacher.initialise(2), given, placesBackwards)];
    expect(largestDifference(forecast(teacher, backwards), forecast(teacher, forwards))).toBeLessThan(1e-5);
    const [one, other] = [forwards, backwards].map((weights) =>
      inheritParameters({ ...trained, parameters: weights }, student, { every: 1, largest: true }),
    );
    expect(largestDifference(forecast(student, other!), forecast(student, one!))).toBeLessThan(1e-5);
  });

  it('is refused unless the largest are asked for, with the first weights and both shapes', () => {
    expect(() => inheritParameters(trained, student, { every: 1, largest: false })).toThrow(
      /^The weights "[\w.]+" of the student \([\w-]+\) are \[[\d, ]+\], those of the teacher in big \[[\d, ]+\]\.$/,
    );
  });
});

it('is possible for all but the linear model, which has no units', () => {
  expect(ARCHITECTURES.filter((name) => !(name in UNIT_CASES))).toEqual(['linear']);
});
