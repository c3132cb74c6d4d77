import {
  formatCount,
  formatInterval,
  formatPercent,
  formatSignificant,
  type LatencyByModel,
  latencyKey,
  positionText,
} from '@tsdistill/contracts';
import type { Interval } from './bootstrap';
import { isVoid } from './honesty';
import type { EvaluationSummary, ModelSummary } from './summary';

/**
 * What the experiment is worth in one line: how much smaller and faster the student is, and what it keeps.
 *
 * "145 parameters instead of 1,260,048 (8,690× smaller, 12.0× faster a window): keeps 98.3 % (96.7 … 100.6) of …"
 */
export function headlineOf(summary: EvaluationSummary, latency: LatencyByModel): string {
  const find = (role: ModelSummary['role']) => summary.models.find((model) => model.role === role);
  const [teacher, student] = [find('teacher'), find('student')];
  if (teacher === undefined || student === undefined) return '';
  return `${sizeText(student, teacher, latency)}: ${worthText(summary)}`;
}

function sizeText(student: ModelSummary, teacher: ModelSummary, latency: LatencyByModel): string {
  const own = student.parameterCount === null ? 'A student' : `${formatCount(student.parameterCount)} parameters`;
  const timeOf = (model: ModelSummary) => latency[latencyKey(model)]?.find(({ batch }) => batch === 1)?.p50Ms ?? null;
  const ratios = [
    ratioText(teacher.parameterCount, student.parameterCount, ['smaller', 'larger', 'as large']),
    ratioText(timeOf(teacher), timeOf(student), ['faster a window', 'slower a window', 'as fast']),
  ].filter((text) => text !== '');
  const instead = teacher.parameterCount === null ? '' : ` instead of ${formatCount(teacher.parameterCount)}`;
  return `${own}${instead}${ratios.length === 0 ? '' : ` (${ratios.join(', ')})`}`;
}

/** 8690, 1 → "8,690× smaller", 1, 2 → "2.00× larger". */
function ratioText(
  before: number | null,
  after: number | null,
  [less, more, alike]: readonly [string, string, string],
): string {
  if (before === null || after === null || before === 0 || after === 0) return '';
  const ratio = before / after;
  if (Math.abs(Math.log(ratio)) < 0.005) return alike;
  return ratio > 1 ? `${formatSignificant(ratio)}× ${less}` : `${formatSignificant(1 / ratio)}× ${more}`;
}

function worthText({ retention, nonInferiority, honesty, verdict }: EvaluationSummary): string {
  if (verdict.outcome === 'void') {
    const who = honesty.leaks.filter((leak) => isVoid([leak])).map(({ role }) => role);
    return `what it keeps cannot be said, as the ${[...new Set(who)].join(' and ')} saw validation or test rows (void)`;
  }
  const margin = `${Number((100 * nonInferiority.margin).toFixed(2))} %`;
  const claim = {
    'non-inferior': `non-inferior at ${margin}`,
    inferior: `inferior at ${margin}`,
    'cannot tell': `cannot tell whether non-inferior at ${margin}`,
    void: 'void',
  }[nonInferiority.outcome];
  if (retention.kind === 'defined') {
    const { value, interval } = retention.estimate;
    const range = interval === null ? 'no interval' : boundsText(interval);
    return `keeps ${formatPercent(value)} (${range}) of the teacher's skill over ${retention.naive}; ${claim}`;
  }
  const { value, interval } = nonInferiority.relative;
  const range = interval === null ? 'no interval' : formatInterval(interval);
  return `its MSE is ${positionText(value)} the teacher's (${range}); ${claim}`;
}

/** Percent without the sign, which stands before it already. */
function boundsText({ lower, upper }: Interval): string {
  return `${formatPercent(lower)} … ${formatPercent(upper)}`.replaceAll(' %', '');
}
