import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PipelineError } from '../errors/pipeline-error';
import { ARTIFACT_KINDS, type ArtifactKind, Manifest, type ManifestOf } from '../schemas/manifest';
import { hashBytes, hashFile } from './hash-file';

/** An artifact whose manifest is valid and whose files are exactly what the manifest says. */
export interface OpenArtifact<Kind extends ArtifactKind> {
  readonly folder: string;
  readonly manifest: ManifestOf<Kind>;
  /** sha256 of the manifest. */
  readonly fingerprint: string;
}

/**
 * Opens an artifact: checks kind, version and schema, and hashes every file once.
 *
 * @throws PipelineError ARTIFACT_MISSING, ARTIFACT_INVALID, ARTIFACT_KIND, ARTIFACT_VERSION, ARTIFACT_CORRUPT
 */
export function openArtifact<Kind extends ArtifactKind>(folder: string, kind: Kind): OpenArtifact<Kind> {
  const text = readManifest(folder, kind);
  const file = join(folder, 'manifest.json');
  checkKind(folder, parseJson(file, text, ManifestHead), kind);
  const manifest = parseJson(file, text, Manifest);
  const meta = parseValue(file, manifest.meta, ARTIFACT_KINDS[kind].meta);
  for (const [name, entry] of Object.entries(manifest.files)) checkFile(join(folder, name), entry);
  return { folder, manifest: { ...manifest, meta } as ManifestOf<Kind>, fingerprint: hashBytes(text) };
}

function readManifest(folder: string, kind: ArtifactKind): string {
  try {
    return readFileSync(join(folder, 'manifest.json'), 'utf8');
  } catch (cause) {
    throw new PipelineError('ARTIFACT_MISSING', { folder, kind }, { cause });
  }
}

/** What every version of a manifest has: read before the rest, whose shape depends on it. */
const ManifestHead = z.object({ kind: z.string(), version: z.number() });

function checkKind(folder: string, found: z.infer<typeof ManifestHead>, kind: ArtifactKind): void {
  const supported = ARTIFACT_KINDS[kind].version;
  if (found.kind !== kind) throw new PipelineError('ARTIFACT_KIND', { folder, found: found.kind, expected: kind });
  if (found.version !== supported)
    throw new PipelineError('ARTIFACT_VERSION', { folder, found: found.version, supported });
}

function checkFile(path: string, expected: { sha256: string; bytes: number }): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  const found = size === undefined ? 'nothing (no such file)' : hashFile(path);
  if (found !== expected.sha256)
    throw new PipelineError('ARTIFACT_CORRUPT', { file: path, expected: expected.sha256, found });
}

/** Parses JSON of an artifact; what does not fit its schema is ARTIFACT_INVALID with the first bad key. */
export function parseJson<Schema extends z.ZodType>(file: string, text: string, schema: Schema): z.infer<Schema> {
  try {
    return parseValue(file, JSON.parse(text), schema);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new PipelineError('ARTIFACT_INVALID', { file, problem: `it is not JSON (${cause.message})` }, { cause });
  }
}

function parseValue<Schema extends z.ZodType>(file: string, value: unknown, schema: Schema): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const problem = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
  throw new PipelineError('ARTIFACT_INVALID', { file, problem }, { cause: result.error });
}
