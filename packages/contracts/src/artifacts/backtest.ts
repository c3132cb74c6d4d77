import { readFileSync } from 'node:fs';
import { artifactFile, openArtifact, type OpenArtifact, parseJson } from '../artifact/open-artifact';
import type { ColumnType } from '../arrow/column-type';
import { type BacktestMeta, BacktestSummary } from '../schemas/backtest';
import type { ModelArtifact } from './model';

/** Forecasts of fixed models from rolling origins, with the truth beside them. */
export type Backtest = OpenArtifact<'backtest'> & { readonly summary: BacktestSummary };

/** Columns of `backtest.arrow`; `model` counts in the manifest's list of models, `series` in its list of series. */
export function backtestColumns({ horizon, channels }: Pick<BacktestMeta, 'horizon' | 'channels'>) {
  const width = horizon * channels.length;
  return {
    model: { kind: 'int32' },
    series: { kind: 'int32' },
    origin: { kind: 'int32' },
    timestamp: { kind: 'timestamp' },
    forecast: { kind: 'float32-list', width },
    truth: { kind: 'float32-list', width },
  } as const satisfies Record<string, ColumnType>;
}

/** @throws PipelineError those of `openArtifact`; ARTIFACT_INVALID when `summary.json` breaks its schema */
export function openBacktest(folder: string): Backtest {
  const artifact = openArtifact(folder, 'backtest');
  const file = artifactFile(artifact, 'summary.json');
  return { ...artifact, summary: parseJson(file, readFileSync(file, 'utf8'), BacktestSummary) };
}

/** Windows that begin in rows which one of the models was fitted on; `times` of their first steps, ms since 1970 UTC. */
export function countFitted(times: Iterable<number>, models: readonly Pick<ModelArtifact, 'description'>[]): number {
  const latest = Math.max(...models.map(({ description }) => Date.parse(description.provenance.trainedUntil)));
  return [...times].filter((time) => time <= latest).length;
}
