import { type NamedArray, type ParameterValues, sizeOf } from '@tsdistill/contracts';
import type { Anatomy, Axis } from './anatomy';
import type { Forecaster } from './forecaster';
import type { Inheritance } from './pair-layers';
import { type NamedForecaster, pairParameters } from './pair-parameters';

/** A teacher with the values of its parameters. */
export interface TrainedForecaster extends NamedForecaster {
  readonly parameters: ParameterValues;
}

/**
 * Parameters for a student to begin with, all of them taken from a teacher of the same architecture.
 *
 * Units are chosen by their norm: the sum of squares of all weights of the teacher that lead into or out of them. The same units are taken
 * wherever they occur, in their order, so that what leads into one still leads out of it.
 *
 * @throws PipelineError those of `pairParameters`
 */
export function inheritParameters(
  teacher: TrainedForecaster,
  student: Forecaster,
  inheritance: Inheritance,
): ParameterValues {
  const { forecaster, parameters } = teacher;
  const pairs = pairParameters(teacher, { forecaster: student, who: 'the student' }, inheritance);
  const norms = unitNorms(forecaster.anatomy, parameters);
  const shapes = student.parameterShapes();
  const entries = [...pairs].map(([name, source]) => {
    const given = parameters[source];
    if (!given) throw new RangeError(`the weights "${source}" are missing`);
    if (String(given.shape) === String(shapes[name])) return [name, given] as const;
    const [from = [], to = []] = [forecaster.anatomy.axes[source], student.anatomy.axes[name]];
    const places = from.map((axis, i) => chosenPlaces(axis, to[i] ?? [], norms));
    return [name, scaled(takePlaces(given, places), divisorOf(student, name) / divisorOf(forecaster, source))] as const;
  });
  return Object.fromEntries(entries);
}

/** What a model divides the outcome of a parameter by. */
function divisorOf({ anatomy }: Pick<Forecaster, 'anatomy'>, name: string): number {
  return anatomy.divisors?.[name] ?? 1;
}

/** So that fewer units, divided by less, say as much. */
function scaled({ shape, values }: NamedArray, factor: number): NamedArray {
  return { shape, values: values.map((value) => value * factor) };
}

/** Sum of squares of everything that leads into or out of each unit, by the name of the units. */
function unitNorms({ axes }: Anatomy, parameters: ParameterValues): ReadonlyMap<string, Float64Array> {
  const norms = new Map<string, Float64Array>();
  for (const [name, list] of Object.entries(axes)) {
    const array = parameters[name];
    if (!array) continue;
    list.forEach((axis, dimension) => {
      const squares = sliceSquares(array, dimension);
      let first = 0;
      for (const { units, size } of axis) {
        if (units !== undefined) addTo(norms, units, squares.subarray(first, first + size));
        first += size;
      }
    });
  }
  return norms;
}

function addTo(norms: Map<string, Float64Array>, name: string, squares: Float64Array): void {
  const sums = norms.get(name) ?? new Float64Array(squares.length);
  squares.forEach((square, i) => (sums[i] = (sums[i] ?? 0) + square));
  norms.set(name, sums);
}

/** Sum of squares at each place of one axis. */
function sliceSquares({ shape, values }: NamedArray, dimension: number): Float64Array {
  const inner = sizeOf(shape.slice(dimension + 1));
  const length = shape[dimension] ?? 0;
  const squares = new Float64Array(length);
  values.forEach((value, i) => {
    const place = Math.floor(i / inner) % length;
    squares[place] = (squares[place] ?? 0) + value * value;
  });
  return squares;
}

/** Places of the teacher's axis that an axis of the student keeps, which fits it. */
function chosenPlaces(from: Axis, to: Axis, norms: ReadonlyMap<string, Float64Array>): readonly number[] {
  let first = 0;
  return from.flatMap(({ units, size }, i) => {
    const sums = norms.get(units ?? '') ?? new Float64Array(size);
    const order = [...Array(size).keys()].sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0) || a - b);
    const chosen = order.slice(0, to[i]?.size ?? 0).sort((a, b) => a - b);
    first += size;
    return chosen.map((place) => first - size + place);
  });
}

/** The values at the chosen places of every axis. */
function takePlaces({ shape, values }: NamedArray, places: readonly (readonly number[])[]): NamedArray {
  const taken = places.map(({ length }) => length);
  const size = sizeOf(taken);
  const at = (index: number): number => {
    let [rest, offset, stride] = [index, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = taken[axis] ?? 1;
      offset += (places[axis]?.[rest % length] ?? 0) * stride;
      stride *= shape[axis] ?? 1;
      rest = Math.floor(rest / length);
    }
    return offset;
  };
  return { shape: taken, values: Float32Array.from({ length: size }, (_, index) => values[at(index)] ?? NaN) };
}
