import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, PipelineError, readOrigins, readSeries, readStatic, type StageHost } from '@tsdistill/contracts';
import { IngestConfig } from '../src/config';
import { runIngest } from '../src/stage';

export type Settings = Readonly<Record<string, unknown>>;

/** A folder of its own, in which files are written and ingested as a user would do it. */
export function createFixture(defaults: Settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tsdistill-ingest-'));
  const out = join(folder, 'artifacts/ingest');
  const log: string[] = [];
  const say = (fields: Settings, message: string) => void log.push(`${message} ${JSON.stringify(fields)}`);
  const host: StageHost = {
    workFolder: folder,
    signal: new AbortController().signal,
    progress: () => undefined,
    info: say,
    detail: () => undefined,
    warn: say,
  };
  const at = (name: string) => join(folder, name);

  function write(name: string, content: string | readonly string[] | Uint8Array): string {
    mkdirSync(join(at(name), '..'), { recursive: true });
    writeFileSync(at(name), Array.isArray(content) ? `${content.join('\n')}\n` : (content as string | Uint8Array));
    return at(name);
  }

  const configOf = (settings: Settings) =>
    IngestConfig.parse({
      timestamp: 'date',
      frequency: 'PT1H',
      season: 2,
      horizon: 1,
      split: { kind: 'ratio', train: 0.5, validation: 0.25 },
      ...defaults,
      ...settings,
    });

  /** Ingests, and returns what any later stage would read. */
  async function ingest(settings: Settings) {
    log.length = 0;
    await runIngest(configOf(settings), out, host);
    const dataset = openDataset(out);
    const { timestamp, target, past, known } = readSeries(dataset);
    return {
      meta: dataset.manifest.meta,
      times: [...timestamp].map((time) => new Date(Number(time)).toISOString()),
      target: [...target],
      past: [...past],
      known: [...known],
      static: [...readStatic(dataset)],
      origins: readOrigins(dataset),
      log: [...log],
    };
  }

  /** The error with which some settings are refused; nothing may have been written. */
  async function refusalOf(settings: Settings): Promise<PipelineError> {
    rmSync(out, { recursive: true, force: true });
    const error: unknown = await runIngest(configOf(settings), out, host).catch((reason: unknown) => reason);
    expect(existsSync(out)).toBe(false);
    expect(error).toBeInstanceOf(PipelineError);
    return error as PipelineError;
  }
  return { at, write, ingest, refusalOf, remove: () => rmSync(folder, { recursive: true }) };
}

/** `2024-01-01 00:00:00` and as many hours later. */
export function hour(count: number): string {
  return new Date(Date.UTC(2024, 0, 1, count)).toISOString().slice(0, 19).replace('T', ' ');
}

/** A header and `count` hourly rows; row r holds the texts of `cells(r)`. */
export function hourly(header: string, count: number, cells: (row: number) => string): string[] {
  return [header, ...Array.from({ length: count }, (_, row) => `${hour(row)},${cells(row)}`)];
}
