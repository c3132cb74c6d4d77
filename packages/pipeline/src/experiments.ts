import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearestName, PipelineError } from '@tsdistill/contracts';
import { ExperimentFile } from './config-files/experiment-file';
import { readConfig } from './read-config';

const FOLDER = 'data/configs/experiments';

export const experimentFile = (name: string): string => join(FOLDER, name, 'experiment.json');

export function experimentNames(): readonly string[] {
  return existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => existsSync(experimentFile(name))) : [];
}

/** @throws PipelineError EXPERIMENT_UNKNOWN */
export function refuseUnknownExperiment(name: string): void {
  const known = experimentNames();
  if (!known.includes(name))
    throw new PipelineError('EXPERIMENT_UNKNOWN', { name, nearest: nearestName(name, known), known });
}

export function tagsOf(name: string): readonly string[] {
  return readConfig(experimentFile(name), ExperimentFile).tags ?? [];
}
