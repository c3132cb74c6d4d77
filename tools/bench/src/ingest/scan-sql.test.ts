import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { csvLines, type Table } from './csv-text';
import { scanSql } from './scan-sql';
import { writeCsv } from './write-csv';

const root = mkdtempSync(join(tmpdir(), 'scan-sql-'));
afterAll(() => rmSync(root, { recursive: true }));

it('reads every cell: sums of numbers, the largest id and time', async () => {
  const path = join(root, "it's long.csv");
  const table: Table = { kind: 'long', rowCount: 300, seriesCount: 4, order: 'by series' };
  writeCsv(path, table);
  const [header = '', ...lines] = csvLines(table);
  const sum = lines.reduce((total, line) => total + Number(line.split(',')[2]), 0);

  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(scanSql(path, header.trim().split(',')));
  const [[id, time, total] = []] = reader.getRowsJson();
  connection.closeSync();
  instance.closeSync();
  expect([id, time]).toEqual(['S0003', '1990-01-04 20:00:00']);
  expect(Number(total)).toBeCloseTo(sum, 3);
});
