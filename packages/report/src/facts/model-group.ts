import {
  artifactFile,
  type EvaluationSummary,
  type ModelArtifact,
  parseJson,
  readMeasured,
  TrainingHistory,
} from '@tsdistill/contracts';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type Role = EvaluationSummary['models'][number]['role'];

/** The models of one row of the table: one a seed, or one teacher. */
export interface ModelGroup {
  readonly role: Exclude<Role, 'member' | 'baseline'>;
  /** Of placebos and rivals; null where the role says it all. */
  readonly name: string | null;
  readonly models: readonly ModelArtifact[];
}

/** How one group was trained. */
export interface Training {
  readonly role: ModelGroup['role'];
  readonly name: string | null;
  /** "teacher lstm", "student mlp". */
  readonly title: string;
  readonly runs: readonly TrainingRun[];
}

export interface TrainingRun {
  readonly seed: number;
  readonly history: TrainingHistory;
  readonly bestEpoch: number;
  /** null where it was not measured. */
  readonly seconds: number | null;
}

export function readTraining({ role, name, models }: ModelGroup): Training {
  const kind = name ?? models[0]?.description.architecture ?? '';
  return { role, name, title: `${role} ${kind}`.trim(), runs: models.map(readRun) };
}

function readRun(model: ModelArtifact): TrainingRun {
  const file = artifactFile(model, 'history.json');
  const { trainingSeconds } = readMeasured(model.folder, { trainingSeconds: z.number() });
  const { seed, bestEpoch } = model.description.provenance;
  const history = parseJson(file, readFileSync(file, 'utf8'), TrainingHistory);
  return { seed, bestEpoch, history, seconds: trainingSeconds ?? null };
}
