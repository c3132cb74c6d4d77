import { PipelineError } from '@tsdistill/contracts';
import type { ForecasterFacts } from '@tsdistill/forecast';
import { type IngestConfig, parseSection } from '@tsdistill/ingest';
import { DatasetFile } from '../config-files/dataset-file';
import { readConfig } from '../read-config';
import { findDatasetConfig } from './find-dataset-config';

export interface ReaderSettings {
  readonly model: string;
  readonly input: string;
  readonly config: string | undefined;
  readonly set: Readonly<Record<string, unknown>>;
}

/**
 * The section `ingest` that reads a file for a model: how its text is to be read comes from the data set's config and from what is set
 * beside it, which columns and which step from the model.
 *
 * @throws PipelineError FORECAST_READER, and those of `readConfig`
 */
export function readerSection({ model, input, config, set }: ReaderSettings, facts: ForecasterFacts): IngestConfig {
  const file = config ?? findDatasetConfig(model);
  const given: Partial<IngestConfig> = file === undefined ? {} : readConfig(file, DatasetFile).ingest;
  if (given.timestamp === undefined && set['timestamp'] === undefined)
    throw new PipelineError('FORECAST_READER', { input, model });
  const { sha256: _, weight: __, transform: ___, resample, ...reader } = given;
  const { channels, frequency, timezone, horizon } = facts;
  return parseSection({
    ...reader,
    ...(resample !== undefined && { resample }),
    ...set,
    dialect: { ...reader.dialect, ...(set['dialect'] as object | undefined) },
    files: input,
    ...{ targets: channels.target, past: channels.past, known: channels.known, static: staticColumns(channels.static) },
    ...{ calendar: [], frequency, timezone, horizon, season: reader.season ?? 1 },
    // Nothing is trained: these are only asked for.
    ...{ split: { kind: 'ratio', train: 0.7, validation: 0.1 }, short: 'error' },
  });
}

/** A channel `kind=a` is made of the text of a column `kind`. */
export function staticColumns(channels: readonly string[]): readonly string[] {
  return [...new Set(channels.map((channel) => channel.replace(/=.*$/s, '')))];
}
