import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesRead } from '../../testing/bytes-read';
import { hashBytes, hashFile, hashFileAside } from './hash-file';
import { HashingFile } from './hashing-file';

const root = mkdtempSync(join(tmpdir(), 'hashing-file-'));
afterAll(() => rmSync(root, { recursive: true }));

// FIPS 180-2, appendix B.
const SHA256_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const SHA256_OF_MILLION_A = 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0';

it('knows the hash and length of what was written in pieces, without reading it back', () => {
  const file = new HashingFile(join(root, 'abc'));
  let entry: unknown;
  const bytes = bytesRead(() => {
    for (const piece of ['a', '', 'bc']) file.write(Buffer.from(piece));
    entry = file.finish();
  });
  expect(entry).toEqual({ sha256: SHA256_OF_ABC, bytes: 3 });
  expect(readFileSync(file.path, 'utf8')).toBe('abc');
  expect(bytes).toBe(0);
});

it('writes only the view it is given', () => {
  const file = new HashingFile(join(root, 'view'));
  file.write(new Uint8Array(Buffer.from('xabcx')).subarray(1, 4));
  expect(file.finish()).toEqual({ sha256: SHA256_OF_ABC, bytes: 3 });
});

it('never writes over a file', () => {
  writeFileSync(join(root, 'there'), 'x');
  expect(() => new HashingFile(join(root, 'there'))).toThrow('EEXIST');
  expect(readFileSync(join(root, 'there'), 'utf8')).toBe('x');
});

it.each([
  ['abc', SHA256_OF_ABC],
  ['a'.repeat(1_000_000), SHA256_OF_MILLION_A],
])('hashes a file, a text and bytes alike', (text, sha256) => {
  const path = join(root, `text${text.length}`);
  writeFileSync(path, text);
  expect([hashFile(path), hashBytes(text), hashBytes(Buffer.from(text))]).toEqual([sha256, sha256, sha256]);
});

it('hashes a file of several pieces that is read once', () => {
  const path = join(root, 'large');
  const content = Buffer.alloc(3_500_000, 'tsdistill');
  writeFileSync(path, content);
  let hash = '';
  expect(bytesRead(() => (hash = hashFile(path)))).toBe(content.length);
  expect(hash).toBe(hashBytes(content));
});

describe('aside', () => {
  const path = join(root, 'sparse');
  beforeAll(() => {
    writeFileSync(path, 'tsdistill');
    truncateSync(path, 70_000_000);
  });

  it('a large file is hashed while its caller works', async () => {
    const hashing = hashFileAside(path);
    const main = hashFile(path);
    expect(await hashing).toBe(main);
  });

  it.each(['sparse', 'abc'])('a file that is gone (%s) is an error', async (name) => {
    const gone = join(root, `${name}-gone`);
    await expect(hashFileAside(gone)).rejects.toThrow('ENOENT');
  });
});
