import { readSync } from 'node:fs';
import { DataType, type Field, Message, type MessageHeader, type Schema } from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';
import { PipelineError } from '../errors/pipeline-error';

const MAGIC = 'ARROW1';
/** Footer length (int32) and the closing magic. */
const TAIL_BYTES = 4 + MAGIC.length;
/** Continuation marker and length before each message. */
const MESSAGE_PREFIX_BYTES = 8;

/** Where one record batch keeps the values of one column: positions in the file. */
export interface ColumnChunk {
  readonly firstRow: number;
  readonly rowCount: number;
  readonly nullCount: number;
  readonly position: number;
}

/** The plan of an Arrow IPC file: its schema and, by column, where the values lie. */
export interface FileLayout {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly chunks: ReadonlyMap<string, readonly ColumnChunk[]>;
}

/**
 * Reads footer and batch headers only (some kB), never a value.
 *
 * @throws PipelineError ARTIFACT_INVALID when it is no Arrow IPC file, ARROW_COMPRESSED
 */
export function readFileLayout(fd: number, file: string, fileBytes: number): FileLayout {
  const footer = readFooter(fd, file, fileBytes);
  const chunks = new Map<string, ColumnChunk[]>(footer.schema.fields.map((field) => [field.name, []]));
  let rowCount = 0;
  for (const block of footer.recordBatches()) {
    const header = readBytes(fd, block.offset, block.metaDataLength).subarray(MESSAGE_PREFIX_BYTES);
    const batch = (Message.decode(header) as Message<MessageHeader.RecordBatch>).header();
    if (batch.compression) throw new PipelineError('ARROW_COMPRESSED', { file });
    const cursor: Cursor = { node: 0, buffer: 0 };
    for (const field of footer.schema.fields) {
      const found = locateValues(field, batch, cursor);
      const position = block.offset + block.metaDataLength + found.offset;
      chunks
        .get(field.name)
        ?.push({ firstRow: rowCount, rowCount: batch.length, nullCount: found.nullCount, position });
    }
    rowCount += batch.length;
  }
  return { schema: footer.schema, rowCount, chunks };
}

function readFooter(fd: number, file: string, fileBytes: number): Footer {
  const tail = readBytes(fd, Math.max(0, fileBytes - TAIL_BYTES), Math.min(TAIL_BYTES, fileBytes));
  if (tail.subarray(4).toString('latin1') !== MAGIC)
    throw new PipelineError('ARTIFACT_INVALID', { file, problem: 'it is not an Arrow IPC file, or it was cut' });
  const length = tail.readInt32LE(0);
  return Footer.decode(readBytes(fd, fileBytes - TAIL_BYTES - length, length));
}

/** Position in the flattened lists of field nodes and buffers, which run through the columns depth first. */
interface Cursor {
  node: number;
  buffer: number;
}

type Batch = ReturnType<Message<MessageHeader.RecordBatch>['header']>;

/** Walks over one column and returns where its innermost values begin in the body, and its NULLs at every depth. */
function locateValues(field: Field, batch: Batch, cursor: Cursor): { offset: number; nullCount: number } {
  const nullCount = batch.nodes[cursor.node++]?.nullCount ?? 0;
  const { type } = field;
  if (DataType.isFixedSizeList(type)) {
    cursor.buffer += 1; // validity
    const child = locateValues(type.children[0] as Field, batch, cursor);
    return { offset: child.offset, nullCount: Number(nullCount) + child.nullCount };
  }
  const offset = batch.buffers[cursor.buffer + 1]?.offset ?? 0;
  cursor.buffer += bufferCount(type);
  for (const child of (type.children ?? []) as Field[]) locateValues(child, batch, cursor);
  return { offset: Number(offset), nullCount: Number(nullCount) };
}

/** Buffers of a type's own level (its children follow): Arrow columnar format, "Buffer listing for each layout". */
function bufferCount(type: DataType): number {
  if (DataType.isNull(type)) return 0;
  if (DataType.isStruct(type)) return 1;
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBinary(type) || DataType.isLargeBinary(type)
    ? 3
    : 2;
}

/** Exactly `length` bytes at `position`. */
function readBytes(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, position);
  return bytes;
}
