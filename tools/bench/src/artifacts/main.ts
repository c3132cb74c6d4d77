import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendBenchmark } from '../append-benchmark';
import { median } from '../ratio';
import type { ReadFigures } from './read-main';
import type { WriteFigures } from './write-main';

/** `nx run bench:artifacts`: a soft-target artifact of 2.5 GB is written and read, each in a process of its own. */
function main(): void {
  const root = mkdtempSync(join(tmpdir(), 'tsdistill-bench-'));
  const load = `load average ${loadavg()[0]?.toFixed(1)} before it started`;
  try {
    const folder = join(root, 'soft-targets');
    const write = runPhase<WriteFigures>('write-main.js', folder);
    const read = runPhase<ReadFigures>('read-main.js', folder);
    const table = format(statSync(join(folder, 'soft-targets.arrow')).size, write, read);
    process.stdout.write(`${table}\n`);
    appendBenchmark('Soft targets of 2.5 GB', [`Node ${process.versions.node}`, `disk of ${tmpdir()}`, load], table);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function runPhase<Figures>(program: string, folder: string): Figures {
  return JSON.parse(
    execFileSync(process.execPath, [join(__dirname, program), folder], { encoding: 'utf8' }),
  ) as Figures;
}

function format(byteCount: number, write: WriteFigures, read: ReadFigures): string {
  const perSecond = (seconds: number) => (byteCount / 1e6 / seconds).toFixed(0);
  const speed = (seconds: number) => `${perSecond(seconds)} MB/s`;
  const speeds = (seconds: readonly number[]) => `${speed(median(seconds))} (${seconds.map(perSecond).join(', ')})`;
  const memory = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  const rows = [
    ['what', 'measured', 'limit'],
    ['---', '---', '---'],
    [`write ${(byteCount / 1e9).toFixed(2)} GB, hashed, flushed, renamed`, speeds(write.seconds), '≥ 250 MB/s'],
    ['the same bytes to a plain file, flushed', speeds(write.plainSeconds), ''],
    ['peak memory of the writer', memory(write.peakBytes), '≤ 150 MB'],
    ['open: every byte hashed', speed(read.openSeconds), ''],
    [
      `${read.windowCount} random windows, cached by the system`,
      `${(read.windowCount / read.seconds).toFixed(0)} windows/s`,
      '',
    ],
    ['bytes read for a byte asked for', read.amplification.toFixed(3), '≤ 1.1'],
    ['peak memory of the reader', memory(read.peakBytes), ''],
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

main();
