/** Prefixes of the inputs of traces, and of the variables and placeholders that stand for them in a graph. */
export const PARAMETER = 'parameter/';
export const SLOT = 'slot/';
export const INPUT = 'input/';

/** Prefixes of the outputs of a traced loss. */
export const TERM = 'term/';
export const GRADIENT = 'gradient/';
export const STATISTIC = 'statistic/';

/** Nodes that a running step feeds besides its inputs: `StepScalars`, and the seed. */
export const SCALARS = 'scalars';
export const SEED = 'seed';

/** Node that a running step fetches: loss, gradient norm, the other terms, half the squared norm of each gradient. */
export const REPORT = 'report';
