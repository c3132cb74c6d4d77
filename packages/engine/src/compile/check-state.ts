import { type NamedArray, type ParameterValues, PipelineError, sizeOf } from '@tsdistill/contracts';

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
  const problem = problemOf(shape, found);
  if (problem !== undefined) throw new PipelineError('STATE_MISMATCH', { name, problem });
}

function problemOf(shape: readonly number[], found: NamedArray | undefined): string | undefined {
  if (!found) return 'is missing';
  if (found.shape.join() !== shape.join()) return `has the shape [${found.shape}], not [${shape}]`;
  const size = sizeOf(shape);
  return found.values.length === size ? undefined : `has ${found.values.length} values, not ${size}`;
}
