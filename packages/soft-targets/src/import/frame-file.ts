import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { literalPath, problemOf } from './frame-database';
import { parseFields } from './parse-fields';

/** One column of a frame; `type` is the database's name of its type (a CSV has text only). */
export interface FrameColumn {
  readonly name: string;
  readonly type: string;
}

/** A long frame on disk. `name` is its path as the user spelled it: errors show it. */
export interface FrameFile {
  readonly path: string;
  readonly name: string;
  readonly format: 'CSV' | 'gzipped CSV' | 'parquet';
  readonly columns: readonly FrameColumn[];
}

/**
 * Finds out the format from the first bytes, whatever the file is called, and reads the names of the columns.
 *
 * @throws PipelineError FRAME_MISSING, FRAME_EMPTY, FRAME_UNREADABLE
 */
export async function openFrame(connection: DuckDBConnection, name: string): Promise<FrameFile> {
  const path = resolve(name);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new PipelineError('FRAME_MISSING', { file: name });
  const format = formatOf(path);
  try {
    const columns = format === 'parquet' ? await describeParquet(connection, path) : await readHeader(path, format);
    if (columns.length > 0) return { path, name, format, columns };
  } catch (cause) {
    throw new PipelineError('FRAME_UNREADABLE', { file: name, format, problem: problemOf(cause) }, { cause });
  }
  throw new PipelineError('FRAME_EMPTY', { file: name });
}

function formatOf(path: string): FrameFile['format'] {
  const head = Buffer.alloc(4);
  const fd = openSync(path, 'r');
  readSync(fd, head);
  closeSync(fd);
  if (head.toString('latin1') === 'PAR1') return 'parquet';
  return head[0] === 0x1f && head[1] === 0x8b ? 'gzipped CSV' : 'CSV';
}

async function describeParquet(connection: DuckDBConnection, path: string): Promise<FrameColumn[]> {
  const rows = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literalPath(path)})`)).getRows();
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

/** The fields of the first line that is not empty. */
async function readHeader(path: string, format: FrameFile['format']): Promise<FrameColumn[]> {
  const file = createReadStream(path);
  const input = format === 'CSV' ? file : file.pipe(createGunzip());
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const text = line.replace(/^\ufeff/, '');
      if (text !== '') return parseFields(text).map((name) => ({ name, type: 'VARCHAR' }));
    }
    return [];
  } finally {
    input.destroy();
    file.destroy();
  }
}
