import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PipelineError } from '../errors/pipeline-error';
import {
  allocateColumn,
  arrowType,
  byteCountOf,
  type ColumnArray,
  type ColumnType,
  matchesType,
  widthOf,
} from './column-type';
import { type ColumnChunk, type FileLayout, readFileLayout } from './file-layout';

/** One read of the operating system: it refuses 2 GiB and more. */
const MAX_READ_BYTES = 1 << 30;

/**
 * An Arrow IPC file opened for reading by position: any rows of any column, without loading the rest.
 *
 * Batches may have any size and number. Nothing is cached; the operating system does that.
 */
export class ArrowFile {
  private readonly fd: number;
  private readonly layout: FileLayout;

  /** @throws PipelineError ARTIFACT_INVALID, ARROW_COMPRESSED */
  constructor(readonly path: string) {
    this.fd = openSync(path, 'r');
    try {
      this.layout = readFileLayout({ fd: this.fd, path, byteCount: fstatSync(this.fd).size });
    } catch (error) {
      closeSync(this.fd);
      throw error;
    }
  }

  get rowCount(): number {
    return this.layout.rowCount;
  }

  get columnNames(): readonly string[] {
    return this.layout.schema.fields.map((field) => field.name);
  }

  /** The metadata of the schema. */
  get metadata(): ReadonlyMap<string, string> {
    return this.layout.schema.metadata;
  }

  /**
   * @throws PipelineError ARROW_COLUMN when absent or of another type, ARROW_NULL when any value is missing,
   * ARTIFACT_INVALID when a batch holds fewer values than rows
   */
  column<Type extends ColumnType>(name: string, type: Type): ArrowColumn<Type> {
    const { fields } = this.layout.schema;
    const field = fields.find((candidate) => candidate.name === name);
    if (!field || !matchesType(field.type, type)) {
      const found = fields.map((candidate) => `${candidate.name}: ${candidate.type}`);
      throw new PipelineError('ARROW_COLUMN', { file: this.path, column: name, found, expected: `${arrowType(type)}` });
    }
    const chunks = this.layout.chunks.get(name) ?? [];
    const count = chunks.reduce((sum, chunk) => sum + chunk.nullCount, 0);
    if (count > 0) throw new PipelineError('ARROW_NULL', { file: this.path, column: name, count });
    if (chunks.some(({ rowCount, byteCount }) => byteCount < byteCountOf(type, rowCount)))
      throw new PipelineError('ARTIFACT_INVALID', {
        file: this.path,
        problem: `column "${name}" holds fewer values than rows`,
      });
    return new ArrowColumn(this.fd, type, chunks, this.rowCount);
  }

  /** Releases the file; reading afterwards throws. */
  close(): void {
    closeSync(this.fd);
  }
}

/** One column of an open file. */
export class ArrowColumn<Type extends ColumnType> {
  private readonly width: number;

  constructor(
    private readonly fd: number,
    private readonly type: Type,
    private readonly chunks: readonly ColumnChunk[],
    readonly rowCount: number,
  ) {
    this.width = widthOf(type);
  }

  /** All values, [rowCount · width]. */
  readAll(): ColumnArray<Type> {
    const values = allocateColumn(this.type, this.rowCount);
    if (this.rowCount > 0) this.read(0, this.rowCount, values);
    return values;
  }

  /** Reads rows [first, first + count) into the front of `target`, from as many batches as they lie in. */
  read(first: number, count: number, target: ColumnArray<Type>): void {
    if (!(first >= 0 && count >= 0 && first + count <= this.rowCount))
      throw new RangeError(`rows ${first}…${first + count} of ${this.rowCount}`);
    if (target.length < count * this.width)
      throw new RangeError(`${count} rows of ${this.width} do not fit into ${target.length} values`);
    let done = 0;
    for (let index = this.chunkOf(first); done < count; index++) {
      const chunk = this.chunks[index] as ColumnChunk;
      const from = first + done - chunk.firstRow;
      const take = Math.min(chunk.rowCount - from, count - done);
      this.readChunk(chunk, from, target.subarray(done * this.width, (done + take) * this.width) as ColumnArray<Type>);
      done += take;
    }
  }

  /** Index of the batch that holds `row`. */
  private chunkOf(row: number): number {
    let [low, high] = [0, this.chunks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.chunks[middle] as ColumnChunk).firstRow <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private readChunk(chunk: ColumnChunk, from: number, target: ColumnArray): void {
    if (this.type.kind === 'bool') return this.readBits(chunk, from, target as Uint8Array);
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    this.readInto(bytes, chunk.position + from * this.width * target.BYTES_PER_ELEMENT);
  }

  private readBits(chunk: ColumnChunk, from: number, target: Uint8Array): void {
    const firstByte = from >> 3;
    const bits = new Uint8Array(((from + target.length + 7) >> 3) - firstByte);
    this.readInto(bits, chunk.position + firstByte);
    for (let i = 0; i < target.length; i++) {
      const bit = from + i;
      target[i] = ((bits[(bit >> 3) - firstByte] ?? 0) >> (bit & 7)) & 1;
    }
  }

  private readInto(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.byteLength;) {
      const length = Math.min(MAX_READ_BYTES, bytes.byteLength - done);
      const count = readSync(this.fd, bytes, done, length, position + done);
      if (count === 0) throw new RangeError(`the file ends before position ${position + done}`);
      done += count;
    }
  }
}

/** Opens a file, hands it to `body`, and closes it whatever happens. */
export function withArrowFile<Result>(path: string, body: (file: ArrowFile) => Result): Result {
  const file = new ArrowFile(path);
  try {
    return body(file);
  } finally {
    file.close();
  }
}
