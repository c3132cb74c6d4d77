import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bytesRead } from '../../testing/bytes-read';
import { changeJson, copyGolden, type Json, type JsonObject, KINDS, objectsIn } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import { hashBytes } from './hash-file';
import { artifactFile, openArtifact, parseJson } from './open-artifact';

const root = mkdtempSync(join(tmpdir(), 'open-artifact-'));
afterAll(() => rmSync(root, { recursive: true }));
let copies = 0;
const newFolder = () => join(root, `${copies++}`);

/** Meta data whose keys are the user's: records of options, metrics and the like. */
const OPEN_RECORDS = /^(config|inputs|files)/;

describe.each(KINDS)('a %s artifact', (kind) => {
  it('opens as it was written; its fingerprint is the sha256 of its manifest', () => {
    const folder = copyGolden(kind, newFolder());
    const manifest = readFileSync(join(folder, 'manifest.json'));
    const opened = openArtifact(folder, kind);
    expect(opened.manifest).toEqual(JSON.parse(manifest.toString()));
    expect(opened.fingerprint).toBe(hashBytes(manifest));
  });

  it('is read exactly once when it is opened', () => {
    const folder = copyGolden(kind, newFolder());
    const names = readdirSync(folder).filter((name) => name !== 'measured.json');
    const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytesRead(() => openArtifact(folder, kind))).toBe(bytes);
  });

  it('with an unknown key anywhere in its manifest is refused by the name of the key', () => {
    const folder = copyGolden(kind, newFolder());
    const file = join(folder, 'manifest.json');
    const text = readFileSync(file, 'utf8');
    const places = [...objectsIn(JSON.parse(text) as Json)].filter(({ path }) => !OPEN_RECORDS.test(path));
    for (const { path } of places) {
      const manifest = JSON.parse(text) as Json;
      const place = [...objectsIn(manifest)].find((candidate) => candidate.path === path);
      place!.object['extra'] = 1;
      writeFileSync(file, JSON.stringify(manifest));
      expect(thrownBy('ARTIFACT_INVALID', () => openArtifact(folder, kind))).toEqual({
        file,
        problem: `${path || 'top level'}: Unrecognized key: "extra"`,
      });
    }
    expect(places.length).toBeGreaterThan(1);
  });

  it('without any one key of its meta data is refused', () => {
    const folder = copyGolden(kind, newFolder());
    const file = join(folder, 'manifest.json');
    const text = readFileSync(file, 'utf8');
    for (const key of Object.keys((JSON.parse(text) as { meta: object }).meta)) {
      writeFileSync(file, text);
      changeJson(file, ({ meta }) => Reflect.deleteProperty(meta as JsonObject, key));
      expect(thrownBy('ARTIFACT_INVALID', () => openArtifact(folder, kind)).problem).toMatch(`meta.${key}: `);
    }
  });

  it('of a future version is refused by its version, whatever else it holds', () => {
    const folder = copyGolden(kind, newFolder());
    changeJson(join(folder, 'manifest.json'), (manifest) => {
      Object.assign(manifest, { version: 2, signature: 'x', meta: { all: 'new' } });
    });
    const open = () => openArtifact(folder, kind);
    expect(thrownBy('ARTIFACT_VERSION', open)).toEqual({ folder, found: 2, supported: 1 });
  });

  it('is refused where another kind is needed', () => {
    const folder = copyGolden(kind, newFolder());
    for (const expected of KINDS.filter((other) => other !== kind))
      expect(thrownBy('ARTIFACT_KIND', () => openArtifact(folder, expected))).toEqual({
        folder,
        found: kind,
        expected,
      });
  });

  it('is refused when any one byte of any file was changed', () => {
    const folder = copyGolden(kind, newFolder());
    const { files } = openArtifact(folder, kind).manifest;
    for (const [name, { sha256 }] of Object.entries(files)) {
      const file = join(folder, name);
      const content = readFileSync(file);
      for (const at of [0, content.length >> 1, content.length - 1]) {
        const changed = Buffer.from(content);
        changed[at] = (changed[at] ?? 0) ^ 1;
        writeFileSync(file, changed);
        expect(thrownBy('ARTIFACT_CORRUPT', () => openArtifact(folder, kind))).toEqual({
          file,
          found: `has sha256 ${hashBytes(changed)}`,
          expected: `sha256 ${sha256}`,
        });
      }
      writeFileSync(file, content);
    }
  });
});

