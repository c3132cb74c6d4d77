import { z } from 'zod';
import { configError } from './config-error';

const Schema = z
  .object({
    model: z.object({ architecture: z.enum(['mlp', 'lstm']), lookback: z.number() }).strict(),
    schedule: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('constant') }).strict(),
        z.object({ kind: z.literal('cosine'), warmup: z.number().max(1).default(0) }).strict(),
      ])
      .default({ kind: 'constant' }),
    alpha: z.union([z.number(), z.literal('auto')]).optional(),
    loss: z.union([z.enum(['mse', 'mae']), z.object({ huber: z.number() }).strict()]).optional(),
    zone: z.union([z.literal('utc'), z.string()]).optional(),
    marks: z
      .object({ decimal: z.enum(['.', ',']).default('.'), delimiter: z.string() })
      .refine(({ decimal, delimiter }) => decimal !== delimiter, { path: ['decimal'], message: 'is the delimiter too' })
      .optional(),
    losses: z
      .array(z.enum(['mse', 'mae']))
      .readonly()
      .optional(),
  })
  .strict()
  .transform((value) => ({ value }));
const VALID = { model: { architecture: 'mlp', lookback: 4 } };

/** What a wrong config is told. */
function told(change: object): string {
  const value = { ...VALID, ...change };
  const { error } = Schema.safeParse(value);
  const { code, message, hint } = configError({ file: 'x.json', schema: Schema, value }, error!);
  return `${code} ${message} ${hint}`;
}

it.each([
  [
    'an unknown key, wherever it stands',
    { model: { architecture: 'mlp', lokback: 4 } },
    'CONFIG_UNKNOWN_KEY x.json: there is no setting "model.lokback"; there is architecture, lookback. Did you mean "lookback"?',
  ],
  [
    'an unknown key in one branch of several',
    { schedule: { kind: 'cosine', warmUp: 0.1 } },
    'CONFIG_UNKNOWN_KEY x.json: there is no setting "schedule.warmUp"; there is kind, warmup. Did you mean "warmup"?',
  ],
  [
    'a key that only another branch has',
    { schedule: { kind: 'constant', warmup: 0.1 } },
    'CONFIG_UNKNOWN_KEY x.json: there is no setting "schedule.warmup"; there is kind.',
  ],
  [
    'an unknown word',
    { model: { architecture: 'lstmm', lookback: 4 } },
    'CONFIG_UNKNOWN_VALUE x.json: "model.architecture" is "lstmm"; it can be mlp, lstm. Did you mean "lstm"?',
  ],
  [
    'an unknown word that would choose the branch',
    { schedule: { kind: 'cosinus' } },
    'CONFIG_UNKNOWN_VALUE x.json: "schedule.kind" is "cosinus"; it can be constant, cosine. Did you mean "cosine"?',
  ],
  [
    'no word that would choose the branch',
    { schedule: {} },
    'CONFIG_INVALID x.json: "schedule.kind": it is missing; it can be constant, cosine.',
  ],
  [
    'no word where one must stand',
    { model: { lookback: 4 } },
    'CONFIG_INVALID x.json: "model.architecture": it is missing; it can be mlp, lstm.',
  ],
  [
    'an unknown word in a list',
    { losses: ['mse', 'mse2'] },
    'CONFIG_UNKNOWN_VALUE x.json: "losses.1" is "mse2"; it can be mse, mae. Did you mean "mse"?',
  ],
  ['a setting that is missing', { model: { architecture: 'mlp' } }, '"model.lookback": it is missing (number)'],
  [
    'a value of the wrong type, which is not missing',
    { model: { architecture: 'mlp', lookback: '4' } },
    '"model.lookback": Invalid input: expected number, received string',
  ],
  [
    'an unknown word where numbers may stand too',
    { alpha: 'atuo' },
    'CONFIG_UNKNOWN_VALUE x.json: "alpha" is "atuo"; it can be auto, a number. Did you mean "auto"?',
  ],
  [
    'an unknown word where settings may stand too',
    { loss: 'mae2' },
    'CONFIG_UNKNOWN_VALUE x.json: "loss" is "mae2"; it can be mse, mae, an object with huber. Did you mean "mae"?',
  ],
  [
    'a word that is near to no word, but to what is said of numbers',
    { alpha: 'number' },
    'CONFIG_UNKNOWN_VALUE x.json: "alpha" is "number"; it can be auto, a number. Take one of these.',
  ],
  [
    'a rule that the default of a setting breaks',
    { marks: { delimiter: '.' } },
    'CONFIG_INVALID x.json: "marks.decimal": is the delimiter too.',
  ],
  ['a word where any text may stand', { zone: 4 }, 'CONFIG_INVALID x.json: "zone":'],
  ['a number out of range', { schedule: { kind: 'cosine', warmup: 2 } }, 'CONFIG_INVALID x.json: "schedule.warmup":'],
])('%s', (_name, change, expected) => expect(told(change)).toContain(expected));
