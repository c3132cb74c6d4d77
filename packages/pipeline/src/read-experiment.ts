import { basename, dirname, resolve } from 'node:path';
import { expandGrid, type GridMember, nearestName, PipelineError } from '@tsdistill/contracts';
import { z } from 'zod';
import { ExperimentFile } from './config-files/experiment-file';
import { checkConfig, readConfig } from './read-config';

/** An experiment before it is known whether it is a grid. */
const AnyExperiment = z.looseObject({ distillation: z.looseObject({}).optional() });

/** An experiment is named after the folder of its config. */
export const experimentName = (file: string): string => basename(dirname(resolve(file)));

/**
 * Reads an experiment.json; of a grid the member of that label, with one value in the place of each list.
 *
 * @throws PipelineError those of `readConfig`; GRID_MEMBER_MISSING for a grid without a label, GRID_MEMBER_UNKNOWN
 */
export function readExperiment(file: string, label?: string): z.output<typeof ExperimentFile> {
  const json = readConfig(file, AnyExperiment);
  const members = expandGrid(file, 'distillation', json.distillation ?? {});
  if (members.length === 0 && label === undefined) return checkConfig(file, ExperimentFile, json);
  return checkConfig(file, ExperimentFile, { ...json, distillation: findMember(file, members, label).section });
}

/** Checks an experiment. @returns it, or of a grid every member @throws PipelineError those of `checkConfig` */
export function checkExperiment(file: string, value: unknown): readonly z.output<typeof ExperimentFile>[] {
  const json = checkConfig(file, AnyExperiment, value);
  const members = expandGrid(file, 'distillation', json.distillation ?? {});
  const sections = members.length === 0 ? [json.distillation] : members.map(({ section }) => section);
  return sections.map((distillation) => checkConfig(file, ExperimentFile, { ...json, distillation }));
}

function findMember(file: string, members: readonly GridMember[], label: string | undefined): GridMember {
  const known = members.map((member) => member.label);
  if (label === undefined)
    throw new PipelineError('GRID_MEMBER_MISSING', { file, experiment: experimentName(file), known });
  const found = members.find((member) => member.label === label);
  if (found) return found;
  throw new PipelineError('GRID_MEMBER_UNKNOWN', { file, member: label, known, nearest: nearestName(label, known) });
}
