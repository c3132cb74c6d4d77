import type { Table } from './csv-text';

const RATIO = { kind: 'ratio', train: 0.7, validation: 0.1 };

/** Section `ingest` of the config that reads a file with this table. */
export function ingestSettings(path: string, { kind }: Table): Readonly<Record<string, unknown>> {
  const hourly = { files: path, frequency: 'PT1H', season: 24, split: RATIO };
  return kind === 'wide'
    ? { ...hourly, timestamp: 'date', horizon: 96 }
    : { ...hourly, timestamp: 'timestamp', series: 'series_id', targets: ['value'], horizon: 24 };
}
