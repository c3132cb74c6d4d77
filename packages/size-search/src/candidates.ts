import { canonicalJson, countParameters, type Covariates, type DatasetMeta, fixedStepMs } from '@tsdistill/contracts';
import { createForecaster, ModelConfig, readsCovariates, type TrainingConfig } from '@tsdistill/forecasting';
import { cyclesOf } from './cycles-of';

/** One model of the search, with how it is trained and what it weighs. */
export interface Candidate {
  /** Architecture, sizes and lookback, such as `sparse-tsf 24×16 L336`. */
  readonly name: string;
  readonly model: ModelConfig;
  readonly learningRate: number;
  readonly parameterCount: number;
  /** Of its weights. */
  readonly byteCount: number;
}

/** The student whose like is sought, and where it is used. */
export interface SearchSpace {
  readonly student: { readonly model: ModelConfig; readonly training: TrainingConfig };
  readonly data: Pick<DatasetMeta, 'channels' | 'horizon' | 'season' | 'frequency'>;
  /** In steps. */
  readonly lookbacks: readonly number[];
}

type Architecture = ModelConfig['architecture'];
type Options = Readonly<Record<string, unknown>>;

/** A rate that suits each architecture, as a multiple of one that suits an mlp: few, shared parameters bear larger steps. */
const RATES: Readonly<Record<Architecture, number>> = {
  linear: 1,
  'sparse-tsf': 4,
  cyclenet: 2,
  mlp: 1,
  tide: 1,
  rnn: 1,
  lstm: 1,
  gru: 1,
  'seg-rnn': 1,
  cnn: 1,
  transformer: 0.4,
  itransformer: 0.4,
  'patch-tst': 0.4,
};
/** Each model is tried with these multiples of its architecture's rate. */
const RATE_STEPS = [1, 2] as const;
/** Read step by step, so that a longer history costs time and helps little. */
const RECURRENT: readonly Architecture[] = ['rnn', 'lstm', 'gru'];
/** In steps; the convolution of sparse-tsf is a product with a band of 2 · period² numbers, so a long period is slow. */
const LONGEST_PERIOD = 144;
/** A map over fewer periods than that has nothing to weigh. */
const LEAST_PERIODS = 4;
const BYTES_PER_PARAMETER = 4;

/**
 * Every small model that the student could be: architectures × widths × lookbacks × learning rates, the student itself among them, by
 * size. Normalisation, residual and training are the student's; so are the options of its own architecture, but for the width.
 */
export function listCandidates(space: SearchSpace): Candidate[] {
  const { model: student, training } = space.student;
  const models = new Map([student, ...gridOf(space)].map((model) => [canonicalJson(model), model]));
  const candidates = [...models.values()].flatMap((model) => {
    const parameterCount = countParameters(createForecaster(model, space.data).initialise(0));
    const rate = (training.learningRate * RATES[model.architecture]) / RATES[student.architecture];
    return RATE_STEPS.map((step) => ({
      name: nameOf(model),
      model,
      learningRate: Number((rate * step).toPrecision(6)),
      parameterCount,
      byteCount: parameterCount * BYTES_PER_PARAMETER,
    }));
  });
  return candidates.sort((a, b) => a.parameterCount - b.parameterCount);
}

function gridOf({ student, data, lookbacks }: SearchSpace): ModelConfig[] {
  const { model } = student;
  return Object.entries(optionsOf(data)).flatMap(([architecture, widths]) =>
    lookbacksFor(architecture as Architecture, model, lookbacks).flatMap((lookback) =>
      widths.flatMap((options) => {
        const own = architecture === model.architecture ? model.options : {};
        const config = {
          ...model,
          architecture,
          lookback,
          ...covariatesFor(architecture as Architecture, model, data),
          options: { ...options, ...own, ...widthsOf(options) },
        };
        const parsed = ModelConfig.safeParse(config);
        return parsed.success && isUsable(parsed.data, data) ? [parsed.data] : [];
      }),
    ),
  );
}

/** Sizes by architecture, with options that suit small models. */
function optionsOf({
  season,
  frequency,
}: SearchSpace['data']): Readonly<Partial<Record<Architecture, readonly Options[]>>> {
  const periods = cyclesOf(season, frequency).filter((steps) => steps <= LONGEST_PERIOD);
  return {
    linear: [{}],
    'sparse-tsf': periods.flatMap((period) => [0, 8, 32].map((hidden) => ({ period, hidden }))),
    // Its cycle is counted in the calendar, so a step must have a fixed length.
    cyclenet: fixedStepMs(frequency) === undefined ? [] : [0, 16].map((hidden) => ({ period: season, hidden })),
    mlp: [4, 8, 16, 32, 64].map((hidden) => ({ hidden })),
    lstm: [4, 8, 16].map((units) => ({ units, highway: true })),
    gru: [4, 8, 16].map((units) => ({ units, highway: true })),
  };
}

const SIZES = ['period', 'segment', 'hidden', 'units', 'width'] as const;

/** The options that say how large a model is. */
function widthsOf(options: Options): Options {
  return Object.fromEntries(SIZES.flatMap((size) => (size in options ? [[size, options[size]]] : [])));
}

function nameOf({ architecture, lookback, options }: ModelConfig): string {
  const sizes = SIZES.map((size) => options[size]).filter((size) => typeof size === 'number' && size > 0);
  return [architecture, sizes.join('×'), `L${lookback}`].filter((word) => word !== '').join(' ');
}

function lookbacksFor(architecture: Architecture, student: ModelConfig, lookbacks: readonly number[]) {
  return RECURRENT.includes(architecture) ? [student.lookback] : lookbacks;
}

/**
 * The student's covariates, where the architecture reads any. Known channels cost a recurrent model next to nothing: where the student
 * reads none, all.
 */
function covariatesFor(
  architecture: Architecture,
  student: ModelConfig,
  { channels }: SearchSpace['data'],
): Covariates {
  if (!readsCovariates(architecture)) return { past: [], known: [], static: [] };
  const { past, known, static: statics } = student;
  const all = RECURRENT.includes(architecture) && known.length === 0;
  return { past, known: all ? channels.known : known, static: statics };
}

/** A correction of the last season needs a season to correct, a map over periods some of them. */
function isUsable(
  { residual, lookback, architecture, options }: ModelConfig,
  { season }: SearchSpace['data'],
): boolean {
  if (architecture === 'sparse-tsf' && lookback < LEAST_PERIODS * Number(options['period'])) return false;
  return residual !== 'seasonal' || lookback >= season;
}
