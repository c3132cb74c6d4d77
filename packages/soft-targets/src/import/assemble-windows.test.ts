import { createAssembler, type WindowPlan } from './assemble-windows';
import type { ForecastChunk } from './read-forecasts';
import { createRowClock } from './row-clock';

/** One series of 30 rows, row r at time r; two channels; windows of 3 steps with one quantile, grouped as the database gives them. */
const ROWS = [2, 3, 9, 20, 21].flatMap((cutoff) =>
  [0, 1].flatMap((place) => [1, 2, 3].map((step) => ({ place, cutoff, ds: cutoff + step }))),
);
const valueOf = ({ place, cutoff, ds }: (typeof ROWS)[number]) => 100 * cutoff + 10 * ds + place;

function plan(batchRows: number): WindowPlan {
  const timestamps = BigInt64Array.from({ length: 30 }, (_, row) => BigInt(row));
  return {
    horizon: 3,
    channelCount: 2,
    quantileCount: 1,
    places: [0, 1].map((channel) => ({ id: `c${channel}`, series: 0, channel })),
    clock: createRowClock({ series: [{ rowCount: 30 }] as never }, timestamps),
    isOrigin: (_, origin) => origin !== 10,
    seenUntil: 4,
    batchRows,
  };
}

function chunksOf(size: number): ForecastChunk[] {
  return Array.from({ length: Math.ceil(ROWS.length / size) }, (_, index) => {
    const rows = ROWS.slice(index * size, (index + 1) * size);
    return {
      rowCount: rows.length,
      place: Int32Array.from(rows, ({ place }) => place),
      cutoff: Float64Array.from(rows, ({ cutoff }) => cutoff),
      ds: Float64Array.from(rows, ({ ds }) => ds),
      values: [Float32Array.from(rows, valueOf), Float32Array.from(rows, (row) => -valueOf(row))],
    };
  });
}

it.each([
  [1, 1],
  [2, 5],
  [3, 7],
  [4, 30],
  [9, 30],
])('gives the same windows in batches of %i, from chunks of %i rows', (batchRows, chunkRows) => {
  const assembler = createAssembler(plan(batchRows));
  const found: number[][] = [];
  const keep = (batches: ReturnType<typeof assembler.finish>) => {
    for (const { rowCount, arrays } of batches) {
      expect(rowCount).toBeLessThanOrEqual(batchRows);
      for (let row = 0; row < rowCount; row++)
        found.push([
          arrays.origin[row]!,
          arrays.inSample[row]!,
          ...arrays.forecast.subarray(6 * row, 6 * row + 6),
          ...(arrays.quantiles as Float32Array).subarray(6 * row, 6 * row + 6),
        ]);
    }
  };
  for (const chunk of chunksOf(chunkRows)) keep(assembler.add(chunk));
  keep(assembler.finish());
  const cells = (cutoff: number) =>
    [1, 2, 3].flatMap((step) => [0, 1].map((place) => valueOf({ place, cutoff, ds: cutoff + step })));
  const kept = [2, 3, 20, 21];
  expect(found).toEqual(
    kept.map((cutoff) => [cutoff + 1, cutoff < 4 ? 1 : 0, ...cells(cutoff), ...cells(cutoff).map((value) => -value)]),
  );
  const { faults: _, ...report } = assembler.report();
  expect(report).toEqual({
    window: 5,
    written: 4,
    inSample: 2,
    longest: 3,
    incomplete: undefined,
    outside: { count: 1, first: { series: 0, cutoff: 9 } },
  });
});
