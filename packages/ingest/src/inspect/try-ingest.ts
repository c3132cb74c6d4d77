import { join } from 'node:path';
import { COVARIATE_ROLES, type Covariates, openDataset, PipelineError } from '@tsdistill/contracts';
import { runIngest } from '../stage';
import type { InspectionContext } from './inspection-context';
import type { IngestSection } from './inspection';
import { parseSection } from './parse-section';

export interface Trial {
  /** Why there is no data set. */
  readonly problem?: PipelineError;
  /** Channels beside the targets; absent where there are none. */
  readonly covariates?: Covariates;
  /** What ingest warns of, and what its policies did. */
  readonly notes: readonly string[];
}

/** Makes a data set from a section, and throws it away. */
export async function tryIngest(section: IngestSection, { folder, host }: InspectionContext): Promise<Trial> {
  const notes: string[] = [];
  const note = (fields: Readonly<Record<string, unknown>>, message: string) => {
    const values = Object.entries(fields).map(([name, value]) => `${name} ${String(value)}`);
    notes.push(`${message} (${values.join(', ')})`);
  };
  const notePolicy: typeof note = (fields, message) => {
    if ('action' in fields) note(fields, message);
  };
  const quiet = { ...host, workFolder: folder, info: notePolicy, detail: () => undefined, warn: note };
  try {
    const out = join(folder, 'trial');
    await runIngest(parseSection(section), out, quiet);
    const { past, known, static: features } = openDataset(out).manifest.meta.channels;
    const covariates = { past, known, static: features };
    return COVARIATE_ROLES.some((role) => covariates[role].length > 0) ? { covariates, notes } : { notes };
  } catch (problem) {
    if (!(problem instanceof PipelineError)) throw problem;
    return { problem, notes };
  }
}
