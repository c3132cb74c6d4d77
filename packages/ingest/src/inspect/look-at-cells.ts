import type { DuckDBConnection } from '@duckdb/node-api';
import { refuseUnreadable } from '../faults/refuse-unreadable';
import { openSources } from '../source/open-sources';
import { Dialect } from '../source/source-config';
import type { SourceFile } from '../source/source-files';
import { type DialectSettings, guessText, withCells } from './guess-dialect';
import { type FileProfile, profileColumns } from './profile-columns';
import { textRows } from './text-rows';

/** The cells of a file as text. */
export interface Cells {
  readonly names: readonly string[];
  /** SQL of all rows: the cells are called `k0`, `k1` … */
  readonly rows: string;
  readonly profile: FileProfile;
  readonly dialect: DialectSettings;
}

export interface CellSettings {
  readonly files: string;
  readonly query?: string | undefined;
  readonly dialect?: DialectSettings | undefined;
}

/**
 * Guesses how the text is to be read, and counts what the cells are.
 *
 * @throws PipelineError of a file that cannot be opened or read
 */
export async function lookAtCells(
  connection: DuckDBConnection,
  file: SourceFile,
  { files, query, dialect: given = {} }: CellSettings,
): Promise<Cells> {
  const text = await guessText(file, given);
  const dialect = Dialect.parse(text);
  const sources = await openSources(connection, { files, query, dialect });
  const names = sources[0]?.columns.map(({ name }) => name) ?? [];
  const rows = textRows(sources);
  try {
    const profile = await profileColumns(connection, rows, names, { ...given, delimiter: dialect.delimiter });
    return { names, rows, profile, dialect: withCells(text, profile, given) };
  } catch (cause) {
    throw sources[0] ? await refuseUnreadable(sources[0], cause) : cause;
  }
}
