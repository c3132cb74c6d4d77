import { formatInterval, formatPercent, levelText, positionText } from '@tsdistill/contracts';
import { isVoid, leakText } from './honesty';
import { intervalTexts } from './intervals/interval-texts';
import { NO_INTERVAL } from './phrases';
import type { Comparison, EvaluationSummary } from './summary';

/** What the table means: verdict, placebo, teacher, retention, rivals, and how far the teachers can be trusted. */
export function sentencesOf(summary: EvaluationSummary): string[] {
  const { verdict, nonInferiority, placebo, honesty } = summary;
  return [
    verdict.sentence,
    ...(placebo === null ? [] : [placebo.sentence]),
    nonInferiority.sentence,
    retentionText(summary),
    ...rivalTexts(summary),
    ...intervalTexts(summary),
    ...honestyTexts(honesty),
  ];
}

function retentionText({ retention, bootstrap, verdict }: EvaluationSummary): string {
  if (retention.kind === 'undefined') return `Retention is not defined: ${retention.reason}.`;
  const { value, interval } = retention.estimate;
  const bounds = interval && `${formatPercent(interval.lower)} … ${formatPercent(interval.upper)}`;
  const range = bounds === null ? NO_INTERVAL : `${levelText(bootstrap.level)} ${bounds}`;
  const lead = verdict.outcome === 'void' ? 'Void for the same reason: the' : 'The';
  return `${lead} student keeps ${formatPercent(value)} of the teacher's skill over ${retention.naive} (${range}).`;
}

function rivalTexts({ comparisons, bootstrap }: EvaluationSummary): string[] {
  const text = ({ reference, relative: { value, interval } }: Comparison) => {
    const range = interval === null ? NO_INTERVAL : `${levelText(bootstrap.level)} ${formatInterval(interval)}`;
    return `Beside the rival ${reference}: the student's MSE is ${positionText(value)} its (${range}).`;
  };
  return comparisons.filter(({ role, metric }) => role === 'rival' && metric === 'mse').map(text);
}

/** The leaks that void the verdict stand in its own sentence. */
function honestyTexts({ leaks, unknown, labelMatches }: EvaluationSummary['honesty']): string[] {
  const others = leaks.filter((leak) => !isVoid([leak])).map((leak) => `Do not trust its row: ${leakText(leak)}.`);
  return [...unknownTexts(unknown), ...labelMatches, ...others];
}

function unknownTexts(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const [who, was, it] = names.length === 1 ? ['teacher', 'was', 'it'] : ['teachers', 'were', 'them'];
  return [`When the ${who} ${names.join(', ')} ${was} last fitted is unknown: the verdict trusts ${it}.`];
}
