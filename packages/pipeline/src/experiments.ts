import { existsSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { nearestName, PipelineError } from '@tsdistill/contracts';
import { configFile } from './experiment-place';
import { readConfig } from './read-config';

const FOLDER = 'data/configs/experiments';

export function experimentNames(): readonly string[] {
  return existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => existsSync(configFile('experiment', name))) : [];
}

/** @throws PipelineError EXPERIMENT_UNKNOWN */
export function refuseUnknownExperiment(name: string): void {
  const known = experimentNames();
  if (!known.includes(name))
    throw new PipelineError('EXPERIMENT_UNKNOWN', { name, nearest: nearestName(name, known), known });
}

/** Of an experiment, a grid or not. */
const Tagged = z.looseObject({ tags: z.array(z.string()).default([]) });

export function tagsOf(name: string): readonly string[] {
  return readConfig(configFile('experiment', name), Tagged).tags;
}
