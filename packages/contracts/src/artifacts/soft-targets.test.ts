import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compressionRegistry, CompressionType, RecordBatchFileWriter, tableFromIPC } from 'apache-arrow';
import { bytesRead } from '../../testing/bytes-read';
import { changeJson, copyGolden, type Json } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import { writeTable } from '../../testing/write-table';
import { hashBytes } from '../artifact/hash-file';
import { writeArtifact } from '../artifact/write-artifact';
import { SoftTargetsMeta } from '../schemas/soft-targets';
import { openDataset } from './dataset';
import {
  checkSoftTargets,
  openSoftTargets,
  type SoftTargetBatch,
  softTargetBatchRows,
  softTargetColumns,
  writeSoftTargets,
} from './soft-targets';

const root = mkdtempSync(join(tmpdir(), 'soft-targets-'));
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

/** `count` rows of series 0 from origin `first` on; value i of the row with origin o is 10·o + i. */
function batchOf(first: number, count: number, width = 6): SoftTargetBatch {
  return {
    rowCount: count,
    arrays: {
      series: new Int32Array(count),
      origin: Int32Array.from({ length: count }, (_, i) => first + i),
      inSample: Uint8Array.from({ length: count }, (_, i) => (first + i) % 2),
      forecast: Float32Array.from(
        { length: count * width },
        (_, i) => 10 * (first + Math.floor(i / width)) + (i % width),
      ),
    },
  };
}

const write = (
  folder: string,
  batches: Iterable<SoftTargetBatch>,
  meta: Parameters<typeof writeSoftTargets>[1] = META,
) =>
  writeArtifact(folder, { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, batches),
  );

describe('an artifact', () => {
  const folder = newFolder();
  beforeAll(async () => {
    await write(folder, [batchOf(0, 3), batchOf(3, 1), batchOf(4, 5)]);
  });

  it.each(['N', 'TimesFM 2.0 (β), 中文', 'x'.repeat(80)])('may have a name, such as %j', (name) => {
    expect(SoftTargetsMeta.parse({ ...META, rowCount: 1, name }).name).toBe(name);
  });

  it('gives any rows of its batches, and their keys', () => {
    const softTargets = openSoftTargets(folder);
    expect(softTargets.meta.rowCount).toBe(9);
    expect([...softTargets.origin]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...softTargets.inSample]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0]);
    const target = new Float32Array(18);
    softTargets.readForecast(2, 3, target);
    expect([...target]).toEqual([20, 21, 22, 23, 24, 25, 30, 31, 32, 33, 34, 35, 40, 41, 42, 43, 44, 45]);
    softTargets.close();
  });

  it('finds the row of a window, and -1 where the teacher did not speak', () => {
    const softTargets = openSoftTargets(folder);
    const { rowOf } = softTargets;
    expect([rowOf(0, 0), rowOf(0, 8), rowOf(0, 9), rowOf(1, 0), rowOf(0, -1), rowOf(-1, 0)]).toEqual([
      0, 8, -1, -1, -1, -1,
    ]);
    softTargets.close();
  });

  it('explains itself in its schema', () => {
    const { metadata } = tableFromIPC(readFileSync(join(folder, 'soft-targets.arrow'))).schema;
    expect([metadata.get('tsdistill.kind'), metadata.get('tsdistill.version')]).toEqual(['soft-targets', '1']);
    expect(JSON.parse(metadata.get('tsdistill.meta') ?? '')).toEqual(META);
  });
});

it('keeps keys apart that would be one number if it were packed too tightly', async () => {
  const powers = Array.from({ length: 31 }, (_, bit) => [0, 2 ** bit] as const);
  const keys = [[0, 0], [1, 0], ...powers, [0, 2 ** 31 - 1], [2 ** 20, 2 ** 31 - 1], [2 ** 20 + 1, 0]] as const;
  const folder = newFolder();
  const arrays = {
    series: Int32Array.from(keys, ([series]) => series),
    origin: Int32Array.from(keys, ([, origin]) => origin),
    inSample: new Uint8Array(keys.length),
    forecast: new Float32Array(6 * keys.length),
  };
  await write(folder, [{ rowCount: keys.length, arrays }]);
  const softTargets = openSoftTargets(folder);
  expect(keys.map(([series, origin]) => softTargets.rowOf(series, origin))).toEqual([...keys.keys()]);
  softTargets.close();
});

