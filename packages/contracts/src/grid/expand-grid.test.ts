import { expandGrid, memberName, splitMemberName } from './expand-grid';

const FILE = 'data/configs/experiments/trial/experiment.json';
const expand = (section: Readonly<Record<string, unknown>>) => expandGrid(FILE, 'distillation', section);
const labels = (section: Readonly<Record<string, unknown>>) => expand(section).map(({ label }) => label);

it('makes one member of each listed value, the section around it as it stands', () => {
  expect(expand({ alpha: [0.3, 0.5], scales: 2 })).toEqual([
    { label: 'alpha=0.3', settings: { alpha: 0.3 }, section: { alpha: 0.3, scales: 2 } },
    { label: 'alpha=0.5', settings: { alpha: 0.5 }, section: { alpha: 0.5, scales: 2 } },
  ]);
});

it('combines several lists, also those further inside, the last one running fastest', () => {
  const section = { weights: { hard: 1, soft: [1, 4] }, trust: ['channel', 'step'], unlabelled: [true] };
  expect(labels(section)).toEqual([
    'weights.soft=1~trust=channel~unlabelled=true',
    'weights.soft=1~trust=step~unlabelled=true',
    'weights.soft=4~trust=channel~unlabelled=true',
    'weights.soft=4~trust=step~unlabelled=true',
  ]);
  expect(expand(section)[2]?.section).toEqual({
    weights: { hard: 1, soft: 4 },
    trust: 'channel',
    unlabelled: true,
  });
});

it('is no grid where nothing is listed', () => {
  expect(expand({ alpha: 0.3, loss: { huber: 1 } })).toEqual([]);
});

it.each([
  [{ alpha: [] }, '"distillation.alpha": the list of a grid is empty.'],
  [{ weights: { soft: [1, 2, 1] } }, '"distillation.weights.soft": 1 stands in it twice.'],
  [
    { loss: ['mse', { huber: 1 }] },
    '"distillation.loss": a grid lists numbers, words, true and false, not {"huber":1}.',
  ],
  [{ loss: ['a b'] }, '"distillation.loss": a grid lists numbers, words, true and false, not "a b".'],
  [{ trust: [null] }, '"distillation.trust": a grid lists numbers, words, true and false, not null.'],
])('%j is refused with its key', (section, message) => {
  expect(() => expand(section)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: `${FILE}: ${message}` }),
  );
});

it('has at most 64 members', () => {
  const list = (count: number) => Array.from({ length: count }, (_, value) => value);
  expect(expand({ a: list(8), b: list(8) })).toHaveLength(64);
  expect(() => expand({ a: list(13), b: list(5) })).toThrow('its lists make 65 members, but a grid has at most 64');
});

it('names a member so that its grid is found again', () => {
  const name = memberName('trial', 'alpha=0.3~scales=2');
  expect(name).toBe('trial~alpha=0.3~scales=2');
  expect(splitMemberName(name)).toEqual({ experiment: 'trial', label: 'alpha=0.3~scales=2' });
  expect(splitMemberName('trial')).toEqual({ experiment: 'trial', label: undefined });
});
