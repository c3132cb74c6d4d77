import { formatWays } from './format-ways';
import type { WayResult } from './run-pair';

const result = (way: WayResult['way'], changed: Partial<WayResult> = {}): WayResult => ({
  ...{ way, mse: 0.4, sd: 0.01, mae: 0.3, pinball: null, epochSeconds: 2 },
  ...{ toResponse: { value: -0.02, interval: { lower: -0.031, upper: 0.0004 } }, outcome: 'cannot tell', ...changed },
});
const response = result('response', { toResponse: null, outcome: null });

it('shows each way beside plain response: difference with interval, verdict, and what an epoch costs', () => {
  const teacher = result('teacher', { sd: null, epochSeconds: null, toResponse: null, outcome: null });
  const lines = formatWays([teacher, response, result('feature', { epochSeconds: 3, pinball: 0.12 })]).split('\n');
  expect(lines[2]).toBe('| teacher | 0.4000 | 0.3000 | – | – | – | – | – |');
  expect(lines[3]).toBe('| response | 0.4000 ± 0.0100 | 0.3000 | – | – | – | 2.00 | 1.00× |');
  expect(lines[4]).toBe(
    '| feature | 0.4000 ± 0.0100 | 0.3000 | 0.1200 | −2.0 % (−3.1 … 0.0) | cannot tell | 3.00 | 1.50× |',
  );
});

it('says which ways add something and which do not; the student alone is none of them', () => {
  const all = [
    result('alone'),
    response,
    result('model', { outcome: 'helps' }),
    result('distances'),
    result('feature'),
  ];
  expect(formatWays(all)).toMatch(/\n\nBeside plain response: helps model; cannot tell distances, feature\.$/);
  expect(formatWays([response])).toMatch(/\n\nNo way was laid upon plain response\.$/);
});
