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

/** How a file is read for a model. */
export interface Reader {
  readonly config: IngestConfig;
  /** Columns that the data set knows for the future and the model does not read. */
  readonly markers: readonly string[];
}

/**
 * How a file is read for a model: how its text is to be read, and what is known of the future, comes from the data set's config and from
 * what is set beside it; which columns are read, and which step, from the model.
 *
 * @throws PipelineError FORECAST_READER, FORECAST_SETTING, and those of `readConfig`
 */
export function chooseReader({ model, input, config, set }: ReaderSettings, facts: ForecasterFacts): Reader {
  const file = config ?? findDatasetConfig(model);
  const given: Partial<IngestConfig> = file === undefined ? {} : readConfig(file, DatasetFile).ingest;
  if (given.timestamp === undefined && set['timestamp'] === undefined)
    throw new PipelineError('FORECAST_READER', { input, model });
  const { sha256: _, weight: __, transform: ___, resample, ...reader } = given;
  const { channels, frequency, timezone, horizon } = facts;
  const ofModel = {
    ...{ targets: channels.target, past: channels.past, static: staticColumns(channels.static) },
    ...{ frequency, timezone, horizon },
  };
  // Nothing is trained: most of these are only asked for.
  const unread = { files: input, calendar: [], split: { kind: 'ratio', train: 0.7, validation: 0.1 }, short: 'error' };
  refuseFixed(set, ofModel, unread);
  const section = { season: 1, ...reader, ...(resample !== undefined && { resample }), ...set };
  const read = parseSection({
    ...section,
    dialect: { ...reader.dialect, ...(set['dialect'] as object | undefined) },
    known: [...new Set([...channels.known, ...listOf(section.known ?? [])])],
    ...ofModel,
    ...unread,
  });
  const markers = read.known.filter((name) => !channels.known.includes(name));
  return { config: { ...read, known: [...channels.known] }, markers };
}

/** One name may be given without the brackets of a list. */
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

/** @throws PipelineError FORECAST_SETTING */
function refuseFixed(set: ReaderSettings['set'], ofModel: Readonly<Record<string, unknown>>, unread: object): void {
  const key = Object.keys(set).find((name) => Object.hasOwn(ofModel, name) || Object.hasOwn(unread, name));
  if (key === undefined) return;
  const value = Object.hasOwn(ofModel, key) ? JSON.stringify(ofModel[key]) : undefined;
  throw new PipelineError('FORECAST_SETTING', { key, value });
}

/** A channel `kind=a` is made of the text of a column `kind`. */
export function staticColumns(channels: readonly string[]): readonly string[] {
  return [...new Set(channels.map((channel) => channel.replace(/=.*$/s, '')))];
}
