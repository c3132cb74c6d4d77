import { type CovariateRole, type DatasetMeta, PipelineError } from '@tsdistill/contracts';

/**
 * Columns of one role in the order of `names`, scaled as the data set says: [R, role's channels] → [R, names].
 *
 * @throws PipelineError COVARIATE_UNKNOWN
 */
export function pickColumns(
  values: Float32Array,
  { channels, covariateScaler }: Pick<DatasetMeta, 'channels' | 'covariateScaler'>,
  role: CovariateRole,
  names: readonly string[],
): Float32Array {
  const columns = names.map((name) => channels[role].indexOf(name));
  const channel = names[columns.indexOf(-1)];
  if (channel !== undefined) throw new PipelineError('COVARIATE_UNKNOWN', { role, channel, found: channels[role] });
  const width = channels[role].length;
  const rowCount = width === 0 ? 0 : values.length / width;
  const { shift = [], scale = [] } = covariateScaler?.[role] ?? {};
  const picked = new Float32Array(rowCount * columns.length);
  for (let row = 0; row < rowCount; row++)
    for (const [place, column] of columns.entries()) {
      const value = values[row * width + column] ?? NaN;
      picked[row * columns.length + place] = (value - (shift[column] ?? 0)) / (scale[column] ?? 1);
    }
  return picked;
}
