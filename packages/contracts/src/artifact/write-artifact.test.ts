import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { bytesRead } from '../../testing/bytes-read';
import { ArrowWriter } from '../arrow/write-arrow';
import { hashBytes } from './hash-file';
import { openArtifact } from './open-artifact';
import { type ArtifactDraft, writeArtifact } from './write-artifact';

const root = mkdtempSync(join(tmpdir(), 'write-artifact-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
/** The place of an artifact in a folder of its own, so that nothing else lies beside it. */
const newTarget = () => join(root, `${folders++}`, 'target');

const RECORD = { kind: 'model', config: {}, inputs: {} } as const;
const META = { architecture: 'none', parameterCount: 0, seed: 0 };

const writeText = (draft: ArtifactDraft, name: string, text: string) =>
  draft.file(name, (file) => file.write(Buffer.from(text)));

const write = (target: string, text: string) =>
  writeArtifact(target, RECORD, (draft) => {
    writeText(draft, 'weights.bin', text);
    return META;
  });

/** What lies in the target and beside it. */
const listing = (target: string) => ({ beside: readdirSync(dirname(target)), files: readdirSync(target).sort() });

describe('an artifact', () => {
  it('takes back a file whose writer fails, so that it can be written in another way', async () => {
    const target = newTarget();
    await writeArtifact(target, RECORD, async (draft) => {
      const first = draft.fileAsync('weights.bin', async (file) => {
        file.write(Buffer.from('half'));
        await Promise.resolve();
        throw new Error('out of order');
      });
      await expect(first).rejects.toThrow('out of order');
      await draft.fileAsync('weights.bin', async (file) => {
        await Promise.resolve();
        file.write(Buffer.from('whole'));
      });
      return META;
    });
    expect(readFileSync(join(target, 'weights.bin'), 'utf8')).toBe('whole');
    expect(openArtifact(target, 'model').manifest.files['weights.bin']).toEqual({
      sha256: hashBytes('whole'),
      bytes: 5,
    });
  });

  it('holds the files of its body and the manifest of their hashes; its fingerprint is the hash of the manifest', async () => {
    const target = newTarget();
    const inputs = { dataset: 'a'.repeat(64) };
    const fingerprint = await writeArtifact(
      target,
      { kind: 'model', config: { b: 1, a: undefined }, inputs },
      (draft) => {
        writeText(draft, 'weights.bin', 'abc');
        draft.json('model.json', { b: 1, a: 2 });
        return META;
      },
    );
    expect(listing(target)).toEqual({
      beside: ['target'],
      files: ['manifest.json', 'measured.json', 'model.json', 'weights.bin'],
    });
    expect(fingerprint).toBe(hashBytes(readFileSync(join(target, 'manifest.json'))));
    expect(openArtifact(target, 'model').manifest).toEqual({
      kind: 'model',
      version: 1,
      config: { b: 1 },
      inputs,
      files: {
        'model.json': { sha256: hashBytes('{\n  "a": 2,\n  "b": 1\n}\n'), bytes: 23 },
        'weights.bin': { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', bytes: 3 },
      },
      meta: META,
    });
  });

  it('has a manifest with sorted keys, whatever the order in which files and meta data came', async () => {
    const [a, b] = [newTarget(), newTarget()];
    await writeArtifact(a, { kind: 'model', config: { x: 1, y: 2 }, inputs: {} }, (draft) => {
      for (const name of ['a.bin', 'b.bin']) writeText(draft, name, name);
      return { architecture: 'none', parameterCount: 0, seed: 0 };
    });
    await writeArtifact(b, { inputs: {}, config: { y: 2, x: 1 }, kind: 'model' }, (draft) => {
      for (const name of ['b.bin', 'a.bin']) writeText(draft, name, name);
      return { seed: 0, parameterCount: 0, architecture: 'none' };
    });
    const manifest = readFileSync(join(a, 'manifest.json'), 'utf8');
    expect(readFileSync(join(b, 'manifest.json'), 'utf8')).toBe(manifest);
    expect(Object.keys(JSON.parse(manifest) as object)).toEqual([
      'config',
      'files',
      'inputs',
      'kind',
      'meta',
      'version',
    ]);
  });

  it('keeps measured.json outside of the manifest: two measurements, one fingerprint', async () => {
    const measure = (target: string, ms: number) =>
      writeArtifact(target, RECORD, (draft) => {
        draft.measured({ ms });
        return META;
      });
    const [a, b] = [newTarget(), newTarget()];
    expect(await measure(a, 1)).toBe(await measure(b, 2));
    expect(JSON.parse(readFileSync(join(b, 'measured.json'), 'utf8'))).toMatchObject({ ms: 2 });
    expect(Object.keys(openArtifact(a, 'model').manifest.files)).toEqual([]);
  });

  it('is hashed while it is written: nothing is read back', async () => {
    const target = newTarget();
    let bytes = 0;
    await writeArtifact(target, RECORD, (draft) => {
      bytes = bytesRead(() =>
        draft.file('a.arrow', (file) => {
          const writer = new ArrowWriter(file, { x: { kind: 'float32' } }, {});
          writer.append(100_000, { x: new Float32Array(100_000) });
          writer.finish();
        }),
      );
      return META;
    });
    expect(bytes).toBe(0);
    expect(() => openArtifact(target, 'model')).not.toThrow();
  });

  it('can be read by whoever can read its parent', async () => {
    const target = newTarget();
    await write(target, 'a');
    expect(statSync(target).mode).toBe(statSync(dirname(target)).mode);
  });

  it('replaces the former one as a whole', async () => {
    const target = newTarget();
    await writeArtifact(target, RECORD, (draft) => {
      writeText(draft, 'former.bin', 'a');
      draft.measured({ ms: 1 });
      return META;
    });
    await write(target, 'b');
    expect(listing(target)).toEqual({ beside: ['target'], files: ['manifest.json', 'measured.json', 'weights.bin'] });
  });

  it('is on disk before it has its name: files first, then their folder, then the rename, then the parent', async () => {
    const target = newTarget();
    const steps: string[] = [];
    const { fsync, fsyncSync, renameSync } = fs;
    const nameOf = (path: string) => basename(path).replace(/^\.target\..*/, 'side');
    const openName = (fd: number) => nameOf(readlinkSync(`/proc/self/fd/${fd}`));
    jest.spyOn(fs, 'fsync').mockImplementation((fd, done) => {
      const name = openName(fd);
      // The slowest disk: what waits for it waits in vain if it does not wait for all.
      fsync(fd, (error) => setTimeout(() => (steps.push(`flush ${name}`), done(error)), name === 'a.bin' ? 50 : 0));
    });
    jest.spyOn(fs, 'fsyncSync').mockImplementation((fd) => {
      steps.push(`flush ${openName(fd)}`);
      fsyncSync(fd);
    });
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      steps.push(`rename ${nameOf(String(from))} ${nameOf(String(to))}`);
      renameSync(from, to);
    });
    await writeArtifact(target, RECORD, async (draft) => {
      writeText(draft, 'a.bin', 'a');
      await draft.fileAsync('b.bin', async (file) => file.write(Buffer.from('b')));
      draft.measured({});
      return META;
    });
    jest.restoreAllMocks();
    const files = ['a.bin', 'b.bin', 'manifest.json', 'measured.json'].map((name) => `flush ${name}`);
    expect(steps.slice(0, 4).sort()).toEqual(files);
    expect(steps.slice(4)).toEqual(['flush side', 'rename side target', `flush ${basename(dirname(target))}`]);
  });
});

describe('a body that fails', () => {
  const failures: [string, (draft: ArtifactDraft) => Promise<typeof META>][] = [
    ['at once', () => Promise.reject(new Error('stop'))],
    [
      'between two files',
      async (draft) => {
        writeText(draft, 'weights.bin', 'new');
        throw new Error('stop');
      },
    ],
    [
      'inside a file',
      async (draft) =>
        draft.file('weights.bin', (file) => {
          file.write(Buffer.from('new'));
          throw new Error('stop');
        }),
    ],
    [
      'inside a file that it awaits',
      (draft) =>
        draft.fileAsync('weights.bin', async (file) => {
          file.write(Buffer.from('new'));
          await Promise.resolve();
          throw new Error('stop');
        }),
    ],
    [
      'with a file that it did not await',
      async (draft) => {
        void draft.fileAsync('weights.bin', () => new Promise(() => undefined));
        return META;
      },
    ],
    ['with meta data of another kind', async () => ({ horizon: 1 }) as never],
    ['with meta data that JSON cannot hold', async () => ({ ...META, seed: NaN })],
  ];

  it.each(failures)('%s leaves the former artifact as it was, and nothing beside it', async (_, body) => {
    const target = newTarget();
    const fingerprint = await write(target, 'former');
    const openFiles = readdirSync('/proc/self/fd').length;
    await expect(writeArtifact(target, RECORD, body)).rejects.toThrow();
    expect(readdirSync('/proc/self/fd')).toHaveLength(openFiles);
    expect(listing(target)).toEqual({ beside: ['target'], files: ['manifest.json', 'measured.json', 'weights.bin'] });
    expect(openArtifact(target, 'model').fingerprint).toBe(fingerprint);
  });

  it.each(['a file is on its way to the disk', 'the disk refuses one'])('while %s is removed with it', async (when) => {
    const { fsync } = fs;
    const refusal = when.includes('refuses') ? Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }) : null;
    jest.spyOn(fs, 'fsync').mockImplementation((fd, done) => fsync(fd, () => setTimeout(() => done(refusal), 20)));
    const target = newTarget();
    const openFiles = readdirSync('/proc/self/fd').length;
    const body = (draft: ArtifactDraft) => {
      writeText(draft, 'weights.bin', 'new');
      if (!refusal) throw new Error('stop');
      return META;
    };
    await expect(writeArtifact(target, RECORD, body)).rejects.toThrow(refusal ? 'EIO' : 'stop');
    jest.restoreAllMocks();
    expect(readdirSync('/proc/self/fd')).toHaveLength(openFiles);
    expect(readdirSync(dirname(target))).toEqual([]);
  });

  it('leaves nothing where nothing was, and passes its own error on', async () => {
    const target = newTarget();
    const error = new Error('stop');
    await expect(writeArtifact(target, RECORD, () => Promise.reject(error))).rejects.toBe(error);
    expect(readdirSync(dirname(target))).toEqual([]);
  });
});

