import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { artifactFile, openArtifact, type OpenArtifact, parseJson } from '../artifact/open-artifact';
import type { ColumnType } from '../arrow/column-type';
import { type EvaluationMeta, EvaluationSummary, GridChoice } from '../schemas/evaluation';

/** An `evaluation@1` artifact with its summary. */
export type Evaluation = OpenArtifact<'evaluation'> & {
  readonly summary: EvaluationSummary;
  /** Absent where the experiment is no grid. */
  readonly grid?: GridChoice;
};

/** Columns of `forecasts.arrow`; `model` counts in the manifest's list of models. */
export function forecastColumns({ horizon, channels }: Pick<EvaluationMeta, 'horizon' | 'channels'>) {
  return {
    model: { kind: 'int32' },
    series: { kind: 'int32' },
    origin: { kind: 'int32' },
    forecast: { kind: 'float32-list', width: horizon * channels.length },
  } as const satisfies Record<string, ColumnType>;
}

/** @throws PipelineError those of `openArtifact`; ARTIFACT_INVALID when `summary.json` or `grid.json` breaks its schema */
export function openEvaluation(folder: string): Evaluation {
  const artifact = openArtifact(folder, 'evaluation');
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) => {
    const file = artifactFile(artifact, name);
    return parseJson(file, readFileSync(file, 'utf8'), schema);
  };
  const isGrid = Object.hasOwn(artifact.manifest.files, 'grid.json');
  return {
    ...artifact,
    summary: read('summary.json', EvaluationSummary),
    ...(isGrid && { grid: read('grid.json', GridChoice) }),
  };
}
