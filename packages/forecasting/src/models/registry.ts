import { cyclenet } from './cyclenet';
import { itransformer } from './itransformer';
import { linear } from './linear';
import { mlp } from './mlp';
import { gru, lstm, rnn } from './recurrent';
import { segRnn } from './seg-rnn';
import { sparseTsf } from './sparse-tsf';

/** Every trainable architecture; teacher or student. To add one: a file beside this one and a line here. */
export const MODELS = {
  linear,
  'sparse-tsf': sparseTsf,
  cyclenet,
  mlp,
  rnn,
  lstm,
  gru,
  'seg-rnn': segRnn,
  itransformer,
} as const;

export type Architecture = keyof typeof MODELS;
export const ARCHITECTURES = Object.keys(MODELS) as readonly Architecture[];
