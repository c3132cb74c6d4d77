import { Bool, DataType, Field, FixedSizeList, Float32, Int32, Int8, TimestampMillisecond, Uint8 } from 'apache-arrow';

/** The few column types that our artifacts use; `width` is the length of a fixed-size list. */
export type ColumnType =
  | { readonly kind: 'int8' | 'int32' | 'float32' | 'timestamp' | 'bool' }
  | { readonly kind: 'float32-list' | 'uint8-list'; readonly width: number };

/** Column name → type, in the order of the file. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** In memory: one value a row (timestamp: ms since 1970 UTC; bool: 0 or 1), or `width` values a row, row-major. */
interface ArrayOf {
  int8: Int8Array;
  int32: Int32Array;
  float32: Float32Array;
  timestamp: BigInt64Array;
  bool: Uint8Array;
  'float32-list': Float32Array;
  'uint8-list': Uint8Array;
}
export type ColumnArray<Type extends ColumnType = ColumnType> = ArrayOf[Type['kind']];

/** Arrays for every column of a table. */
export type ColumnArrays<Table extends Columns> = { readonly [Name in keyof Table]: ColumnArray<Table[Name]> };

const ARRAYS = {
  int8: Int8Array,
  int32: Int32Array,
  float32: Float32Array,
  timestamp: BigInt64Array,
  bool: Uint8Array,
  'float32-list': Float32Array,
  'uint8-list': Uint8Array,
} as const;

/** A zeroed array for `rowCount` rows. */
export function allocateColumn<Type extends ColumnType>(type: Type, rowCount: number): ColumnArray<Type> {
  return new ARRAYS[type.kind](rowCount * widthOf(type)) as ColumnArray<Type>;
}

/** Values in one row. */
export function widthOf(type: ColumnType): number {
  return 'width' in type ? type.width : 1;
}

/** Bytes that `rowCount` rows fill in a file, without padding. */
export function byteCountOf(type: ColumnType, rowCount: number): number {
  if (type.kind === 'bool') return Math.ceil(rowCount / 8);
  return rowCount * widthOf(type) * ARRAYS[type.kind].BYTES_PER_ELEMENT;
}

export function arrowType(type: ColumnType): DataType {
  switch (type.kind) {
    case 'int8':
      return new Int8();
    case 'int32':
      return new Int32();
    case 'float32':
      return new Float32();
    case 'timestamp':
      return new TimestampMillisecond('UTC');
    case 'bool':
      return new Bool();
    case 'float32-list':
      return new FixedSizeList(type.width, new Field('item', new Float32(), false));
    case 'uint8-list':
      return new FixedSizeList(type.width, new Field('item', new Uint8(), false));
  }
}

/** True when a column of Arrow type `found` holds exactly what `type` says; names of list items do not matter. */
export function matchesType(found: DataType, type: ColumnType): boolean {
  const expected = arrowType(type);
  if (!DataType.isFixedSizeList(found) || !DataType.isFixedSizeList(expected)) return `${found}` === `${expected}`;
  return found.listSize === expected.listSize && `${found.valueType}` === `${expected.valueType}`;
}
