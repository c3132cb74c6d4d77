import type { Tensor } from '@tensorflow/tfjs';
import { PipelineError } from '@tsdistill/contracts';
import { tf } from '../tf';
import { refusePromises } from '../trace/trace';
import type { ForwardContext, Tensors } from './forward-context';
import type { LossFunction, LossTerms } from './train-step';
import { trainingContext } from './training-context';

/** Names that a step report uses itself. */
const RESERVED = 'gradientNorm';

/** What one evaluation of a loss gives. Terms and statistics are kept: dispose them; gradients end with the scope of the caller. */
export interface LossGradients {
  /** `loss` first, then the other terms. */
  readonly terms: Tensors;
  /** One for each parameter that is learned, of its shape. */
  readonly gradients: Tensors;
  /** Running statistics after the step: the other parameters. */
  readonly statistics: Tensors;
}

/**
 * The loss terms, the gradients of `loss` with respect to every parameter that is learned, and what becomes of the others.
 *
 * @throws PipelineError TRACE_ASYNC, TRACE_OUTPUT, GRAD_UNUSED_PARAMETER
 */
export function lossGradients(
  loss: LossFunction,
  parameters: Tensors,
  feeds: Tensors,
  dropout: ForwardContext['dropout'],
): LossGradients {
  const names = Object.keys(parameters);
  const context = trainingContext(parameters, dropout);
  let terms: Tensors = {};
  const evaluate = (): Tensor => {
    const result = loss(parameters, feeds, context);
    refusePromises('the loss', result);
    checkTerms(result);
    terms = keepTerms(result);
    return result.loss;
  };
  const { grads } = tf.engine().gradients(evaluate, Object.values(parameters), undefined, true);
  const statistics = Object.fromEntries(context.statistics);
  const all = names.map((name, index) => [name, grads[index]] as const);
  const learned = all.filter(([name]) => !context.statistics.has(name));
  const missing = learned.flatMap(([name, gradient]) => (gradient ? [] : [name]));
  if (missing.length > 0) {
    tf.dispose([terms, statistics]);
    throw new PipelineError('GRAD_UNUSED_PARAMETER', { parameters: missing });
  }
  return { terms, gradients: Object.fromEntries(learned) as Tensors, statistics };
}

/** Copies that outlive the tape. */
function keepTerms({ loss, ...others }: LossTerms): Tensors {
  return Object.fromEntries(Object.entries({ loss, ...others }).map(([name, term]) => [name, tf.keep(term.clone())]));
}

function checkTerms(terms: Partial<LossTerms>): void {
  if (!terms.loss) throw new PipelineError('TRACE_OUTPUT', { output: 'loss', problem: 'is missing' });
  for (const [output, term] of Object.entries(terms)) {
    const problem = problemOf(output, term);
    if (problem !== undefined) throw new PipelineError('TRACE_OUTPUT', { output, problem });
  }
}

function problemOf(name: string, term: Tensor | undefined): string | undefined {
  if (name === RESERVED) return 'has a name that the step report uses itself';
  if (!(term instanceof tf.Tensor)) return 'is not a tensor';
  if (term.isDisposed) return 'is disposed';
  if (term.rank !== 0) return `has the shape [${term.shape}], not []`;
  return term.dtype === 'float32' ? undefined : `has the type ${term.dtype}, not float32`;
}
