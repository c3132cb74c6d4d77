import { constants, gunzipSync } from 'node:zlib';
import { PipelineError } from '@tsdistill/contracts';

export interface FileFormat {
  readonly format: 'csv' | 'parquet';
  readonly gzip: boolean;
}

/** Enough of a gzip to unpack its first bytes. */
export const START_BYTES = 4096;

/** The first bytes of formats that are not read, in hex. */
const FORMATS: readonly (readonly [magic: string, word: string])[] = [
  ['504b0304', 'a zip archive or an Excel workbook'],
  ['28b52ffd', 'compressed with zstd'],
  ['425a68', 'compressed with bzip2'],
  ['fd377a585a', 'compressed with xz'],
  ['4152524f5731', 'an Arrow file'],
  ['d0cf11e0', 'an old Excel workbook'],
  ['53514c697465', 'an SQLite database'],
  ['89504e47', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['25504446', 'a PDF document'],
  ['894844460d0a', 'an HDF5 file'],
  ['934e554d5059', 'a NumPy array'],
  ['feff', 'UTF-16 with its bytes in big-endian order'],
];
/** The first characters of texts that are no tables. */
const TEXTS: readonly (readonly [begin: RegExp, word: string])[] = [
  [/^\ufeff?\s*\[?\s*\{\s*"/, 'JSON'],
  [/^\ufeff?\s*<(!doctype|html|\?xml)/i, 'a page of HTML or XML'],
];
/** UTF-16 in big-endian order without a mark: every other byte of plain text is 0. */
const BIG_ENDIAN = /^(00[2-7].){2}/;
const PARQUET = Buffer.from('PAR1');
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * What a file is by its first bytes, whatever its name says.
 *
 * @throws PipelineError FILE_FORMAT
 */
export function formatOf(name: string, start: Buffer): FileFormat {
  const gzip = isGzip(start);
  const content = gzip ? unpackStart(start) : start;
  const found = unreadFormat(content) ?? (gzip ? packedFormat(content) : undefined);
  if (found !== undefined) throw new PipelineError('FILE_FORMAT', { file: name, found });
  return { format: isParquet(content) ? 'parquet' : 'csv', gzip };
}

function unreadFormat(start: Buffer): string | undefined {
  const hex = start.toString('hex');
  if (BIG_ENDIAN.test(hex)) return 'UTF-16 with its bytes in big-endian order';
  return (
    FORMATS.find(([magic]) => hex.startsWith(magic))?.[1] ?? TEXTS.find(([begin]) => begin.test(start.toString()))?.[1]
  );
}

function packedFormat(content: Buffer): string | undefined {
  if (isGzip(content)) return 'packed twice with gzip';
  return isParquet(content) ? 'parquet packed with gzip' : undefined;
}

const isGzip = (start: Buffer) => start.subarray(0, 2).equals(GZIP);
const isParquet = (start: Buffer) => start.subarray(0, 4).equals(PARQUET);

/** What the first bytes of a gzip unpack to; nothing where they are damaged, which is found when all of it is unpacked. */
function unpackStart(start: Buffer): Buffer {
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}
