import { z } from 'zod';
import { BacktestMeta } from './backtest';
import { Count, Sha256 } from './common';
import { DatasetMeta } from './dataset';
import { EvaluationMeta } from './evaluation';
import { ModelMeta } from './model';
import { SizeMeta } from './size';
import { SoftTargetsMeta } from './soft-targets';
import { TuningMeta } from './tuning';

/** Every kind of artifact: the version this program writes and reads, and the schema of its meta data. */
export const ARTIFACT_KINDS = {
  dataset: { version: 1, meta: DatasetMeta },
  model: { version: 1, meta: ModelMeta },
  'soft-targets': { version: 1, meta: SoftTargetsMeta },
  evaluation: { version: 1, meta: EvaluationMeta },
  size: { version: 1, meta: SizeMeta },
  backtest: { version: 1, meta: BacktestMeta },
  tuning: { version: 1, meta: TuningMeta },
} as const;

/** Kind of an artifact. */
export type ArtifactKind = keyof typeof ARTIFACT_KINDS;
/** The part of a manifest that only this kind has. */
export type ArtifactMeta<Kind extends ArtifactKind> = z.infer<(typeof ARTIFACT_KINDS)[Kind]['meta']>;

/** Files lie directly in the folder; `measured.json` and the manifest itself are not listed. */
const FileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'not a plain file name')
  .refine((name) => name !== 'manifest.json' && name !== 'measured.json', 'must not be listed');

const FileRecord = z.object({ sha256: Sha256, bytes: Count }).strict().readonly();

/** `manifest.json`, the authority on an artifact; its own sha256 is the artifact's fingerprint. */
export const Manifest = z
  .object({
    kind: z.string(),
    version: z.number().int().positive(),
    /** The section of the config that made it. */
    config: z.record(z.string(), z.unknown()).readonly(),
    /** Fingerprints of the artifacts it was made from, by role. */
    inputs: z.record(z.string(), Sha256).readonly(),
    files: z.record(FileName, FileRecord).readonly(),
    meta: z.unknown(),
  })
  .strict()
  .readonly();

/** A checked `manifest.json` of one kind. */
export interface ManifestOf<Kind extends ArtifactKind> extends Omit<z.infer<typeof Manifest>, 'meta'> {
  readonly meta: ArtifactMeta<Kind>;
}
