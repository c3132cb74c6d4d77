import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAvx, checkCompiler, checkDisk, checkGlibc, checkPip } from './check-machine';
import { cpuFeatures } from './cpu-features';

const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'tsdistill-'));

const CPUINFO = 'processor\t: 0\nmodel name\t: Fast 3000\nflags\t\t: fpu sse4_2 avx avx2 fma avx512f\n';
const OLD_CPUINFO = 'processor\t: 0\nmodel name\t: Old 1000\nflags\t\t: fpu sse4_2\n';

it.each(['2.27', '2.36', '3.0'])('accepts glibc %s', (version) => {
  expect(() => checkGlibc(version)).not.toThrow();
});

it.each(['2.26', '2.9', '1.99', undefined])('refuses glibc %s, and names both versions', (found) => {
  expect(() => checkGlibc(found)).toThrow(
    expect.objectContaining({ code: 'PROVISION_GLIBC', context: { found: found ?? 'none', needed: '2.27' } }),
  );
});

it('refuses a processor without AVX, by its name', () => {
  expect(() => checkAvx(CPUINFO)).not.toThrow();
  expect(() => checkAvx(OLD_CPUINFO)).toThrow(
    expect.objectContaining({ code: 'PROVISION_NO_AVX', context: { cpu: 'Old 1000' } }),
  );
});

it('lists the vector instructions of x64 and arm64 processors', () => {
  expect(cpuFeatures(CPUINFO)).toEqual(['sse4_2', 'avx', 'avx2', 'fma', 'avx512f']);
  expect(cpuFeatures('Features\t: fp asimd sve\n')).toEqual(['asimd', 'sve']);
  expect(cpuFeatures('')).toEqual([]);
});

it('refuses a PATH without python3', async () => {
  await expect(checkPip({ PATH: emptyFolder() })).rejects.toMatchObject({ code: 'PROVISION_NO_PYTHON' });
});

it('refuses a python3 without pip, in its own words', async () => {
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  const folder = emptyFolder();
  // -S leaves site-packages out, -I the user's folders: this Python has no pip.
  writeFileSync(join(folder, 'python3'), `#!/bin/sh\nexec ${python} -I -S "$@"\n`);
  chmodSync(join(folder, 'python3'), 0o755);
  await expect(checkPip({ PATH: folder })).rejects.toMatchObject({
    code: 'PROVISION_NO_PIP',
    context: { problem: expect.stringContaining('No module named pip') },
  });
  await expect(checkPip()).resolves.toBeUndefined();
});

it('refuses a PATH without g++', async () => {
  await expect(checkCompiler({ PATH: emptyFolder() })).rejects.toMatchObject({ code: 'PROVISION_NO_COMPILER' });
  await expect(checkCompiler()).resolves.toBeUndefined();
});

it('refuses a disk with too little space, with both numbers', () => {
  const folder = emptyFolder();
  const { blocks, bsize } = statfsSync(folder);
  const neededBytes = blocks * bsize + 1;
  expect(() => checkDisk(folder, 1)).not.toThrow();
  expect(() => checkDisk(folder, neededBytes)).toThrow(
    expect.objectContaining({ code: 'PROVISION_DISK', context: expect.objectContaining({ folder, neededBytes }) }),
  );
});
