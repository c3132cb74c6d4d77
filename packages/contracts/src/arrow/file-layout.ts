import { readSync } from 'node:fs';
import { DataType, type Field, Message, type MessageHeader, type Schema, Type } from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';
import { PipelineError } from '../errors/pipeline-error';

const MAGIC = 'ARROW1';
/** Footer length (int32) and the closing magic. */
const TAIL_BYTES = 4 + MAGIC.length;
/** Continuation marker (-1) and length before each message. */
const MESSAGE_PREFIX_BYTES = 8;

/** A file opened for reading by position. */
export interface FileSource {
  readonly fd: number;
  readonly path: string;
  readonly byteCount: number;
}

/** Where one record batch keeps the values of one column: positions in the file. */
export interface ColumnChunk {
  readonly firstRow: number;
  readonly rowCount: number;
  readonly nullCount: number;
  readonly position: number;
  readonly byteCount: number;
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
 * @throws PipelineError ARTIFACT_INVALID when it is no Arrow IPC file or was cut, ARROW_COMPRESSED
 */
export function readFileLayout(source: FileSource): FileLayout {
  try {
    return layOut(source, readFooter(source));
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw invalid(source, `it cannot be read as an Arrow IPC file (${(cause as Error).message})`, cause);
  }
}

function readFooter(source: FileSource): Footer {
  const { byteCount } = source;
  const tail = byteCount < TAIL_BYTES ? undefined : readBytes(source, byteCount - TAIL_BYTES, TAIL_BYTES);
  if (tail?.subarray(4).toString('latin1') !== MAGIC)
    throw invalid(source, 'it is not an Arrow IPC file, or it was cut');
  const length = tail.readInt32LE(0);
  return Footer.decode(readBytes(source, byteCount - TAIL_BYTES - length, length));
}

function layOut(source: FileSource, footer: Footer): FileLayout {
  const { schema } = footer;
  const chunks = new Map<string, ColumnChunk[]>(schema.fields.map((field) => [field.name, []]));
  if (chunks.size < schema.fields.length) throw invalid(source, 'two of its columns have the same name');
  let rowCount = 0;
  for (const { offset, metaDataLength, bodyLength } of footer.recordBatches()) {
    const body = offset + metaDataLength;
    if (body + bodyLength > source.byteCount) throw invalid(source, 'a record batch lies behind its end: it was cut');
    const batch = readBatch(source, offset, metaDataLength);
    const cursor: Cursor = { node: 0, buffer: 0 };
    for (const field of schema.fields) {
      const values = locateValues(field, batch, cursor);
      if (values.offset < 0 || values.offset + values.byteCount > bodyLength)
        throw invalid(source, `column "${field.name}" lies outside its record batch`);
      const place = { firstRow: rowCount, rowCount: batch.length, position: body + values.offset };
      chunks.get(field.name)?.push({ ...place, nullCount: values.nullCount, byteCount: values.byteCount });
    }
    rowCount += batch.length;
  }
  return { schema, rowCount, chunks };
}

type Batch = ReturnType<Message<MessageHeader.RecordBatch>['header']>;

function readBatch(source: FileSource, offset: number, metaDataLength: number): Batch {
  const bytes = readBytes(source, offset, metaDataLength);
  const message = Message.decode(bytes.subarray(MESSAGE_PREFIX_BYTES));
  if (bytes.readInt32LE(0) !== -1 || !message.isRecordBatch())
    throw new RangeError('no record batch where one should be');
  const batch = message.header();
  if (batch.compression) throw new PipelineError('ARROW_COMPRESSED', { file: source.path });
  return batch;
}

/** Position in the flattened lists of field nodes and buffers, which run through the columns depth first. */
interface Cursor {
  node: number;
  buffer: number;
}

/** Where a column's innermost values lie in the body, and how many values are NULL. */
interface ValuesPlace {
  readonly offset: number;
  readonly byteCount: number;
  readonly nullCount: number;
}

/** Walks over one column, its children included. */
function locateValues(field: Field, batch: Batch, cursor: Cursor): ValuesPlace {
  const { type } = field;
  const node = batch.nodes[cursor.node++];
  const first = cursor.buffer;
  cursor.buffer += ownBufferCount(field);
  const children = DataType.isDictionary(type) ? [] : ((type.children ?? []) as Field[]);
  const inner = children.map((child) => locateValues(child, batch, cursor))[0];
  if (!node) throw new RangeError(`column "${field.name}" has no node`);
  // A NULL list may or may not mark the values inside it, so the two counts overlap.
  if (DataType.isFixedSizeList(type) && inner)
    return { ...inner, nullCount: Math.max(inner.nullCount, node.nullCount * type.listSize) };
  const values = batch.buffers[first + 1];
  return { offset: values?.offset ?? 0, byteCount: values?.length ?? 0, nullCount: node.nullCount };
}

/** Buffers of a type's own level (those of its children follow): Arrow columnar format, "Buffer listing for each layout". */
function ownBufferCount({ name, type }: Field): number {
  switch (type.typeId) {
    case Type.Null:
      return 0;
    case Type.Struct:
    case Type.FixedSizeList:
      return 1;
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return 3;
    case Type.Union:
    case Type.Utf8View:
    case Type.BinaryView:
      throw new RangeError(`column "${name}" has type ${type}, whose buffers cannot be counted`);
    default:
      return 2;
  }
}

function readBytes({ fd, byteCount }: FileSource, position: number, length: number): Buffer {
  if (position < 0 || length < 0 || position + length > byteCount)
    throw new RangeError(`${length} bytes at ${position} of ${byteCount}`);
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, position);
  return bytes;
}

function invalid({ path }: FileSource, problem: string, cause?: unknown): PipelineError {
  return new PipelineError('ARTIFACT_INVALID', { file: path, problem }, { cause });
}
