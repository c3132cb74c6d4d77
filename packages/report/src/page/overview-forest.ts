import { type EvaluationSummary, formatInterval, formatSigned } from '@tsdistill/contracts';
import { comparisonForest, forestHeight } from '../charts/comparison-forest';
import { figure } from './figure';
import type { Html } from './html';

const WORDS = {
  twin: { title: 'Students beside their twins', says: 'Left of the line the teacher helped.' },
  teacher: {
    title: 'Students beside their teachers',
    says: 'Left of the line the student is better than its teacher.',
  },
} as const;

/** One line for each experiment. */
export function overviewForest(role: 'twin' | 'teacher', summaries: readonly EvaluationSummary[]): Html | false {
  const rows = summaries.flatMap(({ experiment, comparisons, verdict }) =>
    comparisons
      .filter((one) => one.role === role && one.metric === 'mse')
      .map(({ relative, seeds }) => ({
        name: verdict.outcome === 'void' ? `${experiment} (void)` : experiment,
        relative,
        seeds,
      })),
  );
  if (rows.length === 0) return false;
  const { title, says } = WORDS[role];
  return figure({
    ...{ id: `beside-${role}`, title },
    description: `${says} Dot: mean over seeds; small marks: single seeds; bar: interval over windows and seeds.`,
    option: comparisonForest(rows, null),
    height: forestHeight(rows.length),
    table: {
      head: ['experiment', 'difference', 'interval', 'by seed'],
      rows: rows.map(({ name, relative, seeds }) => [
        name,
        formatSigned(relative.value),
        relative.interval && formatInterval(relative.interval),
        seeds.map(({ seed, relative: own }) => `${seed ?? '–'}: ${formatSigned(own)}`).join(', '),
      ]),
    },
  });
}
