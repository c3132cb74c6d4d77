import { type NamedArray, type ParameterValues, PipelineError } from '@tsdistill/contracts';
import type { Anatomy, Axis } from './anatomy';
import type { Forecaster } from './forecaster';

/** A model with parameters to give, and where they lie. */
export interface Giver {
  readonly forecaster: Forecaster;
  readonly parameters: ParameterValues;
  readonly folder: string;
}

/** What is taken of them. */
export interface Inheritance {
  /** Layer i of the heir's stack is layer i · every of the giver's. */
  readonly every: number;
  /** Where the giver has more units, those of largest norm; otherwise all shapes must agree. */
  readonly largest: boolean;
}

/**
 * Parameters for `heir` to begin with, all of them taken from a model of the same architecture.
 *
 * Units are chosen by their norm: the sum of squares of all weights of the giver that lead into or out of them. The same units are taken
 * wherever they occur, in their order, so that what leads into one still leads out of it.
 *
 * @throws PipelineError COPY_ARCHITECTURE, COPY_LAYERS, COPY_SHAPES
 */
export function inheritParameters(giver: Giver, heir: Forecaster, inheritance: Inheritance): ParameterValues {
  const { folder, forecaster, parameters } = giver;
  refuseOther(giver, heir);
  const sourceOf = pairLayers(giver, heir, inheritance);
  const norms = unitNorms(forecaster.anatomy, parameters);
  const entries = Object.entries(heir.initialise(0)).map(([name, { shape }]) => {
    const source = sourceOf(name);
    const [given, from, to] = [parameters[source], forecaster.anatomy.axes[source], heir.anatomy.axes[name]];
    const refused = new PipelineError('COPY_SHAPES', { folder, name, student: shape, teacher: given?.shape ?? null });
    if (!given) throw refused;
    if (String(given.shape) === String(shape)) return [name, given] as const;
    const places =
      inheritance.largest && from && to ? from.map((axis, i) => chosenPlaces(axis, to[i] ?? [], norms)) : [];
    if (places.length === 0 || places.includes(undefined)) throw refused;
    return [name, takePlaces(given, places as readonly (readonly number[])[])] as const;
  });
  return Object.fromEntries(entries);
}

function refuseOther({ forecaster, folder }: Giver, heir: Forecaster): void {
  const [teacher, student] = [forecaster.config.architecture, heir.config.architecture];
  if (teacher !== student) throw new PipelineError('COPY_ARCHITECTURE', { folder, teacher, student });
}

/** The giver's parameter for one of the heir's. */
function pairLayers({ forecaster, folder }: Giver, heir: Forecaster, { every }: Inheritance) {
  const [own, given] = [heir.anatomy.stack, forecaster.anatomy.stack];
  const chosen = own.map((_, index) => index * every);
  if ((own.length === 0 && every > 1) || chosen.some((index) => given[index] === undefined))
    throw new PipelineError('COPY_LAYERS', { folder, every, student: own.length, teacher: given.length });
  return (name: string): string => {
    const [layer = '', ...rest] = name.split('.');
    const index = own.indexOf(layer);
    return index < 0 ? name : [given[chosen[index] ?? 0], ...rest].join('.');
  };
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
  const inner = shape.slice(dimension + 1).reduce((product, length) => product * length, 1);
  const length = shape[dimension] ?? 0;
  const squares = new Float64Array(length);
  values.forEach((value, i) => {
    const place = Math.floor(i / inner) % length;
    squares[place] = (squares[place] ?? 0) + value * value;
  });
  return squares;
}

/** Places of the giver's axis that an axis of the heir keeps; undefined where the two do not fit. */
function chosenPlaces(from: Axis, to: Axis, norms: ReadonlyMap<string, Float64Array>): readonly number[] | undefined {
  if (from.length !== to.length) return undefined;
  let first = 0;
  const places: number[] = [];
  for (const [i, { units, size }] of from.entries()) {
    const wanted = to[i]?.size ?? 0;
    if (wanted > size || (wanted < size && units === undefined)) return undefined;
    const sums = norms.get(units ?? '') ?? new Float64Array(size);
    const order = [...Array(size).keys()].sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0) || a - b);
    for (const place of order.slice(0, wanted).sort((a, b) => a - b)) places.push(first + place);
    first += size;
  }
  return places;
}

/** The values at the chosen places of every axis. */
function takePlaces({ shape, values }: NamedArray, places: readonly (readonly number[])[]): NamedArray {
  const taken = places.map(({ length }) => length);
  const size = taken.reduce((product, length) => product * length, 1);
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
