import { type NamedArray, type ParameterValues, PipelineError } from '@tsdistill/contracts';

/** @throws PipelineError STATE_MISMATCH unless `found` has exactly the names and shapes of `expected` */
export function checkArrays(expected: Readonly<Record<string, readonly number[]>>, found: ParameterValues): void {
  for (const name in found) {
    if (!Object.hasOwn(expected, name)) throw new PipelineError('STATE_MISMATCH', { name, problem: 'is not known' });
  }
  for (const name in expected) checkArray(name, expected[name] as readonly number[], found[name]);
}

/** Shapes by name. */
export function shapesOf(values: ParameterValues): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(values).map(([name, { shape }]) => [name, shape]));
}

function checkArray(name: string, shape: readonly number[], found: NamedArray | undefined): void {
  if (!found) throw new PipelineError('STATE_MISMATCH', { name, problem: 'is missing' });
  if (found.shape.join() === shape.join()) return;
  throw new PipelineError('STATE_MISMATCH', { name, problem: `has the shape [${found.shape}], not [${shape}]` });
}
