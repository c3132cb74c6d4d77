import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve('tools/experiments/fingerprint.js');
/** A file over the size from which hashes are remembered, and older than the file system's clock is coarse. */
const BIG_FILE = resolve('node_modules/typescript/lib/typescript.js');

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fingerprint-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function fingerprint(config: unknown): string {
  writeFileSync(join(root, 'config.json'), JSON.stringify(config));
  return execFileSync(process.execPath, [SCRIPT, 'config.json'], { cwd: root, encoding: 'utf8' }).trim();
}
const ofCsv = (csv: string): string => fingerprint({ ingest: { files: csv } });

it('is the sha256 of the CSV, wherever it lies', () => {
  const file = join(root, 'data.csv');
  writeFileSync(file, 'a,b\n1,2\n');
  expect(ofCsv('data.csv')).toBe(sha256(file));
  expect(ofCsv(file)).toBe(sha256(file));
});

it('changes when the CSV is edited, and not when it is touched', () => {
  const file = join(root, 'data.csv');
  writeFileSync(file, 'a\n1\n');
  const before = ofCsv('data.csv');
  utimesSync(file, new Date(), new Date());
  expect(ofCsv('data.csv')).toBe(before);
  appendFileSync(file, '2\n');
  expect(ofCsv('data.csv')).not.toBe(before);
});

it('says that a file is missing', () => {
  expect(ofCsv('nowhere.csv')).toBe('missing');
});

it('covers all files that the patterns fit, in their order, and the query', () => {
  mkdirSync(join(root, 'parts'));
  for (const name of ['b.csv', 'a.csv', 'notes.txt', 'q.sql']) writeFileSync(join(root, 'parts', name), name);
  const line = (name: string) => `parts/${name} ${sha256(join(root, 'parts', name))}`;
  const all = fingerprint({ ingest: { files: ['parts/?.csv'], query: 'parts/q.sql' } });
  expect(all.split('\n')).toEqual([line('a.csv'), line('b.csv'), line('q.sql')]);
  expect(fingerprint({ ingest: { files: 'p*/*.csv' } }).split('\n')).toEqual([line('a.csv'), line('b.csv')]);
  expect(fingerprint({ ingest: { files: ['parts/b.csv', 'parts/a.csv'] } }).split('\n')).toEqual([
    line('b.csv'),
    line('a.csv'),
  ]);
  appendFileSync(join(root, 'parts/q.sql'), ' ');
  expect(fingerprint({ ingest: { files: ['parts/?.csv'], query: 'parts/q.sql' } })).not.toBe(all);
});

it('takes a name that is itself a file for no pattern', () => {
  writeFileSync(join(root, 'data*.csv'), 'a');
  writeFileSync(join(root, 'data1.csv'), 'b');
  expect(ofCsv('data*.csv')).toBe(sha256(join(root, 'data*.csv')));
});

it('covers every file of a folder, by name and content', () => {
  mkdirSync(join(root, 'forecasts'));
  writeFileSync(join(root, 'forecasts/a'), '1');
  const before = fingerprint({ softTargets: 'forecasts' });
  writeFileSync(join(root, 'forecasts/b'), '2');
  expect(fingerprint({ softTargets: 'forecasts' })).toBe(`${before}\nb ${sha256(join(root, 'forecasts/b'))}`);
});

it('is that of a manifest itself, which need not be there', () => {
  const of = () => execFileSync(process.execPath, [SCRIPT, 'backtest/manifest.json'], { cwd: root, encoding: 'utf8' });
  expect(of()).toBe('missing\n');
  mkdirSync(join(root, 'backtest'));
  writeFileSync(join(root, 'backtest/manifest.json'), '{}');
  expect(of()).toBe(`${sha256(join(root, 'backtest/manifest.json'))}\n`);
});

describe('of a big file', () => {
  const memos = (): string[] =>
    readdirSync(join(root, 'data/work/fingerprints')).map((name) => join(root, 'data/work/fingerprints', name));

  it('is remembered, so that a warm run does not read it', () => {
    expect(ofCsv(BIG_FILE)).toBe(sha256(BIG_FILE));
    const [memo] = memos();
    writeFileSync(memo!, readFileSync(memo!, 'utf8').replace(/^[0-9a-f]{64}$/m, 'remembered'));
    expect(ofCsv(BIG_FILE)).toBe('remembered');
  });

  it('is computed again when anything that the file system knows of it differs', () => {
    ofCsv(BIG_FILE);
    const [memo] = memos();
    const [identity = ''] = readFileSync(memo!, 'utf8').split('\n');
    for (const index of identity.split(' ').keys()) {
      const other = identity
        .split(' ')
        .map((part, at) => (at === index ? String(BigInt(part) + 1n) : part))
        .join(' ');
      writeFileSync(memo!, `${other}\nremembered\n`);
      expect(ofCsv(BIG_FILE)).toBe(sha256(BIG_FILE));
    }
  });

  it('is remembered under the time of change too, which no program can set back', () => {
    ofCsv(BIG_FILE);
    const { size, mtimeNs, ctimeNs, ino, dev } = statSync(BIG_FILE, { bigint: true });
    expect(readFileSync(memos()[0]!, 'utf8').split('\n')[0]).toBe([size, mtimeNs, ctimeNs, ino, dev].join(' '));
  });

  it('is not remembered while it may still change within one tick of the clock', () => {
    const file = join(root, 'big.csv');
    writeFileSync(file, Buffer.alloc(9 * 2 ** 20));
    expect(ofCsv(file)).toBe(sha256(file));
    expect(() => memos()).toThrow('ENOENT');
  });
});
