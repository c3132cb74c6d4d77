import {
  AsyncByteQueue,
  type Data,
  DataType,
  Field,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  type TypeMap,
} from 'apache-arrow';
import type { HashingFile } from '../artifact/hashing-file';
import { arrowType, type ColumnArray, type ColumnArrays, type Columns, type ColumnType, widthOf } from './column-type';

/** Feeds the writer's bytes straight to the file: nothing is queued, so memory stays flat. */
class FileSink extends AsyncByteQueue {
  constructor(private readonly file: HashingFile) {
    super();
  }
  override write(chunk: Uint8Array): void {
    this.file.write(chunk);
  }
  override close(): void {
    // The file is finished by its owner.
  }
}

/** Writes an Arrow IPC file batch by batch: uncompressed, no NULL, the same bytes for the same calls. */
export class ArrowWriter<Table extends Columns> {
  private readonly schema: Schema;
  private readonly writer = new RecordBatchFileWriter<TypeMap>();

  /** @param metadata rides in the schema, so that a lone file explains itself */
  constructor(
    file: HashingFile,
    private readonly columns: Table,
    metadata: Readonly<Record<string, string>>,
  ) {
    const fields = Object.entries(columns).map(([name, type]) => new Field(name, arrowType(type), false));
    this.schema = new Schema(fields, new Map(Object.entries(metadata)));
    this.writer.reset(new FileSink(file), this.schema);
  }

  /**
   * Writes one record batch of `rowCount` rows; the arrays may be longer, and may be reused after the call.
   *
   * @throws RangeError when an array is shorter
   */
  append(rowCount: number, arrays: ColumnArrays<Table>): void {
    const children = Object.entries(this.columns).map(([name, type]) => {
      const values: ColumnArray | undefined = arrays[name];
      if (!values || values.length < rowCount * widthOf(type))
        throw new RangeError(
          `column "${name}": ${values?.length ?? 0} values for ${rowCount} rows of ${widthOf(type)}`,
        );
      return columnData(type, rowCount, values);
    });
    const data = makeData({ type: new Struct(this.schema.fields), length: rowCount, nullCount: 0, children });
    this.writer.write(new RecordBatch(this.schema, data));
  }

  /** Writes the footer; a file without it is no Arrow file. */
  finish(): void {
    this.writer.finish();
  }
}

function columnData(type: ColumnType, rowCount: number, values: ColumnArray): Data {
  const whole = arrowType(type);
  if (DataType.isFixedSizeList(whole) && 'width' in type) {
    const child = plainData(whole.valueType, rowCount * type.width, values);
    return makeData({ type: whole, length: rowCount, nullCount: 0, child });
  }
  return plainData(whole, rowCount, type.kind === 'bool' ? packBits(values as Uint8Array, rowCount) : values);
}

function plainData(type: DataType, length: number, values: ColumnArray): Data {
  return makeData({ type, length, nullCount: 0, data: values.subarray(0, length) } as never);
}

/** 0/1 bytes to Arrow's bitmap, least significant bit first. */
function packBits(values: Uint8Array, length: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let i = 0; i < length; i++) if (values[i]) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  return bits;
}
