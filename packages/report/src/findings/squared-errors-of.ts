import type { ScoredWindow } from './scored-windows';

/** Squared errors of element `i`, [H·C]; of students and twins the mean over seeds. */
export function squaredErrorsOf({ truth, teacher, students, twins }: ScoredWindow, i: number) {
  const y = truth[i] ?? NaN;
  return {
    student: meanSquare(students, i, y),
    twin: meanSquare(twins, i, y),
    teacher: ((teacher[i] ?? NaN) - y) ** 2,
  };
}

/** Mean over `forecasts` of the squared distance of element `i` from `goal`. */
export function meanSquare(forecasts: readonly Float32Array[], i: number, goal: number): number {
  let sum = 0;
  for (const forecast of forecasts) sum += ((forecast[i] ?? NaN) - goal) ** 2;
  return sum / forecasts.length;
}
