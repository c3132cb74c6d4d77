import { cnn } from './cnn';
import { cyclenet } from './cyclenet';
import { itransformer } from './itransformer';
import { linear } from './linear';
import { mlp } from './mlp';
import { patchTst } from './patch-tst';
import { gru, lstm, rnn } from './recurrent';
import { segRnn } from './seg-rnn';
import { sparseTsf } from './sparse-tsf';
import { tide } from './tide';
import { transformer } from './transformer';

/** Every trainable architecture; teacher or student. To add one: a file beside this one and a line here. */
export const MODELS = {
  linear,
  'sparse-tsf': sparseTsf,
  cyclenet,
  mlp,
  tide,
  rnn,
  lstm,
  gru,
  'seg-rnn': segRnn,
  cnn,
  transformer,
  itransformer,
  'patch-tst': patchTst,
} as const;

export type Architecture = keyof typeof MODELS;
export const ARCHITECTURES = Object.keys(MODELS) as readonly Architecture[];
