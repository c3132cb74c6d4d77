import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExperimentFile } from './config-files/experiment-file';
import { artifactFolder, configFile, CONFIGS, isArtifact } from './experiment-place';
import { readConfig } from './read-config';

/** Names of the experiments (of one tag) that have an evaluation. */
export function evaluatedExperiments(tag: string | undefined): readonly string[] {
  const home = join(CONFIGS, 'experiments');
  const names = existsSync(home) ? readdirSync(home) : [];
  return names
    .filter((name) => tag === undefined || tagsOf(name).includes(tag))
    .filter((name) => isArtifact(artifactFolder(name, 'evaluate')));
}

function tagsOf(name: string): readonly string[] {
  return readConfig(configFile('experiment', name), ExperimentFile).tags ?? [];
}
