import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PipelineError } from '../errors/pipeline-error';
import { ARTIFACT_KINDS, type ArtifactKind, Manifest, type ManifestOf } from '../schemas/manifest';
import { hashBytes, hashFile } from './hash-file';
import type { FileEntry } from './hashing-file';

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
  const file = join(folder, 'manifest.json');
  const bytes = readManifest(folder, kind);
  const text = bytes.toString('utf8');
  checkKind(folder, parseJson(file, text, ManifestHead), kind);
  const manifest = parseJson(file, text, Manifest);
  const meta = parseValue(file, manifest.meta, ARTIFACT_KINDS[kind].meta, 'meta');
  for (const [name, entry] of Object.entries(manifest.files)) checkFile(join(folder, name), entry);
  return { folder, manifest: { ...manifest, meta } as ManifestOf<Kind>, fingerprint: hashBytes(bytes) };
}

/**
 * Path of one file of an open artifact.
 *
 * @throws PipelineError ARTIFACT_INVALID when the manifest does not list it: nobody has checked such a file
 */
export function artifactFile({ folder, manifest }: OpenArtifact<ArtifactKind>, name: string): string {
  if (Object.hasOwn(manifest.files, name)) return join(folder, name);
  const problem = `files: ${name} is not listed, but a ${manifest.kind} artifact needs it`;
  throw new PipelineError('ARTIFACT_INVALID', { file: join(folder, 'manifest.json'), problem });
}

function readManifest(folder: string, kind: ArtifactKind): Buffer {
  try {
    return readFileSync(join(folder, 'manifest.json'));
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

/** A file of the wrong length is refused without reading it. */
function checkFile(file: string, { bytes, sha256 }: FileEntry): void {
  const found = statSync(file, { throwIfNoEntry: false });
  const corrupt = (is: string, shouldBe: string) =>
    new PipelineError('ARTIFACT_CORRUPT', { file, found: is, expected: shouldBe });
  if (!found?.isFile()) throw corrupt('is not there', `it has ${bytes} bytes`);
  if (found.size !== bytes) throw corrupt(`has ${found.size} bytes`, `${bytes} bytes`);
  const hash = hashFile(file);
  if (hash !== sha256) throw corrupt(`has sha256 ${hash}`, `sha256 ${sha256}`);
}

/** Parses JSON of an artifact; what does not fit its schema is ARTIFACT_INVALID with the first bad key. */
export function parseJson<Schema extends z.ZodType>(file: string, text: string, schema: Schema): z.infer<Schema> {
  try {
    return parseValue(file, JSON.parse(text, refuseProto), schema);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new PipelineError('ARTIFACT_INVALID', { file, problem: `it is not JSON (${cause.message})` }, { cause });
  }
}

/** Records would drop this key silently. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('the key "__proto__" is not allowed');
  return value;
}

function parseValue<Schema extends z.ZodType>(
  file: string,
  value: unknown,
  schema: Schema,
  parent?: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = [...(parent === undefined ? [] : [parent]), ...(issue?.path ?? [])].join('.') || 'top level';
  const problem = `${key}: ${reasonOf(issue)}`;
  throw new PipelineError('ARTIFACT_INVALID', { file, problem }, { cause: result.error });
}

/** What is wrong with a record's key lies one level deeper. */
function reasonOf(issue: z.core.$ZodIssue | undefined): string {
  const inner = issue?.code === 'invalid_key' ? issue.issues[0] : undefined;
  return inner?.message ?? issue?.message ?? 'invalid';
}
