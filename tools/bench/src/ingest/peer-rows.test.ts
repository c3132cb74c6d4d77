import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArrowFile, HashingFile } from '@tsdistill/contracts';
import { hashRows } from './hash-rows';
import { PEERS } from './peer-records';
import { longRows, parseStamp, wideRows } from './peer-rows';

const root = mkdtempSync(join(tmpdir(), 'peer-rows-'));
afterAll(() => rmSync(root, { recursive: true }));
let files = 0;

async function read(peer: keyof typeof PEERS, csv: string, sink: typeof wideRows) {
  const [from, to] = [join(root, `${files}.csv`), join(root, `${files++}.arrow`)];
  writeFileSync(from, csv);
  const file = new HashingFile(to);
  const rows = sink(file);
  await PEERS[peer](from, rows.take);
  rows.finish();
  file.finish();
  return to;
}

function contentOf(path: string, width: number) {
  const file = new ArrowFile(path);
  const times = [...file.column('timestamp', { kind: 'timestamp' }).readAll()].map(Number);
  const values = [...file.column('target', { kind: 'float32-list', width }).readAll()];
  file.close();
  return { times, values };
}

it('reads a stamp as Date.parse does', () => {
  for (const text of ['2024-02-29 23:59:58', '1969-07-20 20:17:40'])
    expect(parseStamp(text)).toBe(Date.parse(`${text.replace(' ', 'T')}Z`));
});

describe.each(['csv-parse', 'papaparse'] as const)('%s', (peer) => {
  it('reads a wide file row by row', async () => {
    const path = await read(peer, 'date,a,b\n1970-01-01 00:00:01,1.5,-2\n1970-01-01 00:00:02,3,0.25\n', wideRows);
    expect(contentOf(path, 2)).toEqual({ times: [1000, 2000], values: [1.5, -2, 3, 0.25] });
  });

  it('reads a long panel series by series, whatever the order of its lines', async () => {
    const lines = ['b,1970-01-01 00:00:01,1', 'a,1970-01-01 00:00:01,2', 'b,1970-01-01 00:00:02,3'];
    const path = await read(peer, `series_id,timestamp,value\n${lines.join('\n')}\n`, longRows);
    expect(contentOf(path, 1)).toEqual({ times: [1000, 1000, 2000], values: [2, 1, 3] });
  });

  it('reads more rows than fit into a batch, and into what a series begins with', async () => {
    const count = 70_000;
    const stamp = (row: number) => new Date(1000 * row).toISOString().slice(0, 19).replace('T', ' ');
    const lines = Array.from({ length: count }, (_, row) => `a,${stamp(row)},${row}\n`);
    const { times, values } = contentOf(await read(peer, `series_id,timestamp,value\n${lines.join('')}`, longRows), 1);
    expect(times).toEqual(Array.from({ length: count }, (_, row) => 1000 * row));
    expect(values).toEqual(Array.from({ length: count }, (_, row) => row));
  });
});

it('hashes rows, not batches: one changed value changes it', async () => {
  const csv = 'date,a\n1970-01-01 00:00:01,1\n1970-01-01 00:00:02,2\n';
  const hashes = await Promise.all(
    [csv, csv, csv.replace(',2\n', ',3\n'), csv.replace('00:02', '00:03')].map(async (text) =>
      hashRows(await read('papaparse', text, wideRows), 1),
    ),
  );
  expect(hashes[1]).toBe(hashes[0]);
  expect(new Set(hashes).size).toBe(3);
});
