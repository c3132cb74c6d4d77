import type { SizeSummary } from '../src/schemas/size';

const candidate = (name: string, parameterCount: number, options: Readonly<Record<string, unknown>>) => ({
  name,
  model: { architecture: name.split(' ')[0], lookback: 4, options },
  learningRate: 0.02,
  parameterCount,
  byteCount: 4 * parameterCount,
});

/** A search of four candidates: the smallest lost, one stopped early, two judged, of which the second was chosen. */
export const sizeSummary: SizeSummary = {
  experiment: 'golden',
  margin: 0.02,
  seeds: [7, 8],
  alpha: 0.5,
  teacher: { name: 'large + elsewhere', parameterCount: null, validationLoss: 0.25 },
  loss: 'huber',
  candidates: [
    { ...candidate('sparse-tsf 2 L4', 5, { period: 2 }), rungs: [{ epochs: 1, validationLoss: null }], onFront: false },
    { ...candidate('linear L4', 10, {}), rungs: [{ epochs: 1, validationLoss: 0.5 }], onFront: false },
    {
      ...candidate('mlp 2 L4', 16, { hidden: 2 }),
      rungs: [
        { epochs: 1, validationLoss: 0.375 },
        { epochs: 3, validationLoss: 0.3125 },
      ],
      onFront: true,
    },
    {
      ...candidate('mlp 4 L4', 30, { hidden: 4 }),
      rungs: [
        { epochs: 1, validationLoss: 0.28125 },
        { epochs: 3, validationLoss: 0.25 },
      ],
      onFront: true,
    },
  ],
  judged: [
    { candidate: 2, outcome: 'cannot tell', relative: { value: 0.25, interval: null }, mse: 0.625, teacherMse: 0.5 },
    {
      candidate: 3,
      outcome: 'non-inferior',
      relative: { value: 0, interval: { lower: -0.015625, upper: 0.015625 } },
      mse: 0.5,
      teacherMse: 0.5,
    },
  ],
  choice: { candidate: 3, kind: 'non-inferior' },
  test: {
    candidate: 3,
    outcome: 'inferior',
    relative: { value: 0.125, interval: { lower: 0.0625, upper: 0.25 } },
    mse: 0.5625,
    teacherMse: 0.5,
    windowCount: 2,
    level: 0.95,
    twin: { outcome: 'hurts', sentence: 'The teacher hurts.' },
  },
  sentence: '30 parameters within 2 % of the teacher on validation, which test does not confirm.',
};
