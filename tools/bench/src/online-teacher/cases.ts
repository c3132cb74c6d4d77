import { type Distillation, ROWS } from '../ett/rows';

/** One distillation whose epoch is timed: a row of `bench:ett` at horizon 96, student and teachers of the same settings on both sides. */
export interface OnlineCase {
  readonly label: string;
  readonly distillation: Distillation;
}

/** Cached soft targets take at most this share of the time that PyTorch takes with the teacher online. */
export const GOAL = 0.25;

export const CASES: readonly OnlineCase[] = [
  { label: 'two-branch MLP ← mean of three iTransformer', distillation: ROWS['mlp-response'] },
  { label: 'two-branch MLP, batch 128 ← mean of three iTransformer', distillation: ROWS['mlp-128-response'] },
  { label: 'SparseTSF ← mean of three SegRNN 256', distillation: ROWS['sparse-tsf-distilled'] },
];
