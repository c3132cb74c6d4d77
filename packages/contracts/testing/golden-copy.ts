import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArtifactKind } from '../src/schemas/manifest';

export const KINDS: readonly ArtifactKind[] = [
  ...(['dataset', 'model', 'soft-targets', 'evaluation', 'tuning', 'size', 'backtest'] as const),
];

/** Copies the golden artifact of a kind to `folder`, to be changed by a test. @returns `folder` */
export function copyGolden(kind: ArtifactKind, folder: string): string {
  cpSync(join(__dirname, `../golden/${kind}@1`), folder, { recursive: true });
  return folder;
}

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Rewrites a JSON file through `change`, which mutates what it is given. */
export function changeJson(path: string, change: (value: JsonObject) => void): void {
  const value = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  change(value);
  writeFileSync(path, JSON.stringify(value));
}

/** Every object inside a JSON value, itself included, with its path. */
export function* objectsIn(value: Json, path = ''): Generator<{ path: string; object: JsonObject }> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield { path, object: value };
  for (const [key, item] of Object.entries(value)) yield* objectsIn(item, path === '' ? key : `${path}.${key}`);
}
