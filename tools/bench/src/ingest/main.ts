import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendBenchmark } from '../append-benchmark';
import { commitOfCode } from '../commit-of-code';
import { readOptions } from '../read-options';
import { formatFiles, formatLarge } from './format-results';
import { runLargeSoftTargets } from './large-soft-targets';
import { type IngestOptions, parseOptions } from './options';
import { fileRow } from './rows';
import { runFileRow } from './run-file-row';
import type { FileResult } from './summarize-file';
import { versions } from './versions';

/**
 * `nx run bench:ingest [--scale 0.05] [--rounds 9] [--rows wide,long] [--peers-full]`: files of up to 1 GB are made and read, by
 * `tsdistill ingest`, by a scan and by parsers, then stages are run on soft targets of 4 GB. A part is printed and not kept.
 */
async function main({ scale, roundCount, peersFull, rows, isWhole }: IngestOptions): Promise<void> {
  const load = `load average ${loadavg()[0]?.toFixed(1)} before it started`;
  const tables: string[] = [];
  const files: FileResult[] = [];
  for (const name of rows) {
    console.error(`${name} …`);
    if (name === 'soft-targets')
      tables.push(await inScratch((folder) => runLargeSoftTargets(folder, scale)).then(formatLarge));
    else files.push(await inScratch((folder) => runFileRow(fileRow(name, { scale, peersFull }), folder, roundCount)));
  }
  if (files.length > 0) tables.unshift(formatFiles(files));
  const text = tables.join('\n\n');
  console.log(`\n${text}`);
  const rules = `every run a process of its own on two threads, ${roundCount} paired rounds, median of ratios with its 95 % interval: ingest to the scan, a parser to ingest`;
  const facts = [`commit ${commitOfCode()}`, ...versions(), `disk of ${tmpdir()}`, load, rules];
  if (isWhole) appendBenchmark('Reading files of 1 GB, soft targets of 4 GB', facts, text);
}

/** Runs in a new folder, which is deleted however it ends. */
async function inScratch<Result>(body: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'tsdistill-ingest-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const options = readOptions(parseOptions);
if (options) void main(options);