describe('a file of an artifact', () => {
  const weights = (folder: string) => join(folder, 'weights.bin');

  it.each([
    ['cut', (file: string) => truncateSync(file, 39), 'has 39 bytes'],
    ['longer', (file: string) => appendFileSync(file, 'x'), 'has 41 bytes'],
    ['lost', (file: string) => rmSync(file), 'is not there'],
  ])('that was %s is refused without hashing it', (_, damage, found) => {
    const folder = copyGolden('model', newFolder());
    damage(weights(folder));
    const context = thrownBy('ARTIFACT_CORRUPT', () => openArtifact(folder, 'model'));
    expect(context).toEqual({ file: weights(folder), found, expected: expect.stringContaining('40 bytes') });
  });

  it.each(['../secret', '/etc/passwd', 'a/b', '..', '.hidden', 'manifest.json', 'measured.json', 'a\\b', ''])(
    'may not be called "%s"',
    (name) => {
      const folder = copyGolden('model', newFolder());
      changeJson(join(folder, 'manifest.json'), ({ files }) => {
        (files as JsonObject)[name] = { sha256: hashBytes('x'), bytes: 1 };
      });
      const { problem } = thrownBy('ARTIFACT_INVALID', () => openArtifact(folder, 'model'));
      expect(problem).toMatch(/^files\..*: (not a plain file name|must not be listed)$/);
    },
  );

  it('that the manifest does not list is not used', () => {
    const folder = copyGolden('model', newFolder());
    changeJson(join(folder, 'manifest.json'), ({ files }) => delete (files as JsonObject)['weights.bin']);
    const artifact = openArtifact(folder, 'model');
    expect(artifactFile(artifact, 'model.json')).toBe(join(folder, 'model.json'));
    expect(thrownBy('ARTIFACT_INVALID', () => artifactFile(artifact, 'weights.bin'))).toEqual({
      file: join(folder, 'manifest.json'),
      problem: 'files: weights.bin is not listed, but a model artifact needs it',
    });
    expect(() => artifactFile(artifact, 'toString')).toThrow('toString is not listed');
  });
});

describe('a manifest', () => {
  const openWith = (manifest: string | Uint8Array) => {
    const folder = copyGolden('model', newFolder());
    writeFileSync(join(folder, 'manifest.json'), manifest);
    return () => openArtifact(folder, 'model');
  };

  it('that is missing is refused by folder and kind', () => {
    const folder = join(root, 'nowhere');
    expect(thrownBy('ARTIFACT_MISSING', () => openArtifact(folder, 'dataset'))).toEqual({ folder, kind: 'dataset' });
  });

  it.each(['', '{', 'null', '[]', '{}', '{"kind":"model"}', '{"kind":"model","version":"1"}', '\ufeff{}'])(
    'of %j is refused',
    (text) => {
      expect(thrownBy('ARTIFACT_INVALID', openWith(text)).problem).not.toBe('');
    },
  );

  it('with the key __proto__ is refused, at any depth', () => {
    const text = readFileSync(join(__dirname, '../../golden/model@1/manifest.json'), 'utf8');
    for (const place of ['"config": {', '"inputs": {', '"files": {', '"meta": {', '{']) {
      const open = openWith(text.replace(place, `${place} "__proto__": {"x": 1},`));
      expect(thrownBy('ARTIFACT_INVALID', open).problem).toContain('"__proto__"');
    }
  });

  it('whose bytes differ has another fingerprint, even where its text does not', () => {
    const text = readFileSync(join(__dirname, '../../golden/model@1/manifest.json'), 'latin1');
    const withByte = (byte: number) =>
      Buffer.from(text.replace('"epochs"', `"epoch${String.fromCharCode(byte)}"`), 'latin1');
    const [a, b] = [openWith(withByte(0xfe))(), openWith(withByte(0xff))()];
    expect(a.manifest.config).toEqual(b.manifest.config);
    expect(a.fingerprint).not.toBe(b.fingerprint);
  });
});

it('names the first bad key of a JSON file', () => {
  const schema = z.object({ a: z.object({ b: z.array(z.number()) }) });
  const parse = (text: string) => () => parseJson('x.json', text, schema);
  expect(thrownBy('ARTIFACT_INVALID', parse('{"a":{"b":[1,"2"]}}')).problem).toMatch(/^a\.b\.1: /);
  expect(thrownBy('ARTIFACT_INVALID', parse('[')).problem).toMatch(/^it is not JSON/);
  expect(parse('{"a":{"b":[1]}}')()).toEqual({ a: { b: [1] } });
});
