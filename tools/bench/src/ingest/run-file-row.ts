import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTurns } from '../in-turns';
import { checkRows } from './check-rows';
import { csvLines, type Table } from './csv-text';
import type { Peer } from './peer-records';
import type { FileRow } from './rows';
import { type ProcessFigures, runProcess } from './run-process';
import { ingestSettings } from './settings';
import { type FileResult, summarizeFile } from './summarize-file';
import { tsdistill } from './tsdistill';
import { writeCsv } from './write-csv';

/**
 * Makes the file, reads it in turns, and compares all rows that were written with those that the file was made of.
 *
 * @param folder is empty; what is written there stays
 * @throws Error when any row differs, or when the log does not say what it must
 */
export async function runFileRow(row: FileRow, folder: string, roundCount: number): Promise<FileResult> {
  const csv = join(folder, 'table.csv');
  writeCsv(csv, row.table);
  const written = (name: string) => join(folder, `${name}.arrow`);
  const dataset = join(folder, 'dataset');
  const peers = row.rivals.filter((rival): rival is Peer => rival !== 'DuckDB scan');
  const sides = {
    ingest: ingestRun(csv, row.table, dataset),
    ...(row.rivals.includes('DuckDB scan') && { 'DuckDB scan': scanRun(csv, row.table) }),
    ...Object.fromEntries(peers.map((peer) => [peer, peerRun(peer, row.table, csv, written(peer))])),
  };
  // Without a rival there are no pairs: one round says it.
  const rounds = await inTurns(sides, row.rivals.length === 0 ? 1 : roundCount);
  refuseSilence(row, rounds[0]?.ingest.log ?? '');
  const files = Object.fromEntries(peers.map((peer) => [peer, written(peer)]));
  checkRows({ ingest: join(dataset, 'series.arrow'), ...files }, row.table, folder);
  return summarizeFile(row, rounds);
}

type Run = () => Promise<ProcessFigures>;

function ingestRun(csv: string, table: Table, out: string): Run {
  const config = `${csv}.json`;
  writeFileSync(config, JSON.stringify({ ingest: ingestSettings(csv, table) }));
  return () => {
    rmSync(out, { recursive: true, force: true });
    return tsdistill('ingest', '--config', config, '--out', out);
  };
}

function scanRun(csv: string, table: Table): Run {
  const { value: header = '' } = csvLines(table).next();
  return () => runProcess(join(__dirname, 'scan-main.js'), [csv, header.trimEnd()]);
}

function peerRun(peer: Peer, table: Table, csv: string, out: string): Run {
  return () => {
    rmSync(out, { force: true });
    return runProcess(join(__dirname, 'peer-main.js'), [peer, table.kind, csv, out]);
  };
}

function refuseSilence({ says, label }: FileRow, log: string): void {
  if (says && !says.test(log)) throw new Error(`${label}: the log of ingest does not say ${says}:\n${log}`);
}
