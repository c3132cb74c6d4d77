import { COVARIATE_ROLES, type Covariates } from '@tsdistill/contracts';
import { type ModelConfig, readsCovariates } from '@tsdistill/forecasting';

/** What a first teacher and student must fit. */
export interface DataSize {
  readonly channelCount: number;
  /** Rows of a typical series. */
  readonly rowCount: number;
  readonly season: number;
  readonly horizon: number;
  /** Channels beside the targets. */
  readonly covariates?: Covariates | undefined;
}

/** Channels from which on a model that looks at one through the others has something to look at. */
const MANY_CHANNELS = 3;
/** Of the rows, so many are for training, of which a window may look back over half. */
const TRAIN_SHARE = 0.7;
/** A season that is so many horizons long is looked back on as a whole. */
const SEASON_HORIZONS = 8;

/** Steps to look back: a season where that is not far, at least two horizons, at most what short series leave room for. */
export function chooseLookback({ rowCount, season, horizon }: DataSize): number {
  const wanted = Math.max(2 * horizon, season <= SEASON_HORIZONS * horizon ? season : 0);
  const most = Math.floor((TRAIN_SHARE * rowCount) / 2) - horizon;
  return Math.max(1, Math.min(wanted, most));
}

/** The covariates of the data set, where the architecture reads them; a role without any is not named. */
function readBy(architecture: ModelConfig['architecture'], { covariates }: DataSize): Partial<Covariates> {
  if (!covariates || !readsCovariates(architecture)) return {};
  const roles = COVARIATE_ROLES.filter((role) => covariates[role].length > 0);
  return Object.fromEntries(roles.map((role) => [role, covariates[role]]));
}

/** Section `teacher-train`: an LSTM for a few channels, an iTransformer for more. */
export function chooseTeacher(size: DataSize) {
  const shared = { lookback: chooseLookback(size), normalisation: 'revin' };
  const training = { epochs: 20, learningRate: 0.002, schedule: { kind: 'cosine' }, patience: 5 };
  return size.channelCount < MANY_CHANNELS
    ? {
        model: { architecture: 'lstm', ...shared, ...readBy('lstm', size), options: { units: 32, highway: true } },
        training: { ...training, learningRate: 0.005, clipNorm: 1 },
      }
    : {
        model: {
          architecture: 'itransformer',
          ...shared,
          ...readBy('itransformer', size),
          options: { width: 64, heads: 4, layers: 2, feedForward: 64 },
        },
        training,
      };
}

/** Section `student`: a small MLP. */
export function chooseStudent(size: DataSize) {
  return {
    model: {
      architecture: 'mlp',
      lookback: chooseLookback(size),
      normalisation: 'revin',
      ...readBy('mlp', size),
      options: { hidden: 32 },
    },
    training: { epochs: 40, learningRate: 0.005, schedule: { kind: 'cosine' }, patience: 10 },
  };
}
