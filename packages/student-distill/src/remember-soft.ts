import type { SoftList } from './soft-lists';

/** Beyond this many bytes, soft targets are read from their files in every epoch. */
const MOST_BYTES = 256 << 20;

/** Windows and elements of each, H · C. */
export interface SoftSize {
  readonly count: number;
  readonly size: number;
}

/** Reads each window once and keeps what was said of it, where all windows take at most `mostBytes`; otherwise `read` itself. */
export function rememberSoft(
  read: SoftList['readSoft'],
  { count, size }: SoftSize,
  mostBytes = MOST_BYTES,
): SoftList['readSoft'] {
  if (count * size * Float32Array.BYTES_PER_ELEMENT > mostBytes) return read;
  const values = new Float32Array(count * size);
  const covered: boolean[] = [];
  return (index, out, offset) => {
    const first = index * size;
    const isCovered = (covered[index] ??= read(index, values, first));
    out.set(values.subarray(first, first + size), offset);
    return isCovered;
  };
}
