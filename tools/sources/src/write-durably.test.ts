import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDurably } from './write-durably';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-durable-'));
const path = join(folder, 'file.csv');
afterAll(() => rmSync(folder, { recursive: true }));

it('keeps the former file, and nothing else, when writing fails half way', async () => {
  writeFileSync(path, 'former');
  const failing = writeDurably(path, async (side) => {
    writeFileSync(side, 'half');
    await Promise.reject(new Error('disk full'));
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(readFileSync(path, 'utf8')).toBe('former');
  expect(readdirSync(folder)).toEqual(['file.csv']);
});

it('shows the file only once it is whole', async () => {
  await writeDurably(path, async (side) => {
    writeFileSync(side, 'new');
    expect(readFileSync(path, 'utf8')).toBe('former');
    await Promise.resolve();
  });
  expect(readFileSync(path, 'utf8')).toBe('new');
});
