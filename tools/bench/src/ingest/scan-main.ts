import { DuckDBInstance } from '@duckdb/node-api';
import { scanSql } from './scan-sql';

/** Reads every cell of the CSV at argv[2], whose header is argv[3], on two threads, and keeps nothing but sums. */
async function main([path = '', header = '']: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.runAndReadAll(scanSql(path, header.split(',')));
  connection.closeSync();
  instance.closeSync();
}

void main(process.argv.slice(2));
