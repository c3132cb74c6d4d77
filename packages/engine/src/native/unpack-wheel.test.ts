import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { hashFile } from '@tsdistill/contracts';
import { downloadWheel, unpackWheel } from './unpack-wheel';
import type { Wheel } from './wheels';

const NAME = 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl';
const signal = new AbortController().signal;
const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'tsdistill-'));

/** A wheel of the real name and layout, made by Python, with a few bytes in it. */
const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tensorflow/libone.so.2", "library one")
    wheel.writestr("tensorflow/libtwo.so.2", "library two")
    wheel.writestr("tensorflow/include/tensorflow/c/", "")
    wheel.writestr("tensorflow/include/tensorflow/c/c_api.h", "header")
    wheel.writestr("tensorflow/include/tensorflow/cc/ops.h", "not needed")
    wheel.writestr("tensorflow/__init__.py", "not needed")
    info = "tensorflow_cpu-2.21.0.dist-info/"
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: tensorflow-cpu\\nVersion: 2.21.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: cp311-cp311-manylinux_2_27_x86_64\\n")
    wheel.writestr(info + "RECORD", "")
`;

function makeWheel(change: Partial<Wheel> = {}): { readonly file: string; readonly wheel: Wheel } {
  const file = join(emptyFolder(), NAME);
  execFileSync('python3', ['-c', MAKE_WHEEL, file]);
  const libraries = ['libone.so.2', 'libtwo.so.2'] as const;
  const tag = 'manylinux_2_27_x86_64';
  const wheel = { package: 'tensorflow-cpu', tag, sha256: hashFile(file), libraries, librarySha256: '' } as const;
  return { file, wheel: { ...wheel, ...change } };
}

it('takes the libraries and headers out of a wheel, and deletes it', async () => {
  const { file, wheel } = makeWheel();
  const folder = emptyFolder();
  await unpackWheel(wheel, file, folder, signal);
  expect((readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.includes('.')).sort()).toEqual([
    'include/tensorflow/c/c_api.h',
    'lib/libone.so.2',
    'lib/libtwo.so.2',
  ]);
  expect(readFileSync(join(folder, 'lib/libtwo.so.2'), 'utf8')).toBe('library two');
  expect(existsSync(file)).toBe(false);
});

it('refuses other bytes than the published ones before it opens them', async () => {
  const sha256 = '0'.repeat(64);
  const { file, wheel } = makeWheel({ sha256 });
  const folder = emptyFolder();
  await expect(unpackWheel(wheel, file, folder, signal)).rejects.toMatchObject({
    code: 'PROVISION_HASH',
    context: { file, expected: sha256, found: hashFile(file) },
  });
  expect(readdirSync(folder)).toEqual([]);
});

it('says which library a wheel lacks', async () => {
  const { file, wheel } = makeWheel({ libraries: ['libone.so.2', 'libthree.so.2'] });
  await expect(unpackWheel(wheel, file, emptyFolder(), signal)).rejects.toMatchObject({
    code: 'PROVISION_UNPACK',
    context: { problem: expect.stringContaining('tensorflow/libthree.so.2') },
  });
});

describe('without a network', () => {
  const before = { ...process.env };
  beforeEach(() => (process.env['PIP_NO_INDEX'] = '1'));
  afterEach(() => (process.env = { ...before }));

  it('downloads the wheel of the table by pip, whatever this machine is, and leaves nothing else', async () => {
    const { file, wheel } = makeWheel();
    process.env['PIP_FIND_LINKS'] = join(file, '..');
    const folder = emptyFolder();
    const got = await downloadWheel(wheel, folder, signal);
    expect(basename(got)).toBe(NAME);
    expect(hashFile(got)).toBe(wheel.sha256);
    expect(readdirSync(folder)).toEqual([NAME]);
  });

  it('says in the words of pip why there is no wheel', async () => {
    const { wheel } = makeWheel();
    process.env['PIP_FIND_LINKS'] = emptyFolder();
    await expect(downloadWheel(wheel, emptyFolder(), signal)).rejects.toMatchObject({
      code: 'PROVISION_DOWNLOAD',
      context: { wheel: 'tensorflow-cpu==2.21.0', problem: expect.stringContaining('No matching distribution') },
    });
  });
});
