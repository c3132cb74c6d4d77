import type { SizeSummary } from '@tsdistill/contracts';
import { drawFront } from './draw-front';
import { COLOURS, DARK_RULES } from './figure-colours';
import { frontOption } from './front-option';

type Summary = Omit<SizeSummary, 'sentence'>;

const candidate = (name: string, parameterCount: number, losses: readonly (number | null)[], onFront = false) => ({
  name,
  model: {},
  learningRate: 0.01,
  parameterCount,
  byteCount: 4 * parameterCount,
  rungs: losses.map((validationLoss, rung) => ({ epochs: 3 ** rung, validationLoss })),
  onFront,
});
const judgement = { outcome: 'non-inferior', relative: { value: 0, interval: null }, mse: 1, teacherMse: 1 } as const;

const summary: Summary = {
  experiment: 'shop',
  margin: 0.025,
  seeds: [0],
  alpha: null,
  teacher: { name: 'shop-big', parameterCount: 100_000, validationLoss: 0.0541 },
  loss: 'mse',
  candidates: [
    candidate('lost', 50, [null]),
    candidate('far', 60, [0.9]),
    candidate('early', 70, [0.06]),
    candidate('small', 100, [0.06, 0.0551], true),
    candidate('behind', 1000, [0.06, 0.0561]),
    candidate('large', 10_000, [0.06, 0.0539], true),
  ],
  judged: [{ candidate: 3, ...judgement }],
  choice: { candidate: 3, kind: 'non-inferior' },
  test: { candidate: 3, ...judgement, windowCount: 9, level: 0.95, twin: { outcome: 'helps', sentence: '-' } },
};
const svg = drawFront(summary);

it('draws the same bytes for the same search', () => expect(drawFront(summary)).toBe(svg));

it('names teacher, margin, front and the chosen one with its size, and says what it leaves out', () => {
  for (const text of ['shop', 'teacher 0.0541', 'teacher + 2.5 %', 'large', 'small: 100'])
    expect(svg).toContain(`>${text}`.replace('>shop', '>How small can it be? shop'));
  expect(svg).toContain('6 candidates; 2 lie above the figure. Teacher: shop-big, 100,000 parameters');
});

// The axis is linear, so the lines' heights follow from its two ends, which the frame of the grid shows.
it('draws the teacher and its margin at their losses, to a tenth of a pixel', () => {
  const { min, max } = frontOption(summary).yAxis as { min: number; max: number };
  const [top, bottom] = [92, 600 - 112];
  const heightOf = (loss: number) => bottom - ((loss - min) / (max - min)) * (bottom - top);
  const dashed = [...svg.matchAll(/<path d="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)"[^>]*stroke-dasharray/g)];
  const heights = dashed.map(([, from, to]) => [Number(from), Number(to)]);
  const near = (loss: number) => expect.closeTo(heightOf(loss), 0);
  expect(heights).toEqual([
    [near(0.0541), near(0.0541)],
    [near(0.0541 * 1.025), near(0.0541 * 1.025)],
  ]);
});

it('puts each candidate where its last rung left it: stopped early, trained, on the front, chosen', () => {
  const series = frontOption(summary).series as { name?: string; data: unknown[] }[];
  const dataOf = (name: string) => series.find((one) => one.name === name)?.data;
  expect(dataOf('stopped early')).toEqual([[70, 0.06]]);
  expect(dataOf('all epochs')).toEqual([[1000, 0.0561]]);
  expect(dataOf('front')).toEqual([
    [100, 0.0551],
    [10_000, 0.0539],
  ]);
  expect(dataOf('chosen')).toEqual([{ name: 'small: 100', value: [100, 0.0551] }]);
  expect(dataOf('teacher')).toEqual([[100_000, 0.0541]]);
});

it('has no point for a teacher whose size nobody knows', () => {
  const unknown = drawFront({ ...summary, teacher: { ...summary.teacher, parameterCount: null } });
  expect(unknown).toContain('Teacher: shop-big<');
  expect(unknown).not.toContain('>teacher<');
  expect(svg).toContain('>teacher<');
});

it('has a dark colour for every colour that it draws with, each for one light colour', () => {
  // Clip paths, outlines of no width and the inside of straight lines are not seen.
  const hidden = /<defs >.*?<\/defs>|<path[^>]*stroke-width="0"[^>]*>| fill="#000"(?=[^>]* stroke="#)/gs;
  const seen = svg.replace(hidden, '');
  const drawn = new Set([...seen.matchAll(/(?:fill|stroke)="(#[0-9a-f]{3,6})"/g)].map(([, colour]) => colour));
  expect(drawn.size).toBeGreaterThan(8);
  expect([...drawn].filter((colour) => !Object.hasOwn(DARK_RULES, colour ?? ''))).toEqual([]);
  const distinct = (colours: readonly string[]) => new Set(colours).size;
  expect(distinct(Object.values(COLOURS))).toBe(Object.keys(COLOURS).length);
  expect(distinct(Object.values(DARK_RULES))).toBe(Object.keys(COLOURS).length);
  expect(svg).toContain(`[stroke="${COLOURS.front}"]{stroke:${DARK_RULES[COLOURS.front]}}`);
});
