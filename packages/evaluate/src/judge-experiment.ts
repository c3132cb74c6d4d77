import type { Resampling } from './bootstrap';
import { inSeedOrder, meanOf } from './compare-models';
import type { EvaluateConfig } from './config';
import { isVoid, leakText } from './honesty';
import { judgePlacebo, type PlaceboVerdict } from './judge-placebo';
import type { Evidence } from './phrases';
import type { ScoredExperiment } from './scored-experiment';
import { judgeNonInferiority, relativeDifferenceOf } from './significance';
import type { Comparison, EvaluationSummary, Leak, NonInferiority } from './summary';
import { judgeDistillation, nonInferiorityText } from './verdict';

const NO_PLACEBO =
  "Nothing can be said of the teacher's knowledge or mere smoothing: neither teacher nor placebo was heard (alpha 0).";

interface Comparisons {
  readonly comparisons: readonly Comparison[];
  readonly resampling: Resampling;
  readonly config: EvaluateConfig;
}

/** What the numbers are taken to mean; void where a model saw what it is judged on. */
export function judgeExperiment(
  { student, twin, placebos, honesty, withoutTeacher = false }: ScoredExperiment,
  { comparisons, resampling, config }: Comparisons,
): Pick<EvaluationSummary, 'nonInferiority' | 'verdict' | 'placebo'> {
  const byMse = comparisons.filter(({ metric }) => metric === 'mse');
  const find = (role: Comparison['role']) => byMse.find((comparison) => comparison.role === role) as Comparison;
  const { leaks } = honesty;
  const why = isVoid(leaks)
    ? leaks
        .filter((leak) => isVoid([leak]))
        .map(leakText)
        .join('; ')
    : null;
  const evidence = {
    level: config.bootstrap.level,
    seedCount: student.runs.length,
    windowCount: resampling.windowCount,
  };
  const tuning = { student: student.tuned, twin: twin.tuned, withoutTeacher };
  return {
    nonInferiority: keepUp(find('teacher'), config, why),
    verdict: judgeDistillation(find('twin'), evidence, { tuning, why }),
    placebo: withoutTeacherText(againstPlacebo({ placebos, twin, leaks, byMse }, resampling, evidence), withoutTeacher),
  };
}

/** The student against the placebo that did best; null without placebos. */
function againstPlacebo(
  {
    placebos,
    twin,
    leaks,
    byMse,
  }: Pick<ScoredExperiment, 'placebos' | 'twin'> & { leaks: readonly Leak[]; byMse: readonly Comparison[] },
  resampling: Resampling,
  evidence: Evidence,
): PlaceboVerdict | null {
  const means = placebos.map((placebo) => meanOf(inSeedOrder(placebo, twin), 'mse', resampling));
  const [best] = means.sort((left, right) => left.value - right.value);
  const comparison = byMse.find(({ role, reference }) => role === 'placebo' && reference === best?.name);
  if (best === undefined || comparison === undefined) return null;
  const gain = relativeDifferenceOf(best, meanOf(twin, 'mse', resampling), resampling);
  const concerned = leaks.filter((leak) => isVoid([leak]) || (leak.role === 'placebo' && leak.name === best.name));
  const why = concerned.length === 0 ? null : concerned.map(leakText).join('; ');
  return judgePlacebo({ name: best.name, count: placebos.length, gain, beyond: comparison.relative }, evidence, why);
}

/** Where no teacher is heard, no placebo is heard either. */
function withoutTeacherText(found: PlaceboVerdict | null, withoutTeacher: boolean): PlaceboVerdict | null {
  if (found === null || found.outcome === 'void' || !withoutTeacher) return found;
  return { ...found, outcome: 'cannot tell', sentence: NO_PLACEBO };
}

function keepUp({ relative }: Comparison, { margin, bootstrap }: EvaluateConfig, why: string | null): NonInferiority {
  const outcome = why === null ? judgeNonInferiority(relative, margin) : 'void';
  const sentence = nonInferiorityText(outcome, { relative, margin }, bootstrap.level);
  return { outcome, margin, relative, sentence };
}
