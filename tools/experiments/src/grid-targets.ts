import type { TargetConfiguration } from '@nx/devkit';
import { evaluateReads, sharedAliases } from './experiment-targets';
import { ownReadings, placeboTarget, sharedReadings, wordsOf } from './readings';
import type { Experiment } from './resolve-configs';
import { alias, artifactOf, ENGINE, stageTarget, type TaskRef, type Targets } from './stage-target';
import { ingestOf, isTuned, projectName } from './tasks';

/** A grid only stands for its members; what it makes itself is the evaluation that chooses between them. */
export function gridTargets(root: string, grid: Experiment): Targets {
  const tuned = grid.members.filter(isTuned);
  const inMembers = (target: string, members = grid.members) => alias(members.map((member) => taskOf(member, target)));
  return {
    ...sharedAliases(grid),
    ...(tuned.length > 0 && { 'student-tune': inMembers('student-tune', tuned) }),
    'student-distill': inMembers('student-distill'),
    ...Object.fromEntries(grid.placebos.map(placeboTarget).map((target) => [target, inMembers(target)])),
    evaluate: evaluateTarget(root, grid),
    report: inMembers('report'),
  };
}

const taskOf = (member: Experiment, target: string): TaskRef => ({ project: projectName(member), target });

/** Replaced by the name of each member. */
const ANY_MEMBER = '{member}';

function evaluateTarget(root: string, grid: Experiment): TargetConfiguration {
  const { file, student, members } = grid;
  const shared = sharedReadings(grid);
  const own = ownReadings(grid).map((reading) => ({ ...reading, task: { ...reading.task, project: ANY_MEMBER } }));
  const made = members.flatMap((member) => [
    taskOf(member, 'validate'),
    ...ownReadings(member).map(({ task }) => task),
  ]);
  return stageTarget(root, {
    task: { project: projectName(grid), target: 'evaluate' },
    package: 'packages/evaluate',
    arguments: [
      ...['evaluate-grid', '--config', file, '--dataset', artifactOf(ingestOf(student.dataset))],
      ...members.flatMap(({ member }) => ['--member', member?.label ?? '']),
      ...['--validation', artifactOf({ project: ANY_MEMBER, target: 'validate' }), ...wordsOf([...shared, ...own])],
    ],
    reads: { [file]: evaluateReads },
    upstream: [ingestOf(student.dataset), ...shared.map(({ task }) => task), ...made, ENGINE],
  });
}
