import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { changeJson, copyGolden, type JsonObject } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import { hashBytes } from '../artifact/hash-file';
import { countParameters, type NamedArray, openModel, type ParameterValues, writeModel } from './model';

const root = mkdtempSync(join(tmpdir(), 'model-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, `${folders++}`);

const GOLDEN = openModel(join(__dirname, '../../golden/model@1'));
const { weightsManifest: _, ...DESCRIPTION } = GOLDEN.description;
const RECORD = { config: {}, inputs: {}, history: [], measured: {} };
const write = (folder: string, parameters: ParameterValues) => writeModel(folder, DESCRIPTION, parameters, RECORD);

const anyArray: fc.Arbitrary<NamedArray> = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
  const length = shape.reduce((product, side) => product * side, 1);
  return fc
    .array(fc.float(), { minLength: length, maxLength: length })
    .map((values) => ({ shape, values: Float32Array.from(values) }));
});

const bits = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

it('comes back as written: any shapes, any bits, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string({ minLength: 1 }), anyArray, { noNullPrototype: true }),
      async (parameters) => {
        const folder = newFolder();
        await write(folder, parameters);
        const found = openModel(folder);
        const plain = (values: ParameterValues) =>
          Object.entries(values).map(([name, array]) => [name, array.shape, bits(array.values)]);
        expect(plain(found.parameters)).toEqual(plain(parameters));
        expect(found.manifest.meta.parameterCount).toBe(countParameters(parameters));
        expect({ ...found.description, weightsManifest: _ }).toEqual({ ...GOLDEN.description, weightsManifest: _ });
        rmSync(folder, { recursive: true });
      },
    ),
    { numRuns: 30, seed: 1 },
  );
});

it('writes the same bytes twice, views into larger arrays included', async () => {
  const [a, b] = [newFolder(), newFolder()];
  const large = Float32Array.of(9, 1, 2, 9);
  const fingerprint = await write(a, { w: { shape: [2], values: Float32Array.of(1, 2) } });
  expect(await write(b, { w: { shape: [2], values: large.subarray(1, 3) } })).toBe(fingerprint);
  expect(readFileSync(join(b, 'weights.bin'))).toEqual(Buffer.from([0, 0, 128, 63, 0, 0, 0, 64])); // IEEE 754, little endian
});

it('refuses to write values that do not fill their shape', async () => {
  const parameters = { w: { shape: [2, 2], values: new Float32Array(3) } };
  expect(() => write(newFolder(), parameters)).toThrow('"w": 3 values for shape [2,2]');
});

describe('reading', () => {
  /** The golden model with one file replaced, and its manifest made to fit. */
  function withFile(name: string, content: string | Uint8Array): () => unknown {
    const folder = copyGolden('model', newFolder());
    writeFileSync(join(folder, name), content);
    changeJson(join(folder, 'manifest.json'), ({ files }) => {
      const bytes = Buffer.byteLength(content);
      (files as JsonObject)[name] = { sha256: hashBytes(content), bytes };
    });
    return () => openModel(folder);
  }

  it.each([
    [36, 'it holds 9 weights, model.json lists 10'],
    [44, 'it holds 11 weights, model.json lists 10'],
    [39, 'it holds 9.75 weights, model.json lists 10'],
  ])('refuses weights of %d bytes', (byteCount, problem) => {
    const open = withFile('weights.bin', new Uint8Array(byteCount));
    expect(thrownBy('ARTIFACT_INVALID', open).problem).toBe(problem);
  });

  const changeModel = (change: (model: JsonObject) => void) => {
    const model = JSON.parse(readFileSync(join(GOLDEN.folder, 'model.json'), 'utf8')) as JsonObject;
    change(model);
    return withFile('model.json', JSON.stringify(model));
  };

  it.each<[string, (model: JsonObject) => void, RegExp]>([
    ['an unknown key', (model) => (model['extra'] = 1), /^top level: Unrecognized key: "extra"$/],
    ['a missing key', (model) => delete model['lookback'], /^lookback: /],
    ['quantiles out of order', (model) => (model['quantiles'] = [0.5, 0.1]), /^quantiles: not in ascending order$/],
    ['a quantile of 1', (model) => (model['quantiles'] = [1]), /^quantiles\.0: /],
    ['a fingerprint that is none', (model) => ((model['provenance'] as JsonObject)['dataset'] = 'x'), /sha256/],
    [
      'two weights of one name',
      (model) => {
        const [group] = model['weightsManifest'] as { weights: { name: string }[] }[];
        group!.weights[1]!.name = group!.weights[0]!.name;
      },
      /^weightsManifest\.0\.weights: a name stands in it twice$/,
    ],
  ])('refuses %s in model.json', (_, change, problem) => {
    expect(thrownBy('ARTIFACT_INVALID', changeModel(change)).problem).toMatch(problem);
  });

  it('refuses a manifest without model.json', () => {
    const folder = copyGolden('model', newFolder());
    changeJson(join(folder, 'manifest.json'), ({ files }) => delete (files as JsonObject)['model.json']);
    expect(thrownBy('ARTIFACT_INVALID', () => openModel(folder)).problem).toContain('model.json is not listed');
  });
});
