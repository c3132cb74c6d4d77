import { createInterface } from 'node:readline/promises';
import { PipelineError, plural } from '@tsdistill/contracts';
import { CLEAN_PARTS, type CleanPart, deletePart, measureFolder } from '../clean/clean-parts';
import { printOutcome } from '../verbosity';

export interface CleanArguments {
  /** Empty for all. */
  readonly parts: readonly CleanPart[];
  readonly yes: boolean;
}

/** Says what it would free, asks, and deletes. @throws PipelineError CLEAN_UNCONFIRMED when nobody can be asked */
export async function clean({ parts, yes }: CleanArguments): Promise<void> {
  const chosen = parts.length > 0 ? parts : (Object.keys(CLEAN_PARTS) as CleanPart[]);
  const measured = chosen.map((part) => ({ part, ...measureFolder(CLEAN_PARTS[part].folder) }));
  const total = measured.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { part, bytes, fileCount } of measured) {
    const { folder, after } = CLEAN_PARTS[part];
    process.stdout.write(
      `${part.padEnd(10)}${megabytes(bytes).padStart(12)}  ${folder} (${plural(fileCount, 'file')}): ${after}\n`,
    );
  }
  process.stdout.write(`${'all'.padEnd(10)}${megabytes(total).padStart(12)}  configs, raw data and results stay\n`);
  if (total === 0) return;
  if (!yes && !(await isConfirmed(megabytes(total)))) return;
  for (const { part } of measured) deletePart(part);
  printOutcome(`freed ${megabytes(total)}\n`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function isConfirmed(bytes: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new PipelineError('CLEAN_UNCONFIRMED', { bytes });
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asker.question(`Delete ${bytes}? [y/N] `)).trim());
  } finally {
    asker.close();
  }
}
