import { meanSquare } from './squared-errors-of';
import type { ScoredWindow } from './scored-windows';

const PAIRS = ['studentTeacher', 'studentTruth', 'twinTeacher', 'twinTruth', 'teacherTruth'] as const;

/** Mean squared distances, standardized, by horizon step [H]; of students and twins the mean over seeds. */
export type Distances = Readonly<Record<(typeof PAIRS)[number], readonly number[]>>;

/** How far student and twin are from the teacher and from the truth. */
export function createFollowing(horizon: number, channelCount: number) {
  const counts = new Float64Array(horizon);
  const sums = Object.fromEntries(PAIRS.map((pair) => [pair, new Float64Array(horizon)]));
  const add = (pair: (typeof PAIRS)[number], step: number, value: number) => {
    const of = sums[pair];
    if (of) of[step] = (of[step] ?? 0) + value;
  };
  return {
    add({ truth, observed, teacher, students, twins }: ScoredWindow): void {
      for (let i = 0; i < truth.length; i++) {
        if (observed?.[i] === 0) continue;
        const step = Math.floor(i / channelCount);
        const [y, t] = [truth[i] ?? NaN, teacher[i] ?? NaN];
        counts[step] = (counts[step] ?? 0) + 1;
        add('studentTeacher', step, meanSquare(students, i, t));
        add('studentTruth', step, meanSquare(students, i, y));
        add('twinTeacher', step, meanSquare(twins, i, t));
        add('twinTruth', step, meanSquare(twins, i, y));
        add('teacherTruth', step, (t - y) ** 2);
      }
    },
    result(): Distances {
      const meanOf = (pair: string) => Array.from(sums[pair] ?? [], (sum, step) => sum / (counts[step] ?? NaN));
      return Object.fromEntries(PAIRS.map((pair) => [pair, meanOf(pair)])) as unknown as Distances;
    },
  };
}
