import { PipelineError } from '@tsdistill/contracts';
import { IngestConfig } from '../config';

/** @throws PipelineError CONFIG_INVALID, of the first setting that cannot be: only those that were given can be wrong */
export function parseSection(section: Readonly<Record<string, unknown>>): IngestConfig {
  const result = IngestConfig.safeParse(section);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const key = ['ingest', ...(issue?.path ?? []), ...unknown].join('.');
  const problem = unknown.length > 0 ? 'there is no such setting' : (issue?.message ?? '');
  throw new PipelineError('CONFIG_INVALID', { file: '--set', key, problem }, { cause: result.error });
}
