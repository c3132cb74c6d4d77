import { labelMatchText, matchLabels, type OriginKeys, type WindowData } from '@tsdistill/forecasting';
import { countInSample, findLeaks, findUnknown, type Fitted, latestOf } from './honesty';
import { type EvaluationInputs, type NamedModels, teacherOf } from './open-inputs';
import { studentNames } from './score-experiment';
import type { Honesty } from './summary';
import { memberNames } from './teacher-names';

/** Looks at where the knowledge of every model comes from, before anything is scored. */
export function examineInputs(inputs: EvaluationInputs, data: WindowData, keys: OriginKeys): Honesty {
  const names = memberNames(inputs);
  const matches = inputs.softTargets.map((teacher, index) => ({
    name: `the teacher ${names[index] ?? ''}`,
    isOutside: teacher.meta.teacher === null,
    match: matchLabels(teacher, data),
  }));
  const teachers = teachersFitted(inputs, keys);
  return {
    leaks: findLeaks([...teachers, ...studentsFitted(inputs)], data),
    unknown: findUnknown(teachers),
    labelMatches: matches
      .filter(({ match }) => match.suspicious)
      .map(({ match, ...teacher }) => labelMatchText(teacher, match)),
  };
}

/** By the soft targets, or where they do not know, by the teacher's own model. */
function teachersFitted(inputs: EvaluationInputs, keys: OriginKeys): Fitted[] {
  const names = memberNames(inputs);
  return inputs.softTargets.map((softTargets, index) => ({
    role: 'teacher',
    name: names[index] ?? '',
    trainedUntil: latestOf([
      softTargets.meta.trainedUntil,
      teacherOf(inputs, index)?.description.provenance.trainedUntil ?? null,
    ]),
    inSampleWindows: countInSample(softTargets, keys),
  }));
}

/** One entry for all seeds of a model. */
function studentsFitted(inputs: EvaluationInputs): Fitted[] {
  const { student, twin } = studentNames(inputs);
  const fitted = (role: Fitted['role'], { name, models }: NamedModels): Fitted => ({
    role,
    name,
    trainedUntil: latestOf(models.map(({ description }) => description.provenance.trainedUntil)),
    inSampleWindows: 0,
  });
  return [
    fitted('student', { name: student, models: inputs.students }),
    fitted('twin', { name: twin, models: inputs.twins }),
    ...inputs.placebos.map((placebo) => fitted('placebo', placebo)),
    ...inputs.rivals.map((rival) => fitted('rival', rival)),
  ];
}
