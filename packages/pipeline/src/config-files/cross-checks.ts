import { PipelineError } from '@tsdistill/contracts';
import { shownLayers } from '@tsdistill/soft-targets';
import { checkDistillation, checkTune } from '@tsdistill/student-distill';
import type { z } from 'zod';
import type { Configs } from './config-texts';
import type { ExperimentFile } from './experiment-file';
import { forAnyChannels } from './for-any-channels';
import { describedModel, describeModel } from './describe-model';
import { modelOf, studentWho, teacherSideOf, teacherWho } from './teacher-side';
import type { StudentFile } from './student-file';
import type { AnyTeacherFile } from './teacher-file';

/**
 * @file What configs say of each other: rules of the stages, asked before anything is trained. What is missing or wrong in another file is
 * that file's problem, so it is left out here.
 */

/** What a placebo is called that is no teacher: hints, quantiles and weights fall away for it. */
const SMOOTHED_LABELS = 'smoothed-labels';

/**
 * Whether a student can learn as its experiment asks, from its teachers and from each placebo, and be judged beside the teachers.
 *
 * @throws PipelineError SPLIT_NOT_ASKED, those of `checkDistillation`
 */
export function crossCheckExperiment(experiment: z.output<typeof ExperimentFile>, configs: Configs): void {
  const { student: name, teachers, placebos, distillation, evaluate } = experiment;
  for (const teacher of teachers) refuseUnjudged(teacher, evaluate.split, configs);
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

function refuseUnjudged(name: string, split: 'test' | 'validation', configs: Configs): void {
  const teacher = configs.teacher(name);
  if (!teacher || 'softTargets' in teacher) return;
  const { splits } = teacher['soft-targets'];
  if (!splits.includes(split))
    throw new PipelineError('SPLIT_NOT_ASKED', { split, teacherWho: teacherWho(name), splits });
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
