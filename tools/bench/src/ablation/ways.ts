import type { Pair } from './pairs';

/** Weight of the truth and of the teacher's forecasts in every way. */
const RESPONSE = { weights: { hard: 1, soft: 1 } };

/**
 * What is laid upon plain `response`, one setting each, not tuned: section `distillation` by way; undefined where a pair does not allow it.
 *
 * The weights make a term about as large as the soft one. That of `multi-period` turns its sum over frequencies into the mean of Ni et al. 2025.
 */
const ADDED = {
  response: () => ({}),
  confidence: () => ({ confidence: true }),
  'multi-period': ({ horizon }) => ({ 'multi-period': { weight: 2 / horizon } }),
  distances: () => ({ relational: { agree: 'distances', weight: 10 } }),
  neighbours: () => ({ relational: { agree: 'neighbours', weight: 0.1 } }),
  feature: ({ hints: [first] }) => ({ feature: { ...first, weight: 0.5 } }),
  'multi-level': ({ hints }) => ({
    'multi-level': Object.fromEntries(hints.map(({ teacher, student }) => [teacher, { student, weight: 0.25 }])),
  }),
  quantile: () => ({ quantile: { weight: 1 } }),
  model: ({ isAlike }) => (isAlike ? { model: { largest: true } } : undefined),
} satisfies Record<string, (pair: Pair) => object | undefined>;

export type Way = keyof typeof ADDED;
export const WAYS = Object.keys(ADDED) as readonly Way[];

/** Section `distillation` of a pair's experiment; undefined where the way is none for it. */
export function distillationOf(way: Way, pair: Pair): object | undefined {
  const isOther = pair.hasQuantiles ? way !== 'response' && way !== 'quantile' : way === 'quantile';
  const added = isOther ? undefined : ADDED[way](pair);
  return added && { ...RESPONSE, ...added };
}
