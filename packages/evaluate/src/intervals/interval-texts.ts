import { formatPercent, formatSignificant, plural } from '@tsdistill/contracts';
import type { EvaluationSummary } from '../summary';

type Intervals = NonNullable<EvaluationSummary['intervals']>;
type Measured = Intervals['models'][number]['levels'][number];

/** What the student's intervals of each level held on test, as the mean over seeds, beside those that are calibrated as time passes. */
export function intervalTexts({ intervals, split }: EvaluationSummary): string[] {
  if (!intervals) return [];
  const students = intervals.models.filter(({ role }) => role === 'student');
  const basis = `calibrated on ${plural(intervals.validationWindows, 'validation window')}`;
  return intervals.levels.map((level, index) => {
    const measured = students.flatMap(({ levels }) => levels[index] ?? []);
    const say = (of: (one: Measured) => Measured['rolling']) => {
      const [coverage, width] = [
        mean(measured.map((one) => of(one).coverage)),
        mean(measured.map((one) => of(one).width)),
      ];
      const wide = width === null ? 'without bounds' : `mean width ${formatSignificant(width)} standardized`;
      return { share: coverage === null ? 'none' : formatPercent(coverage), wide };
    };
    const [fixed, rolling] = [say((one) => one), say((one) => one.rolling)];
    const lead = `${Number((100 * level).toFixed(1))} % intervals cover ${fixed.share} of ${split} values (${fixed.wide}, ${basis})`;
    return `${lead}; calibrated anew at every origin ${rolling.share} (${rolling.wide}).`;
  });
}

/** null where one of them is. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length === 0) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
