import type { EvaluationSummary } from '@tsdistill/contracts';

type Intervals = NonNullable<EvaluationSummary['intervals']>;
type Level = Intervals['models'][number]['levels'][number];
export type Coverage = Level['rolling'];

/** Intervals of one level: what they hold of the truths, and how wide they are; means over seeds. */
export interface MeasuredLevel {
  readonly level: number;
  /** Calibrated on validation. */
  readonly fixed: Coverage;
  /** Calibrated anew at every origin. */
  readonly rolling: Coverage;
  /** Of those from validation. */
  readonly perStep: readonly Coverage[];
  readonly perChannel: readonly Coverage[];
}

/** @returns one for each level, in the order of the summary */
export function measuredLevels({ levels, models }: Intervals, role: 'student' | 'twin'): readonly MeasuredLevel[] {
  const seeds = models.filter((model) => model.role === role);
  return levels.map((level, index) => {
    const measured = seeds.flatMap((seed) => seed.levels[index] ?? []);
    const places = (key: 'perStep' | 'perChannel') =>
      (measured[0]?.[key] ?? []).map((_, place) => meanCoverage(measured.flatMap((one) => one[key][place] ?? [])));
    return {
      ...{ level, fixed: meanCoverage(measured), rolling: meanCoverage(measured.map(({ rolling }) => rolling)) },
      ...{ perStep: places('perStep'), perChannel: places('perChannel') },
    };
  });
}

function meanCoverage(all: readonly Coverage[]): Coverage {
  return { coverage: mean(all.map(({ coverage }) => coverage)), width: mean(all.map(({ width }) => width)) };
}

/** null where one of them is. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length === 0) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
