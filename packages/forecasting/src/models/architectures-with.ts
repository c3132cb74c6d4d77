import { type Architecture, ARCHITECTURES, MODELS } from './registry';

/** Architectures that have an option of this name, in the order of the registry. */
export function architecturesWith(option: string): readonly Architecture[] {
  return ARCHITECTURES.filter((name) => knowsOption(name, option));
}

/** Options are strict: one that is not there is an unrecognized key, whatever else is missing or wrong. */
function knowsOption(architecture: Architecture, option: string): boolean {
  const { error } = MODELS[architecture].options.safeParse({ [option]: null });
  return !error?.issues.some((issue) => issue.code === 'unrecognized_keys' && issue.keys.includes(option));
}

/** Whether an architecture reads past, known and static channels beside its targets. */
export function readsCovariates(architecture: Architecture): boolean {
  return MODELS[architecture].readsCovariates;
}
