import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Puts one file into the folder of a case. */
export const named = (name: string, content: string | Uint8Array) => (folder: string) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};
/** Puts several; `names` says which of them are read, in which order. */
export const several =
  (contents: Readonly<Record<string, string | Uint8Array>>, names?: readonly string[]) => (folder: string) => {
    for (const [name, content] of Object.entries(contents)) named(name, content)(folder);
    return (names ?? Object.keys(contents)).map((name) => join(folder, name));
  };
/** Puts the rows of a SELECT as parquet. */
export const parquet = (name: string, select: string) => async (folder: string) => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const path = join(folder, name);
  await connection.run(`SET timezone = 'UTC'; COPY (${select}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return path;
};
/** Puts a link. */
export const link = (name: string, target: string) => (folder: string) => {
  symlinkSync(join(folder, target), join(folder, name));
  return join(folder, name);
};
