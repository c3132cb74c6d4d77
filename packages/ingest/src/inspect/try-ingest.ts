import { join } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { runIngest } from '../stage';
import type { InspectionContext } from './inspection-context';
import type { IngestSection } from './inspection';
import { parseSection } from './parse-section';

export interface Trial {
  /** Why there is no data set. */
  readonly problem?: PipelineError;
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
    await runIngest(parseSection(section), join(folder, 'trial'), quiet);
    return { notes };
  } catch (problem) {
    if (!(problem instanceof PipelineError)) throw problem;
    return { problem, notes };
  }
}
