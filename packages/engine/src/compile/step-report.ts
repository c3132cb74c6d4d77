import { PipelineError } from '@tsdistill/contracts';
import type { StepPosition, StepReport } from './train-step';

/** Names behind the numbers that a step returns. */
export interface ReportNames {
  /** `loss`, then the other terms. */
  readonly terms: readonly string[];
  /** Those that have a gradient. */
  readonly parameters: readonly string[];
}

/** Where in the training a report was made. */
export interface ReportPosition extends StepPosition {
  readonly step: number;
}

/**
 * Names the numbers of a step.
 *
 * @param vector loss, gradient norm, the other terms, then half the squared norm of each gradient
 * @throws PipelineError STEP_NON_FINITE
 */
export function readReport(vector: Float32Array, names: ReportNames, position: ReportPosition): StepReport {
  const [loss = NaN, gradientNorm = NaN] = vector;
  if (!Number.isFinite(loss)) throw nonFinite('the loss', loss, position);
  if (!Number.isFinite(gradientNorm)) throw badGradient(vector, names, position);
  const report: Record<string, number> & { loss: number; gradientNorm: number } = { loss, gradientNorm };
  for (let index = 1; index < names.terms.length; index++) report[names.terms[index] ?? ''] = vector[index + 1] ?? NaN;
  return report;
}

function badGradient(vector: Float32Array, names: ReportNames, position: ReportPosition): PipelineError {
  const halfSquares = vector.subarray(names.terms.length + 1);
  const first = halfSquares.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return nonFinite('the global gradient norm', vector[1] ?? NaN, position);
  return nonFinite(`the gradient of "${names.parameters[first]}"`, halfSquares[first] ?? NaN, position);
}

function nonFinite(tensor: string, value: number, { epoch, step, learningRate }: ReportPosition): PipelineError {
  return new PipelineError('STEP_NON_FINITE', { epoch, step, learningRate, tensor, value });
}
