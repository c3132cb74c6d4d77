import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCount, plural } from '@tsdistill/contracts';
import { z } from 'zod';

const Measured = z.object({ trainingSeconds: z.number() });

/** Seconds that models were trained for, as they measured it. */
export function trainingSeconds(folders: readonly string[]): number {
  return folders.reduce((sum, folder) => {
    const text = readFileSync(join(folder, 'measured.json'), 'utf8');
    return sum + Measured.parse(JSON.parse(text)).trainingSeconds;
  }, 0);
}

/** What a refresh has cost, and what a run from nothing would. */
export interface RefreshCost {
  readonly experiment: string;
  readonly rows: number;
  readonly copied: number;
  readonly labelled: number;
  readonly models: number;
  readonly seconds: number;
  /** As long as the last full run took: `teacher` and `students` (with twins). */
  readonly full: { readonly teacher: number; readonly students: number };
}

export function costSentence({ experiment, rows, copied, labelled, models, seconds, full }: RefreshCost): string {
  const time = (value: number) => `${value.toFixed(1)} s`;
  const fullSeconds = full.teacher + full.students;
  const share = fullSeconds > 0 ? ` (${Math.round((100 * seconds) / fullSeconds)} %)` : '';
  return [
    `${experiment} went on with ${plural(rows, 'row')}: teachers labelled ${plural(labelled, 'window')}, ${formatCount(copied)} were copied; a full run labels ${formatCount(copied + labelled)}.`,
    `${plural(models, 'model')} trained for ${time(seconds)} from former weights; the last full run trained for ${time(fullSeconds)}${share}, of which the teachers ${time(full.teacher)}.`,
  ].join('\n');
}
