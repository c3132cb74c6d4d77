import {
  type Channels,
  COVARIATE_ROLES,
  type CovariateScaler,
  type Dataset,
  type ModelArtifact,
  PipelineError,
  type Scaler,
} from '@tsdistill/contracts';

/**
 * A data set as a model sees it that was fitted to another one: with the scalers of the model in place of its own.
 *
 * Rows that were appended later, or other splits, change the scale that ingest fits, but not the one that the model's parameters know.
 *
 * @throws PipelineError ARTIFACT_MISMATCH for other channels, another horizon or frequency, or a series that the model has no scale for;
 * COVARIATE_UNKNOWN
 */
export function scaleForModel(dataset: Dataset, model: ModelArtifact): Dataset {
  refuseOtherShape(dataset, model);
  const { meta } = dataset.manifest;
  const { scaler, channels, covariateScaler: chosen } = model.description;
  const { covariateScaler: _, ...rest } = meta;
  const covariateScaler = chosen && spreadScaler(chosen, channels, meta.channels);
  const scaled = {
    ...rest,
    scaler: scaler.scope === 'series' ? rowsBySeries(dataset, model) : scaler,
    ...(covariateScaler && { covariateScaler }),
  };
  return { ...dataset, manifest: { ...dataset.manifest, meta: scaled } };
}

function refuseOtherShape(dataset: Dataset, { folder, description }: ModelArtifact): void {
  const { meta } = dataset.manifest;
  const pairs = [
    ['the list of channels', description.channels.target.join(', '), meta.channels.target.join(', ')],
    ['the horizon', `${description.horizon}`, `${meta.horizon}`],
    ['the frequency', description.frequency, meta.frequency],
  ] as const;
  const wrong = pairs.find(([, left, right]) => left !== right);
  if (wrong) throw mismatch(dataset, folder, wrong);
  for (const role of COVARIATE_ROLES) {
    const found = meta.channels[role];
    const channel = description.channels[role].find((name) => !found.includes(name));
    if (channel !== undefined) throw new PipelineError('COVARIATE_UNKNOWN', { role, channel, found });
  }
}

/** One row of the scaler for each series of the data set, found by its id; a model that names no series has them in this order. */
function rowsBySeries(dataset: Dataset, { folder, description }: ModelArtifact): Scaler {
  const { scaler, series: known } = description;
  const ids = dataset.manifest.meta.series.map(({ id }) => id);
  const rows = ids.map((id, index) => (known ? known.indexOf(id) : index));
  const stranger = rows.findIndex((row) => scaler.shift[row] === undefined);
  if (stranger >= 0) {
    const left = known?.join(', ') ?? `${scaler.shift.length} series`;
    throw mismatch(dataset, folder, ['the list of series', left, ids.join(', ')]);
  }
  const pick = (from: Scaler['shift']) => rows.map((row) => from[row] ?? []);
  return { ...scaler, shift: pick(scaler.shift), scale: pick(scaler.scale) };
}

/** The model's scale of the covariates that it reads, laid out by the channels of a data set; the others are read by nobody. */
function spreadScaler(scaler: CovariateScaler, from: Channels, to: Channels): CovariateScaler {
  const entries = COVARIATE_ROLES.flatMap((role) => {
    const scale = scaler[role];
    if (!scale) return [];
    const spread = (values: readonly number[], otherwise: number) =>
      to[role].map((name) => values[from[role].indexOf(name)] ?? otherwise);
    return [[role, { shift: spread(scale.shift, 0), scale: spread(scale.scale, 1) }] as const];
  });
  return Object.fromEntries(entries);
}

function mismatch(dataset: Dataset, folder: string, [what, leftValue, rightValue]: readonly [string, string, string]) {
  const [left, right] = [`the model in ${folder}`, `the data set in ${dataset.folder}`];
  return new PipelineError('ARTIFACT_MISMATCH', { what, left, leftValue, right, rightValue });
}
