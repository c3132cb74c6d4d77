import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { Field, FixedSizeList, Float32, Message, MetadataVersion, Schema } from 'apache-arrow';
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file';
import { BufferRegion, FieldNode, RecordBatch } from 'apache-arrow/ipc/metadata/message';

/** Values of one row. */
export const SPARSE_WIDTH = 65_536;
const ROW_BYTES = 4 * SPARSE_WIDTH;

/**
 * Writes a valid Arrow file of one column `x`, FixedSizeList<Float32>[65536], without its zeros: beyond 2 GiB in milliseconds.
 *
 * Row r holds r + 1 in its first value for every r in `marked`; all else is 0.
 */
export function writeSparseFile(path: string, batchRows: readonly number[], marked: readonly number[]): void {
  const fd = openSync(path, 'wx');
  let position = write(fd, Buffer.from('ARROW1\0\0'), 0);
  let firstRow = 0;
  const blocks = batchRows.map((rowCount) => {
    const block = new FileBlock(0, rowCount * ROW_BYTES, position);
    const body = writeHeader(fd, position, rowCount);
    for (const row of marked.filter((r) => r >= firstRow && r < firstRow + rowCount))
      write(fd, new Uint8Array(Float32Array.of(row + 1).buffer), body + (row - firstRow) * ROW_BYTES);
    block.metaDataLength = body - position;
    position = body + block.bodyLength;
    firstRow += rowCount;
    return block;
  });
  ftruncateSync(fd, position);
  const schema = new Schema([
    new Field('x', new FixedSizeList(SPARSE_WIDTH, new Field('item', new Float32(), false)), false),
  ]);
  const footer = Footer.encode(new Footer(schema, MetadataVersion.V5, blocks, []));
  const length = Buffer.alloc(4);
  length.writeInt32LE(footer.byteLength);
  write(fd, Buffer.concat([footer, length, Buffer.from('ARROW1')]), position);
  closeSync(fd);
}

/** Writes the message of one batch. @returns where its body begins */
function writeHeader(fd: number, position: number, rowCount: number): number {
  const nodes = [new FieldNode(rowCount, 0), new FieldNode(rowCount * SPARSE_WIDTH, 0)];
  const bodyBytes = rowCount * ROW_BYTES;
  const buffers = [new BufferRegion(0, 0), new BufferRegion(0, 0), new BufferRegion(0, bodyBytes)];
  const message = Message.encode(Message.from(new RecordBatch(rowCount, nodes, buffers, null), bodyBytes));
  const padding = (8 - (message.byteLength % 8)) % 8;
  const prefix = Buffer.alloc(8);
  prefix.writeInt32LE(-1, 0);
  prefix.writeInt32LE(message.byteLength + padding, 4);
  return write(fd, Buffer.concat([prefix, message, Buffer.alloc(padding)]), position);
}

function write(fd: number, bytes: Uint8Array, position: number): number {
  return position + writeSync(fd, bytes, 0, bytes.byteLength, position);
}