it('may be empty', async () => {
  const folder = newFolder();
  await write(folder, []);
  const softTargets = openSoftTargets(folder);
  expect([softTargets.meta.rowCount, softTargets.rowOf(0, 0)]).toEqual([0, -1]);
  softTargets.close();
});

it('has the same bytes when it is written twice, from one reused batch too', async () => {
  const batch = batchOf(0, 4);
  const reused = function* () {
    for (const first of [0, 4]) {
      const next = batchOf(first, 4).arrays;
      batch.arrays.origin.set(next.origin);
      batch.arrays.inSample.set(next.inSample);
      batch.arrays.forecast.set(next.forecast);
      yield batch;
    }
  };
  expect(await write(newFolder(), reused())).toBe(await write(newFolder(), [batchOf(0, 4), batchOf(4, 4)]));
});

it('is hashed once when it is opened; a window then costs its own bytes', async () => {
  const folder = newFolder();
  const meta = { ...META, horizon: 96, channels: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
  const width = 96 * 7;
  await write(folder, [batchOf(0, 700, width), batchOf(700, 700, width), batchOf(1400, 700, width)], meta);
  const size = statSync(join(folder, 'soft-targets.arrow')).size;
  let softTargets = openSoftTargets(folder);
  softTargets.close();
  const opening = bytesRead(() => (softTargets = openSoftTargets(folder)));
  expect(opening / size).toBeGreaterThanOrEqual(1);
  expect(opening / size).toBeLessThan(1.01);
  const target = new Float32Array(width);
  const reading = bytesRead(() => {
    for (let i = 0; i < 300; i++) softTargets.readForecast((i * 997) % 2100, 1, target);
  });
  expect(reading).toBe(300 * width * 4);
  softTargets.close();
});

describe('the columns', () => {
  it('are those that are declared', () => {
    const meta = { ...META, rowCount: 0, quantiles: [0.1, 0.5, 0.9], features: [4, 5] };
    expect(softTargetColumns(meta)).toMatchObject({
      forecast: { kind: 'float32-list', width: 6 },
      quantiles: { kind: 'float32-list', width: 18 },
      features: { kind: 'float32-list', width: 20 },
    });
    expect(Object.keys(softTargetColumns({ ...META, rowCount: 0 }))).toEqual([
      'series',
      'origin',
      'inSample',
      'forecast',
    ]);
  });

  it('come in batches of about 8 MiB, of at least one row and at most 65,536', () => {
    const rows = (horizon: number, channelCount: number) =>
      softTargetBatchRows({ ...META, rowCount: 0, horizon, channels: Array<string>(channelCount).fill('x') });
    expect([rows(96, 7), rows(96, 321), rows(1, 1), rows(1024, 2048), rows(1024, 2049)]).toEqual([
      3120, 68, 65_536, 1, 1,
    ]);
  });
});

/** An artifact around a file made by hand. */
async function wrap(makeFile: (path: string) => void, rowCount: number, meta = META): Promise<string> {
  const folder = newFolder();
  await write(folder, []);
  const path = join(folder, 'soft-targets.arrow');
  rmSync(path);
  makeFile(path);
  const bytes = readFileSync(path);
  changeJson(join(folder, 'manifest.json'), (manifest) => {
    manifest['files'] = { 'soft-targets.arrow': { sha256: hashBytes(bytes), bytes: bytes.length } };
    manifest['meta'] = { ...meta, rowCount } as unknown as Json;
  });
  return folder;
}

describe('made elsewhere, it is refused', () => {
  const columns = softTargetColumns({ ...META, rowCount: 0 });
  const file = (batch: SoftTargetBatch) => (path: string) => void writeTable(path, columns, [batch]);

  it('when the manifest counts other rows', async () => {
    const folder = await wrap(file(batchOf(0, 3)), 4);
    expect(thrownBy('ARTIFACT_INVALID', () => openSoftTargets(folder)).problem).toBe(
      'it has 3 rows, the manifest says 4',
    );
  });

  it.each(['', ' ', ' ridge', 'ridge\n', 'a\nb', '\u001b[31mridge', 'x'.repeat(81)])(
    'when tables cannot hold its name, as %j',
    (name) => {
      const { error } = SoftTargetsMeta.safeParse({ ...META, rowCount: 1, name });
      expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
        'name: a name is one line of 1 to 80 characters, without blanks around it',
      ]);
    },
  );

  it('when windows stand in it twice', async () => {
    const batch = batchOf(0, 4);
    batch.arrays.origin.set([7, 5, 7, 7]);
    const folder = await wrap(file(batch), 4);
    expect(thrownBy('ARTIFACT_INVALID', () => openSoftTargets(folder)).problem).toBe(
      '2 of its 4 rows repeat the series and origin of another row',
    );
  });

  it('when a column is missing that the manifest declares', async () => {
    const folder = await wrap(file(batchOf(0, 3)), 3, { ...META, quantiles: [0.5] } as never);
    expect(thrownBy('ARROW_COLUMN', () => openSoftTargets(folder))).toMatchObject({
      column: 'quantiles',
      expected: 'FixedSizeList[6]<Float32>',
    });
  });

  it('when its forecasts have another width than horizon times channels', async () => {
    const folder = await wrap(file(batchOf(0, 3)), 3, { ...META, horizon: 4 } as never);
    expect(thrownBy('ARROW_COLUMN', () => openSoftTargets(folder))).toMatchObject({
      column: 'forecast',
      expected: 'FixedSizeList[8]<Float32>',
    });
  });

  it('when it is compressed', async () => {
    compressionRegistry.set(CompressionType.ZSTD, { encode: () => Uint8Array.of(40, 181, 47, 253, 0, 0) });
    const folder = await wrap((path) => {
      const plain = readFileSync(writeTable(`${path}.plain`, columns, [batchOf(0, 3)]));
      const writer = new RecordBatchFileWriter({ compressionType: CompressionType.ZSTD });
      writer.write(tableFromIPC(plain));
      writeFileSync(path, writer.finish().toUint8Array(true));
    }, 3);
    expect(thrownBy('ARROW_COMPRESSED', () => openSoftTargets(folder)).file).toBe(join(folder, 'soft-targets.arrow'));
  });
});

describe('soft targets and data set', () => {
  const dataset = openDataset(join(__dirname, '../../golden/dataset@1'));

  it.each<[string, Json, { what: string; leftValue: string; rightValue: string }]>([
    ['horizon', 4, { what: 'the horizon', leftValue: '4', rightValue: '2' }],
    [
      'channels',
      ['price', 'load'],
      { what: 'the list of channels', leftValue: 'price, load', rightValue: 'load, price' },
    ],
    [
      'dataset',
      'b'.repeat(64),
      { what: 'the fingerprint of the data set', leftValue: 'b'.repeat(64), rightValue: dataset.fingerprint },
    ],
  ])('with another %s do not belong together', (key, value, expected) => {
    const folder = copyGolden('soft-targets', newFolder());
    const softTargets = openSoftTargets(folder);
    const foreign = { ...softTargets, meta: { ...softTargets.meta, [key]: value } };
    expect(thrownBy('ARTIFACT_MISMATCH', () => checkSoftTargets(dataset, foreign))).toEqual({
      ...expected,
      left: `the soft targets in ${folder}`,
      right: `the data set in ${dataset.folder}`,
    });
    softTargets.close();
  });
});
