import { splitMemberName } from '@tsdistill/contracts';
import type { ModelConfig } from '@tsdistill/forecasting';
import { contentsOf, type TeacherSide } from '@tsdistill/student-distill';
import { configFile } from '../experiment-place';
import type { Configs } from './config-texts';
import { describedModel } from './describe-model';
import type { AnyTeacherFile } from './teacher-file';

/** What messages call a teacher and a student that are known from their configs. */
export const teacherWho = (name: string): string => `the teacher in ${configFile('teacher', name)}`;
export const studentWho = (name: string): string => `the student in ${configFile('student', name)}`;

/** The model of a teacher: its own, or that of the student it is; none of forecasts made elsewhere. */
export function modelOf(teacher: AnyTeacherFile, configs: Configs): ModelConfig | undefined {
  if ('softTargets' in teacher) return undefined;
  if ('teacher-train' in teacher) return teacher['teacher-train'].model;
  // A tuned student differs from its config in nothing that layers or shapes depend on, and members of a grid have one student.
  return configs.studentOf(splitMemberName(teacher.experiment).experiment)?.student.model;
}

/** A teacher as its config describes it; `undefined` where a config is missing or wrong, which is reported for itself. */
export function teacherSideOf(name: string, configs: Configs, channelCount: number): TeacherSide | undefined {
  const teacher = configs.teacher(name);
  if (!teacher) return undefined;
  const who = teacherWho(name);
  if ('softTargets' in teacher) {
    const meta = configs.softTargets(teacher.softTargets);
    return {
      who: `${who} (forecasts made elsewhere, ${teacher.softTargets})`,
      ...(meta && { contents: contentsOf(meta) }),
    };
  }
  const [model, dataset] = [modelOf(teacher, configs), configs.dataset(teacher.dataset)];
  const forecaster = model && dataset && describedModel(model, dataset, channelCount);
  if (!forecaster) return undefined;
  const { features = [], augment, newest, splits } = teacher['soft-targets'];
  const windows = { augmented: augment !== undefined, unlabelled: newest || splits.includes('future') };
  const contents = { layers: features, quantiles: forecaster.config.quantiles };
  return { who, contents, model: { who, forecaster }, windows };
}
