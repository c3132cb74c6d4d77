import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, PipelineError } from '@tsdistill/contracts';
import type { Trial } from './trial';

/** The part of a key that trials share. */
export interface Machinery {
  /** What `engineIdentity` says. */
  readonly engine: object;
  readonly code: string;
}

/** Everything that decides a trial's artifact; its sha256 as canonical JSON is the trial's key. @throws PipelineError ARTIFACT_MISSING */
export function describeTrial(trial: Trial, { engine, code }: Machinery) {
  const { command, name = 'trial', configs, artifacts = {}, flags = {} } = trial;
  const inputs = Object.entries(artifacts).map(([option, folders]) => [
    option,
    [folders].flat().map((folder) => manifestHash(folder, option)),
  ]);
  return {
    command,
    name,
    configs,
    flags,
    inputs: Object.fromEntries(inputs) as Record<string, string[]>,
    engine,
    code,
  };
}

/** An artifact's fingerprint, without a look at its other files: the stage that reads them checks them. */
function manifestHash(folder: string, option: string): string {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) throw new PipelineError('ARTIFACT_MISSING', { folder, kind: option });
  return hashFile(file);
}
