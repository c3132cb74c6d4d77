import { type Experiment, type Placebo, placeboName } from './resolve-configs';
import { artifactOf, type TaskRef } from './stage-target';
import { isTuned, modelOf, seedTasks, softTargetsOf, tuneOf } from './tasks';

/** One artifact that an evaluation reads, and the flag it is handed over with; placebos and rivals with their name. */
export interface Reading {
  readonly flag: string;
  readonly name?: string;
  readonly task: TaskRef;
}

export const placeboTarget = (placebo: Placebo): string => `placebo-${placeboName(placebo)}`;

/** The words of a command line that hand readings over. */
export function wordsOf(readings: readonly Reading[]): string[] {
  return readings.flatMap(({ flag, name, task }) => [
    flag,
    `${name === undefined ? '' : `${name}=`}${artifactOf(task)}`,
  ]);
}

/** What the members of a grid have in common: forecasts and models of the teachers, twins, rivals. */
export function sharedReadings({ student, teachers, rivals }: Experiment): readonly Reading[] {
  const models = teachers.map(modelOf).filter((task) => task !== undefined);
  return [
    ...each('--soft-targets', teachers.map(softTargetsOf)),
    ...each('--teacher', models),
    ...each('--twin', seedTasks(student, 'student-alone', student)),
    ...rivals.flatMap((rival) => each('--rival', seedTasks(rival, 'student-alone', rival), rival.name)),
    ...each('--tuning', [student, ...rivals].filter(isTuned).map(tuneOf)),
  ];
}

/** What an experiment distils itself: its student, and the same from each placebo. */
export function ownReadings(experiment: Experiment): readonly Reading[] {
  const { student, placebos } = experiment;
  const tasks = (target: string) => seedTasks(experiment, target, student);
  return [
    ...each('--student', tasks('student-distill')),
    ...placebos.flatMap((placebo) => each('--placebo', tasks(placeboTarget(placebo)), placeboName(placebo))),
    ...each('--tuning', [experiment].filter(isTuned).map(tuneOf)),
  ];
}

function each(flag: string, tasks: readonly TaskRef[], name?: string): Reading[] {
  return tasks.map((task) => ({ flag, task, ...(name !== undefined && { name }) }));
}
