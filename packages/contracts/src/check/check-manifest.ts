import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { hashBytes } from '../artifact/hash-file';
import { nearestName } from '../errors/nearest-name';
import { PipelineError } from '../errors/pipeline-error';
import { ARTIFACT_KINDS, type ArtifactKind, Manifest } from '../schemas/manifest';
import type { Findings } from './findings';
import { schemaIssues } from './schema-issues';

const FILE = 'manifest.json';

/** A manifest whose head can be read: what is in it may still break its schema. */
export interface ReadManifest {
  readonly title: string;
  readonly fingerprint: string;
  /** Absent when the manifest breaks its schema. */
  readonly manifest?: z.infer<typeof Manifest>;
  /** Absent when it is of no kind, or of another version, than this program knows. */
  readonly kind?: ArtifactKind;
  /** True when `manifest.meta` follows the schema of `kind`. */
  readonly isMetaValid: boolean;
}

/** Reads the manifest of a folder. @throws PipelineError CHECK_NO_ARTIFACT when there is none */
export function checkManifest(folder: string, findings: Findings): ReadManifest {
  const bytes = readManifest(folder);
  const fingerprint = hashBytes(bytes);
  const value = parse(bytes.toString('utf8'), findings);
  const { kind: kindName, version } = (value ?? {}) as { kind?: unknown; version?: unknown };
  const kind = knownKind(kindName, version, findings);
  const issues = value === undefined ? [] : schemaIssues(value, Manifest);
  const manifest = value !== undefined && issues.length === 0 ? Manifest.parse(value) : undefined;
  const metaIssues =
    kind && value !== undefined
      ? schemaIssues((value as { meta?: unknown }).meta, ARTIFACT_KINDS[kind].meta, ['meta'])
      : [];
  for (const issue of [...issues, ...metaIssues]) findings.problem('manifest', FILE, issue);
  const title = typeof kindName === 'string' ? `${kindName}@${String(version)}` : 'artifact';
  const isMetaValid = kind !== undefined && manifest !== undefined && metaIssues.length === 0;
  return { title, fingerprint, ...(manifest && { manifest }), ...(kind && { kind }), isMetaValid };
}

function readManifest(folder: string): Buffer {
  const stats = statSync(folder, { throwIfNoEntry: false });
  const none = (problem: string) => new PipelineError('CHECK_NO_ARTIFACT', { path: folder, problem });
  if (!stats) throw none('there is nothing at this path');
  if (!stats.isDirectory())
    throw none(basename(folder) === FILE ? 'it is a lone manifest.json; its folder is the artifact' : 'it is a file');
  const file = join(folder, FILE);
  if (!existsSync(file)) throw none('the folder has no manifest.json');
  return readFileSync(file);
}

function parse(text: string, findings: Findings): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    findings.problem('manifest', FILE, 'it is JSON, but no object');
  } catch (error) {
    findings.problem('manifest', FILE, `it is not JSON (${(error as Error).message})`);
  }
  return undefined;
}

function knownKind(kind: unknown, version: unknown, findings: Findings): ArtifactKind | undefined {
  if (typeof kind !== 'string') return undefined;
  const kinds = Object.keys(ARTIFACT_KINDS);
  if (!Object.hasOwn(ARTIFACT_KINDS, kind)) {
    const nearest = nearestName(kind, kinds);
    const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
    findings.problem('manifest', FILE, `kind: "${kind}" is none of ${kinds.join(', ')}${hint}`);
    return undefined;
  }
  const supported = ARTIFACT_KINDS[kind as ArtifactKind].version;
  if (version === supported) return kind as ArtifactKind;
  findings.problem('manifest', FILE, `version: ${String(version)}; this program reads version ${supported} of ${kind}`);
  return undefined;
}
