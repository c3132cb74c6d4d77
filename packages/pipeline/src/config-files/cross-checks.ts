import { shownLayers } from '@tsdistill/soft-targets';
import { checkDistillation, checkTune } from '@tsdistill/student-distill';
import type { z } from 'zod';
import type { Configs } from './config-texts';
import type { ExperimentFile } from './experiment-file';
import { forAnyChannels } from './for-any-channels';
import { describedModel, describeModel } from './describe-model';
import { modelOf, studentWho, teacherSideOf } from './teacher-side';
import type { StudentFile } from './student-file';
import type { AnyTeacherFile } from './teacher-file';

/**
 * @file What configs say of each other: rules of the stages, asked before anything is trained. What is missing or wrong in another file is
 * that file's problem, so it is left out here.
 */

/** What a placebo is called that is no teacher: hints, quantiles and weights fall away for it. */
const SMOOTHED_LABELS = 'smoothed-labels';

/** Whether a student can learn as its experiment asks, from its teachers and from each placebo. @throws PipelineError those of `checkDistillation` */
export function crossCheckExperiment(experiment: z.output<typeof ExperimentFile>, configs: Configs): void {
  const { student: name, teachers, placebos, distillation } = experiment;
  const student = configs.student(name);
  const dataset = student && configs.dataset(student.dataset);
  if (!dataset) return;
  const lists = [teachers, ...placebos.filter((placebo) => placebo !== SMOOTHED_LABELS).map((placebo) => [placebo])];
  for (const list of lists)
    forAnyChannels((channelCount) => {
      const sides = list.flatMap((teacher) => teacherSideOf(teacher, configs, channelCount) ?? []);
      const forecaster = describedModel(student.student.model, dataset, channelCount);
      if (forecaster && sides.length === list.length)
        checkDistillation(distillation, sides, { who: studentWho(name), forecaster });
    });
}

/** Whether a model can be made for its data set, and has what is to be tuned. @throws PipelineError SEASON_TOO_LONG, those of `checkTune` */
export function crossCheckStudent(
  { dataset: name, student, tune }: z.output<typeof StudentFile>,
  configs: Configs,
): void {
  if (tune) checkTune(student, tune);
  const dataset = configs.dataset(name);
  if (dataset) describeModel(student.model, dataset, 1);
}

/** The same of a teacher, and whether it shows the hidden layers that it is to export. @throws PipelineError SEASON_TOO_LONG, LAYER_UNKNOWN */
export function crossCheckTeacher(file: string, teacher: AnyTeacherFile, configs: Configs): void {
  const [model, dataset] = [modelOf(teacher, configs), configs.dataset(teacher.dataset)];
  if (!model || !dataset || 'softTargets' in teacher) return;
  const describe = 'experiment' in teacher ? describedModel : describeModel;
  const forecaster = describe(model, dataset, 1);
  if (forecaster) shownLayers({ who: `the teacher in ${file}`, forecaster }, teacher['soft-targets'].features);
}
