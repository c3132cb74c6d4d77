import type { Channels } from '@tsdistill/contracts';
import { createTimeDescriber } from './describe-times';
import { allocateRows } from './series-rows';

const HOUR = 3_600_000;

it('writes the calendar of the local clock behind the known channels of the file, which stay as they are', () => {
  const channels: Channels = { target: ['a'], past: [], known: ['k', 'hour.sin', 'hour.cos'], static: [] };
  const rows = allocateRows(2, channels);
  rows.timestamp.set([BigInt(0), BigInt(3 * HOUR)]);
  rows.known.fill(NaN);
  createTimeDescriber(channels, ['hour'], (timeMs) => timeMs + 6 * HOUR)(rows);
  const half = expect.closeTo(Math.SQRT1_2, 6);
  expect([...rows.known]).toEqual([NaN, 1, expect.closeTo(0, 6), NaN, half, expect.closeTo(-Math.SQRT1_2, 6)]);
});
