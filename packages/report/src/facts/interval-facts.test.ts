import { meanBand } from './interval-band';
import { measuredLevels } from './measured-intervals';

it('means half widths over seeds, and knows no bound where one seed has none', () => {
  const seeds = [
    {
      level: 0.9,
      halfWidth: [
        [1, 2],
        [3, null],
      ],
    },
    {
      level: 0.9,
      halfWidth: [
        [2, 4],
        [5, 1],
      ],
    },
  ];
  expect(meanBand(seeds)).toEqual({
    level: 0.9,
    halfWidth: [
      [1.5, 3],
      [4, null],
    ],
  });
});

describe('what intervals of a role hold', () => {
  const held = (coverage: number | null, width: number | null = 1) => ({ coverage, width });
  const model = (role: 'student' | 'twin', seed: number, [low, high]: readonly [number, number]) => ({
    ...{ role, name: 'mlp', seed },
    levels: [low, high].map((share, index) => ({
      ...{ level: [0.5, 0.9][index] ?? NaN, ...held(share), rolling: held(share / 2, 4 * (seed + 1)) },
      ...{ perStep: [held(share), held(0)], perChannel: [held(share), held(seed === 0 ? null : 1)] },
    })),
  });
  const intervals = {
    ...{ method: 'split-conformal' as const, levels: [0.5, 0.9], validationWindows: 3, testWindows: 3 },
    models: [model('student', 0, [0.4, 0.8]), model('student', 1, [0.6, 0.9]), model('twin', 0, [0.1, 0.2])],
  };

  it('is the mean over its seeds, level by level', () => {
    const [low, high] = measuredLevels(intervals, 'student');
    expect(low).toMatchObject({ level: 0.5, fixed: held(0.5), rolling: held(0.25, 6), perStep: [held(0.5), held(0)] });
    expect(high).toMatchObject({ level: 0.9, fixed: held(expect.closeTo(0.85, 9) as number) });
    expect(measuredLevels(intervals, 'twin').map(({ fixed }) => fixed.coverage)).toEqual([0.1, 0.2]);
  });

  it('is not known of a channel where one seed has no truth', () => {
    expect(measuredLevels(intervals, 'student')[0]?.perChannel).toEqual([held(0.5), held(null)]);
  });
});
