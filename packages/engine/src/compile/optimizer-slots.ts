import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { addPrefix, mapRecord } from './map-record';
import type { Optimizer } from './optimizer-spec';

/** The arrays that an optimizer keeps, named `<slot>/<parameter>`, as they are before the first step. */
export function zeroSlots(parameters: ParameterValues, { slots }: Optimizer): ParameterValues {
  const entries = slots.flatMap((slot) => Object.entries(addPrefix(`${slot}/`, mapRecord(parameters, zerosLike))));
  return Object.fromEntries(entries);
}

function zerosLike({ shape, values }: NamedArray): NamedArray {
  return { shape, values: new Float32Array(values.length) };
}
