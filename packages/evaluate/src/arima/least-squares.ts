import { Matrix, solve } from 'ml-matrix';

/** Coefficients at which a sum of squares is least, and the sum. */
export interface Minimum {
  readonly coefficients: readonly number[];
  readonly sum: number;
}

const [ITERATIONS, TRIES, STEP, LEAST_GAIN] = [50, 8, 1e-6, 1e-8];

/** Levenberg–Marquardt (Marquardt 1963) with derivatives by differences. */
export function leastSquares(
  residualsAt: (coefficients: readonly number[]) => Float64Array,
  start: readonly number[],
): Minimum {
  let best = { coefficients: start, sum: sumOfSquares(residualsAt(start)) };
  let damping = 1e-3;
  for (let iteration = 0; iteration < ITERATIONS && start.length > 0; iteration++) {
    const equations = normalEquations(residualsAt, best.coefficients);
    let next: Minimum | undefined;
    for (let attempt = 0; attempt < TRIES && !next; attempt++) {
      const coefficients = stepFrom(best.coefficients, equations, damping);
      const sum = sumOfSquares(residualsAt(coefficients));
      if (sum < best.sum) next = { coefficients, sum };
      damping *= next ? 0.1 : 10;
    }
    if (!next) return best;
    const gain = best.sum - next.sum;
    best = next;
    if (gain <= LEAST_GAIN * best.sum) return best;
  }
  return best;
}

function sumOfSquares(residuals: Float64Array): number {
  let sum = 0;
  for (const residual of residuals) sum += residual * residual;
  return Number.isFinite(sum) ? sum : Infinity;
}

/** Jᵀ J and Jᵀ r. */
interface NormalEquations {
  readonly square: Matrix;
  readonly right: Matrix;
}

function normalEquations(
  residualsAt: (coefficients: readonly number[]) => Float64Array,
  coefficients: readonly number[],
): NormalEquations {
  const residuals = residualsAt(coefficients);
  const columns = coefficients.map((_, moved) => {
    const beside = residualsAt(coefficients.map((value, index) => (index === moved ? value + STEP : value)));
    return beside.map((value, row) => (value - (residuals[row] ?? 0)) / STEP);
  });
  return {
    square: new Matrix(columns.map((column) => columns.map((other) => dot(column, other)))),
    right: Matrix.columnVector(columns.map((column) => dot(column, residuals))),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function stepFrom(
  coefficients: readonly number[],
  { square, right }: NormalEquations,
  damping: number,
): readonly number[] {
  const damped = square.clone();
  // A coefficient without effect has nothing on the diagonal.
  for (let i = 0; i < damped.rows; i++) damped.set(i, i, damped.get(i, i) * (1 + damping) + Number.EPSILON);
  const step = solve(damped, right);
  return coefficients.map((value, index) => value - step.get(index, 0));
}
