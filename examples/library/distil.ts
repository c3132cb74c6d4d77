import { openWorkbench } from '@tsdistill/library';

export async function main(): Promise<string> {
  const values = Float32Array.from(
    { length: 2000 },
    (_, t) => Math.sin(t / 3.82) + Math.sin(t / 26.7) + Math.cos(t * t) / 4,
  );
  const bench = openWorkbench(); // a temporary folder
  try {
    const series = [{ values, start: '2026-01-01T00:00Z' }]; // [T, columns], row by row; NaN = missing
    const split = { kind: 'ratio', train: 0.7, validation: 0.1 } as const;
    const data = await bench.dataset({ columns: ['load'], series, frequency: 'PT1H', season: 24, horizon: 12, split });

    const big = { architecture: 'lstm', lookback: 48, options: { units: 32 } } as const;
    const teacher = await bench.train(data, { model: big, training: { epochs: 8, learningRate: 0.005 } });
    const softTargets = await bench.softTargets(data, teacher); // softTargets.read().forecast: [windows, horizon, columns]

    const student = {
      model: { architecture: 'linear', lookback: 48 },
      training: { epochs: 8, learningRate: 0.01 },
    } as const;
    const small = await bench.distil(data, [softTargets], { ...student, distillation: { alpha: 0.5 } });
    const twin = await bench.train(data, student);

    const contest = { softTargets: [softTargets], teachers: [teacher], students: [small], twins: [twin] };
    const { summary, table } = await bench.evaluate(data, contest);
    return `${table}\n${summary.verdict.outcome}, ${teacher.parameterCount} → ${small.parameterCount} parameters`;
  } finally {
    bench.close();
  }
}
