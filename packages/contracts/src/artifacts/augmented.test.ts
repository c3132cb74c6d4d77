import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeJson, copyGolden } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import { writeArtifact } from '../artifact/write-artifact';
import { openArtifact } from '../artifact/open-artifact';
import { type AugmentedBatch, checkRecipes, emptyRecipes, openAugmented, writeAugmented } from './augmented';
import type { Origins } from './dataset';
import { writeSoftTargets } from './soft-targets';

const root = mkdtempSync(join(tmpdir(), 'augmented-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, `${folders++}`);

const META = {
  dataset: 'a'.repeat(64),
  teacher: null,
  horizon: 3,
  channels: ['x', 'y'],
  unit: 'raw',
  quantiles: [],
  features: [],
  trainedUntil: null,
} as const;

/** Rows `first` … first + count - 1, every column another function of the row. */
function batchOf(first: number, count: number): AugmentedBatch {
  const recipes = emptyRecipes(count);
  const forecast = Float32Array.from({ length: 6 * count }, (_, i) => 6 * first + i);
  for (let i = 0; i < count; i++) {
    const row = first + i;
    const values = { series: row % 2, origin: 10 + row, kind: row % 4, seed: 2 ** 31 - 1 - row, amount: row / 8 };
    const partner = { partnerSeries: (row + 1) % 2, partnerOrigin: 100 + row, rotation: row % 3 };
    for (const [name, value] of Object.entries({ ...values, ...partner })) recipes[name as 'seed'][i] = value;
  }
  return { rowCount: count, arrays: { ...recipes, forecast } };
}

async function write(batches: Iterable<AugmentedBatch>, claimed?: number): Promise<string> {
  const folder = newFolder();
  await writeArtifact(folder, { kind: 'soft-targets', config: {}, inputs: {} }, (draft) => {
    const meta = writeSoftTargets(draft, META, []);
    const augmented = writeAugmented(draft, META, batches);
    return { ...meta, augmented: { rowCount: claimed ?? augmented.rowCount } };
  });
  return folder;
}
const open = (folder: string) => openAugmented(openArtifact(folder, 'soft-targets'));

it('come back as they were written, whatever the batches', async () => {
  const whole = batchOf(0, 9).arrays;
  const augmented = open(await write([batchOf(0, 4), batchOf(4, 1), batchOf(5, 4)]))!;
  const { forecast, ...recipes } = whole;
  expect(augmented.rowCount).toBe(9);
  expect(augmented.recipes).toEqual(recipes);
  const stored = new Float32Array(18);
  augmented.readForecast(3, 3, stored);
  expect([...stored]).toEqual([...forecast.subarray(18, 36)]);
  augmented.close();
});

it('are no part of soft targets that do not say so: those of before stay what they were', () => {
  expect(open(copyGolden('soft-targets', newFolder()))).toBeUndefined();
});

it('have the same bytes when they are written twice', async () => {
  const [first, second] = [await write([batchOf(0, 5)]), await write([batchOf(0, 5)])];
  const hashOf = (folder: string) => openArtifact(folder, 'soft-targets').manifest.files['augmented.arrow'];
  expect(hashOf(second)).toEqual(hashOf(first));
});

describe('are refused', () => {
  it('when the manifest counts other rows', async () => {
    const folder = await write([batchOf(0, 5)], 6);
    expect(thrownBy('ARTIFACT_INVALID', () => open(folder)).problem).toBe('it has 5 rows, the manifest says 6');
  });

  it('for a kind that is none, naming the first row', async () => {
    const batch = batchOf(0, 5);
    batch.arrays.kind.set([4], 2);
    const folder = await write([batch]);
    expect(thrownBy('ARTIFACT_INVALID', () => open(folder)).problem).toBe(
      'row 2 has the kind 4; there is 0 (jitter), 1 (scaling), 2 (mixup), 3 (other-series)',
    );
  });

  it('when the manifest promises them and lists no file', async () => {
    const folder = await write([batchOf(0, 5)]);
    changeJson(join(folder, 'manifest.json'), (manifest) => {
      const { 'augmented.arrow': _, ...files } = manifest['files'] as Record<string, never>;
      manifest['files'] = files;
    });
    expect(thrownBy('ARTIFACT_INVALID', () => open(folder)).problem).toMatch(/augmented\.arrow is not listed/);
  });
});

describe('bases and partners', () => {
  // Series 0 has the train origins 10, 12, 14 and the validation origin 20; series 1 the train origin 11.
  const origins: Origins = {
    series: Int32Array.of(0, 0, 0, 0, 1),
    origin: Int32Array.of(10, 12, 14, 20, 11),
    split: Int8Array.of(0, 0, 0, 1, 0),
  };
  const recipesOf = (rows: readonly (readonly [number, number, number, number])[]) => ({
    ...emptyRecipes(rows.length),
    series: Int32Array.from(rows, ([series]) => series),
    origin: Int32Array.from(rows, ([, origin]) => origin),
    partnerSeries: Int32Array.from(rows, ([, , series]) => series),
    partnerOrigin: Int32Array.from(rows, ([, , , origin]) => origin),
  });

  it('may be any train windows', () => {
    const all = recipesOf([[0, 10, 0, 10], [0, 14, 1, 11], [1, 11, 0, 12]]); // prettier-ignore
    expect(() => checkRecipes('here', all, origins)).not.toThrow();
  });

  it.each([
    ['base', [0, 20, 0, 10], 0, 20],
    ['partner', [0, 10, 0, 20], 0, 20],
    ['partner of a series that has no such origin', [0, 10, 1, 10], 1, 10],
  ] as const)('must be train windows: %s', (_, bad, series, origin) => {
    const rows = recipesOf([[0, 10, 0, 10], bad, [0, 13, 0, 10]]); // prettier-ignore
    expect(thrownBy('AUGMENTED_OUTSIDE_TRAIN', () => checkRecipes('here', rows, origins))).toEqual({
      ...{ folder: 'here', row: 1, series, origin, count: 2 },
    });
  });
});
