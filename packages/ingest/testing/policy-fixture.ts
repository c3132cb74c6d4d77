import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkArtifact,
  openDataset,
  readOrigins,
  readSeries,
  readStatic,
  type Split,
  SPLITS,
  type StageHost,
} from '@tsdistill/contracts';
import type { z } from 'zod';
import { IngestConfig } from '../src/config';
import { runIngest } from '../src/stage';

const SETTINGS = {
  timestamp: 'time',
  frequency: 'PT1H',
  season: 4,
  horizon: 2,
  split: { kind: 'borders', train: 6, validation: 9, test: 12 },
} as const;
export type PolicySettings = Partial<z.input<typeof IngestConfig>>;

/** A folder of its own, in which tables of hours are written and ingested under policies. */
export function createPolicyFixture() {
  const folder = mkdtempSync(join(tmpdir(), 'tsdistill-policies-'));
  const csv = join(folder, 'load.csv');
  const out = join(folder, 'ingest');
  const log: string[] = [];
  const note = (fields: object, message: string) => log.push(`${message} ${JSON.stringify(fields)}`);
  const host: StageHost = {
    workFolder: join(folder, 'work'),
    code: 'tested',
    signal: new AbortController().signal,
    progress: () => undefined,
    info: note,
    detail: () => undefined,
    warn: note,
  };

  /** Writes a CSV, ingests it, checks the artifact against its contract, and returns what any later stage would read. */
  async function ingest(lines: readonly string[], override: PolicySettings = {}) {
    log.length = 0;
    writeFileSync(csv, `${lines.join('\n')}\n`);
    await runIngest(IngestConfig.parse({ files: csv, ...SETTINGS, ...override }), out, host);
    expect(checkArtifact(out).problems).toEqual([]);
    const dataset = openDataset(out);
    const { meta } = dataset.manifest;
    const { target, past, known, mask, timestamp } = readSeries(dataset);
    const origins = readOrigins(dataset);
    return {
      meta,
      target: [...target],
      past: [...past],
      known: [...known],
      mask: mask && [...mask],
      times: [...timestamp].map((time) => new Date(Number(time)).toISOString().slice(0, 16)),
      statics: [...readStatic(dataset)],
      originsOf: (split: Split) =>
        [...origins.origin]
          .map((origin, i) => [origins.series[i], origin] as const)
          .filter((__, i) => origins.split[i] === SPLITS.indexOf(split)),
      measured: JSON.parse(readFileSync(join(out, 'measured.json'), 'utf8')) as Record<string, unknown>,
    };
  }
  return { folder, csv, out, log, ingest, remove: () => rmSync(folder, { recursive: true }) };
}

export const hour = (row: number) => new Date(Date.UTC(2024, 0, 1, row)).toISOString().slice(0, 16);
/** Cells by row; a row of undefined is not in the file. */
export const table = (header: string, rows: readonly (readonly (number | string)[] | undefined)[]) => [
  header,
  ...rows.flatMap((cells, row) =>
    cells ? [[hour(row), ...cells.map((cell) => (Number.isNaN(cell) ? '' : cell))].join(',')] : [],
  ),
];
/** One target a; NaN = empty cell, undefined = no row. */
export const column = (...values: readonly (number | undefined)[]) =>
  table(
    'time,a',
    values.map((value) => (value === undefined ? undefined : [value])),
  );
export const thrown = (code: string, context: object) =>
  expect.objectContaining({ code, context: expect.objectContaining(context) });
