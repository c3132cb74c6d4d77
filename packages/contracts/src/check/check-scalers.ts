import type { DatasetMeta } from '../schemas/dataset';
import { COVARIATE_ROLES } from '../scale/covariates';
import { counted, type Findings } from './findings';

/** Scalers have a number for every channel, and divide by none that is 0. */
export function checkScalers(meta: DatasetMeta, findings: Findings): void {
  checkTargets(meta, findings);
  checkCovariates(meta, findings);
}

function checkTargets({ scaler, series, channels }: DatasetMeta, findings: Findings): void {
  const [rows, width] = [scaler.scope === 'series' ? series.length : 1, channels.target.length];
  for (const key of ['shift', 'scale'] as const)
    if (scaler[key].length !== rows || scaler[key].some((row) => row.length !== width))
      findings.problem('shape', 'manifest.json', `scaler.${key} is not [${rows}][${width}]`);
  if (scaler.transform && scaler.transform.length !== width)
    findings.problem('shape', 'manifest.json', `scaler.transform is not [${width}]`);
  refuseZeros('scaler.scale', scaler.scale.flat(), findings);
}

function checkCovariates({ covariateScaler, channels }: DatasetMeta, findings: Findings): void {
  for (const role of COVARIATE_ROLES) {
    const scaler = covariateScaler?.[role];
    if (!scaler) continue;
    const width = channels[role].length;
    for (const key of ['shift', 'scale'] as const)
      if (scaler[key].length !== width)
        findings.problem('shape', 'manifest.json', `covariateScaler.${role}.${key} is not [${width}]`);
    refuseZeros(`covariateScaler.${role}.scale`, scaler.scale, findings);
  }
}

function refuseZeros(where: string, scale: readonly number[], findings: Findings): void {
  const bad = scale.filter((value) => !(value > 0)).length;
  if (bad > 0) findings.problem('values', 'manifest.json', `${where}: ${counted(bad, 'value')} not above 0`);
}