describe('a folder that is no artifact', () => {
  it('is never replaced', async () => {
    const target = newTarget();
    mkdirSync(target, { recursive: true });
    fs.writeFileSync(join(target, 'thesis.doc'), 'x');
    let ran = false;
    const body = () => {
      ran = true;
      return META;
    };
    await expect(writeArtifact(target, RECORD, body)).rejects.toMatchObject({
      code: 'ARTIFACT_OCCUPIED',
      context: { folder: target, found: 'thesis.doc' },
    });
    expect(ran).toBe(false);
    expect(listing(target)).toEqual({ beside: ['target'], files: ['thesis.doc'] });
  });

  it('is a file, and is not replaced either', async () => {
    const target = newTarget();
    mkdirSync(dirname(target), { recursive: true });
    fs.writeFileSync(target, 'x');
    await expect(write(target, 'a')).rejects.toMatchObject({ code: 'ARTIFACT_OCCUPIED' });
  });

  it('may be used when it is empty', async () => {
    const target = newTarget();
    mkdirSync(target, { recursive: true });
    await write(target, 'a');
    expect(listing(target).files).toEqual(['manifest.json', 'measured.json', 'weights.bin']);
  });
});

describe('side folders', () => {
  it('of two writers at once do not meet: one whole artifact stays', async () => {
    const target = newTarget();
    const fingerprints = await Promise.all(['a', 'b', 'c'].map((text) => write(target, text)));
    expect(fingerprints).toContain(openArtifact(target, 'model').fingerprint);
    expect(listing(target).beside).toEqual(['target']);
  });

  it('of a killed writer are swept by the next one; the former artifact was there all the time', async () => {
    const target = newTarget();
    const fingerprint = await write(target, 'former');
    const writer = spawn(process.execPath, [
      '-r',
      '@swc-node/register',
      join(__dirname, '../../testing/write-until-killed.ts'),
      target,
    ]);
    await once(writer.stdout, 'data');
    expect(listing(target).beside).toEqual([expect.stringMatching(`^\\.target\\.${writer.pid}\\.`), 'target']);
    await write(target, 'while it runs');
    expect(listing(target).beside).toHaveLength(2);
    writer.kill('SIGKILL');
    await once(writer, 'close');
    await write(target, 'former');
    expect(listing(target).beside).toEqual(['target']);
    expect(openArtifact(target, 'model').fingerprint).toBe(fingerprint);
  });
});

it('makes the folders above it', async () => {
  const target = join(root, 'deep', 'er', 'target');
  await write(target, 'a');
  expect(existsSync(join(target, 'manifest.json'))).toBe(true);
});
