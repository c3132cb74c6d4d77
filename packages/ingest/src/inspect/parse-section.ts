import { configError } from '@tsdistill/contracts';
import { IngestConfig } from '../config';

/** @throws PipelineError CONFIG_*, of the first setting that cannot be: only those that were given can be wrong */
export function parseSection(section: Readonly<Record<string, unknown>>): IngestConfig {
  const result = IngestConfig.safeParse(section);
  if (result.success) return result.data;
  throw configError({ file: '--set', schema: IngestConfig, value: section }, result.error);
}
