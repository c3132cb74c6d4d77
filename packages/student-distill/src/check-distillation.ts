import { PipelineError } from '@tsdistill/contracts';
import type { NamedForecaster } from '@tsdistill/forecasting';
import type { DistillationConfig } from './config';
import { checkCopy } from './methods/model';
import { checkMethods } from './methods/registry';
import { namesOf, type TeacherSide } from './methods/sides';
import { mostScales } from './soft-loss';

/**
 * Whether a student can learn from these teachers as the section asks: from configs alone, before anything is trained. The stage asks the same
 * rules of the artifacts.
 *
 * @throws PipelineError SCALES_TOO_MANY, WINDOWS_NOT_ASKED, those of `checkMethods` and `checkCopy`
 */
export function checkDistillation(
  settings: DistillationConfig,
  teachers: readonly TeacherSide[],
  student: NamedForecaster,
): void {
  const { who, forecaster } = student;
  const { horizon, layers } = forecaster;
  checkScales(settings, horizon);
  const { architecture, quantiles } = forecaster.config;
  const side = { who, architecture, layers: Object.keys(layers), quantiles };
  checkMethods(settings, { teachers, student: side, horizon });
  if (settings.model) checkCopy(settings.model, teachers, student);
  for (const kind of ['augmented', 'unlabelled'] as const) if (settings[kind]) checkWindows(kind, teachers, student);
}

/** One teacher that labels such windows is enough, and what nobody knows may. */
function checkWindows(
  kind: 'augmented' | 'unlabelled',
  teachers: readonly TeacherSide[],
  student: NamedForecaster,
): void {
  if (teachers.some(({ windows }) => windows?.[kind] ?? true)) return;
  throw new PipelineError('WINDOWS_NOT_ASKED', { kind, ...namesOf(teachers, student) });
}

/** @throws PipelineError SCALES_TOO_MANY */
export function checkScales({ scales }: Pick<DistillationConfig, 'scales'>, horizon: number): void {
  const most = mostScales(horizon);
  if (scales > most) throw new PipelineError('SCALES_TOO_MANY', { scales, horizon, most });
}
