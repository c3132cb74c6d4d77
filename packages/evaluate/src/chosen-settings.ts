import { chosenSettings, type EvaluationSummary, type ModelArtifact } from '@tsdistill/contracts';
import type { EvaluationInputs } from './open-inputs';
import { studentNames } from './score-experiment';

type Chosen = NonNullable<EvaluationSummary['chosen']>[number];

/** Of every model that all seeds of were trained with one of these tunings: what that tuning chose on validation. */
export function chosenOf(inputs: EvaluationInputs): readonly Chosen[] {
  const { student, twin } = studentNames(inputs);
  const settings = new Map(inputs.tunings.map((tuning) => [tuning.fingerprint, chosenSettings(tuning)]));
  const chosen = (role: Chosen['role'], name: string, models: readonly ModelArtifact[]): readonly Chosen[] => {
    const [tuning, ...others] = new Set(models.map(({ manifest }) => manifest.inputs['tuning']));
    const found = others.length > 0 || tuning === undefined ? undefined : settings.get(tuning);
    return found ? [{ role, name, settings: found }] : [];
  };
  return [
    ...chosen('student', student, inputs.students),
    ...chosen('twin', twin, inputs.twins),
    ...inputs.placebos.flatMap(({ name, models }) => chosen('placebo', name, models)),
    ...inputs.rivals.flatMap(({ name, models }) => chosen('rival', name, models)),
  ];
}

/** Validation chose alpha 0, and nothing but the soft term would have made the student hear its teacher. */
export function prefersNoTeacher(chosen: readonly Chosen[], { students }: Pick<EvaluationInputs, 'students'>): boolean {
  const isZero = chosen.some(({ role, settings }) => role === 'student' && settings['alpha'] === 0);
  return isZero && students.every((student) => !hearsOtherwise(student));
}

/** Weights that it began with, and losses of their own, have a section each; `weights` and `loss` say what the soft term is. */
function hearsOtherwise({ manifest }: ModelArtifact): boolean {
  const distillation = manifest.config['distillation'] as Readonly<Record<string, unknown>> | undefined;
  const { weights: _, loss: __, ...rest } = distillation ?? {};
  return Object.values(rest).some((value) => typeof value === 'object' && value !== null);
}
