import { allocateBlock, batchRows, type RowBlock, type RowSink } from './row-block';

/** Hands on the first `kept` of the `width` values of each row. */
export function dropMarkers(width: number, kept: number, next: RowSink): RowSink {
  if (kept === width) return next;
  let room = allocateBlock(batchRows(width), kept);

  function rows({ rowCount, times, sourceRows, values }: RowBlock): void {
    if (rowCount > room.rowCount) room = allocateBlock(rowCount, kept);
    for (let row = 0; row < rowCount; row++)
      room.values.set(values.subarray(row * width, row * width + kept), row * kept);
    next.rows({ rowCount, times, sourceRows, values: room.values.subarray(0, rowCount * kept) });
  }

  return { begin: (id) => next.begin(id), rows, end: () => next.end() };
}
