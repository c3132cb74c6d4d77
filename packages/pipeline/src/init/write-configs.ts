import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import type { PlannedConfig } from './plan-configs';

/** Writes all configs or none of them. @throws PipelineError INIT_OCCUPIED when one is there already */
export function writeConfigs(configs: readonly PlannedConfig[]): void {
  refuseOccupied(configs);
  for (const { file, content } of configs) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx' });
  }
}

/** @throws PipelineError INIT_OCCUPIED */
export function refuseOccupied(configs: readonly Pick<PlannedConfig, 'file'>[]): void {
  const occupied = configs.find(({ file }) => existsSync(file));
  if (occupied) throw new PipelineError('INIT_OCCUPIED', { file: occupied.file });
}

/** @throws PipelineError INIT_NAME_TAKEN when a package of the workspace has the name */
export function refusePackage(name: string): void {
  const taken = ['packages', 'tools'].map((folder) => `${folder}/${name}`).find((folder) => existsSync(folder));
  if (taken !== undefined) throw new PipelineError('INIT_NAME_TAKEN', { name, taken });
}
