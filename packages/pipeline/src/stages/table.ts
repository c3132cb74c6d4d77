import { existsSync } from 'node:fs';
import { openEvaluation, PipelineError, readLatency } from '@tsdistill/contracts';
import { renderEvaluation, renderGrid } from '@tsdistill/evaluate';
import { experimentNames, tagsOf } from '../experiments';
import { evaluationFolder } from '../results/result-files';
import { renderTable, type TableFormat } from '../table/render-table';
import { type Evaluated, keepRows, rowsOf, sortRows, type TableFilter } from '../table/table-rows';

export interface TableArguments {
  readonly tag: string | undefined;
  /** The closing table of every experiment in place of one table over all. */
  readonly closing: boolean;
  readonly sort: string | undefined;
  readonly keep: readonly TableFilter[];
  readonly csv: boolean;
  readonly json: boolean;
  readonly md: boolean;
}

/** Prints what every evaluated experiment (of one tag) showed, from its artifact. @throws PipelineError TABLE_EMPTY, TABLE_COLUMN */
export function table({ tag, closing, sort, keep, csv, json, md }: TableArguments): void {
  refuseTwoFormats({ closing, csv, json, md });
  const names = experimentNames().filter((name) => tag === undefined || tagsOf(name).includes(tag));
  const folders = names.map(evaluationFolder).filter((folder) => existsSync(folder));
  if (closing) {
    for (const folder of folders) process.stdout.write(`${closingTable(folder)}\n\nArtifact: ${folder}\n\n`);
    return;
  }
  const all = folders.flatMap((folder) => rowsOf(read(folder)));
  const kept = keepRows(all, keep);
  if (kept.length === 0)
    throw new PipelineError('TABLE_EMPTY', { experimentCount: folders.length, rowCount: all.length });
  const rows = sort === undefined ? kept : sortRows(kept, sort);
  process.stdout.write(`${renderTable(rows, formatOf({ csv, json, md }))}\n`);
}

function refuseTwoFormats(given: Readonly<Record<string, boolean>>): void {
  const chosen = ['csv', 'json', 'md', 'closing'].filter((name) => given[name]);
  if (chosen.length > 1)
    throw new PipelineError('CLI_USAGE', { problem: `--${chosen.join(' and --')} do not go together` });
}

function formatOf({ csv, json, md }: Pick<TableArguments, 'csv' | 'json' | 'md'>): TableFormat {
  if (csv) return 'csv';
  if (json) return 'json';
  return md ? 'md' : 'text';
}

function closingTable(folder: string): string {
  const { summary, latency } = read(folder);
  const { grid } = openEvaluation(folder);
  const closing = renderEvaluation(summary, latency);
  return grid ? `${renderGrid(summary.experiment, grid, summary.split)}\n\n${closing}` : closing;
}

function read(folder: string): Evaluated {
  return { summary: openEvaluation(folder).summary, latency: readLatency(folder) };
}
