import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FOLDER = 'data/work/last-run';

/** Config file → some of its keys with their values. */
const Settings = z.record(z.string(), z.record(z.string(), z.unknown()));
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** How Nx came by the result of a task. */
const Origin = z.enum(['ran', 'local cache', 'remote cache']);

/**
 * What a task was made from when Nx last provided it: `data/work/last-run/<project>/<target>.json`.
 *
 * The Nx plugin writes it after every run; it explains, and decides nothing: whether a task is fresh is told by its hash.
 */
const TaskRecord = z.strictObject({
  version: z.literal(1),
  /** Of Nx, over all inputs. */
  hash: z.string(),
  origin: Origin,
  /** ISO 8601. */
  endedAt: z.string(),
  /** Of the run that made the result; null when that was elsewhere or is not known. */
  milliseconds: z.number().nullable(),
  /** Nx's inputs of the task → their hashes. */
  inputs: z.record(z.string(), z.string()),
  /** Config file → the keys that the task reads, as they were. */
  settings: Settings,
});
export type TaskRecord = z.infer<typeof TaskRecord>;

/** @returns undefined where there is none, or one of another version */
export function readTaskRecord(project: string, target: string): TaskRecord | undefined {
  const file = join(FOLDER, project, `${target}.json`);
  if (!existsSync(file)) return undefined;
  return TaskRecord.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
}
