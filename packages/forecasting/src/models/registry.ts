import { itransformer } from './itransformer';
import { linear } from './linear';
import { mlp } from './mlp';
import { gru, lstm } from './recurrent';

/** Every trainable architecture; teacher or student. To add one: a file beside this one and a line here. */
export const MODELS = { linear, mlp, lstm, gru, itransformer } as const;

export type Architecture = keyof typeof MODELS;
export const ARCHITECTURES = Object.keys(MODELS) as readonly Architecture[];
