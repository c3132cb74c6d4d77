import { createMeter } from './meter';

let now = 0;
const unit = 'trials';
const after = (seconds: number) => (now += 1000 * seconds);

it('says counts per second since the first call, and how long the rest takes at that rate', () => {
  const meter = createMeter(() => now);
  expect(meter({ done: 10, total: 110, unit })).toBe('');
  after(4);
  expect(meter({ done: 30, total: 110, unit })).toBe(' 5 trials/s, at most 16 s left');
  after(36);
  expect(meter({ done: 50, total: 110, unit })).toBe(' 1 trials/s, at most 1 min 0 s left');
});

it('says nothing of no work at all', () => {
  expect(createMeter(() => now)({ done: 0, total: 0, unit })).toBe('');
});

it('measures other work from its beginning: another total, or a count that goes back', () => {
  const meter = createMeter(() => now);
  for (const [done, total] of [
    [0, 100],
    [0, 20],
  ] as const)
    expect(meter({ done, total, unit })).toBe('');
  after(2);
  expect(meter({ done: 4, total: 20, unit })).toBe(' 2 trials/s, at most 8 s left');
  expect(meter({ done: 0, total: 20, unit })).toBe('');
  after(10);
  expect(meter({ done: 1, total: 20, unit })).toBe(' 0.1 trials/s, at most 3 min 10 s left');
});
