import type { SoftTargets } from '@tsdistill/contracts';
import type { WindowData, Windows } from '@tsdistill/forecasting';
import { splitParts } from './extend-forecasts';

it('takes as many known windows of one part as there are', () => {
  const count = 200_000;
  const origin = Int32Array.from({ length: count }, (_, index) => index);
  const windows = { count, series: new Int32Array(count), origin } as unknown as Windows;
  const former = { rowOf: (_: number, at: number) => count - at } as SoftTargets;
  const part = { teacher: 0, windows, inSample: true };
  const { rows, missing } = splitParts([part], former, { data: {} as WindowData, fittedUntil: 0 });
  expect([rows.length, rows[0], rows.at(-1)]).toEqual([count, count, 1]);
  expect(missing).toEqual([]);
});
