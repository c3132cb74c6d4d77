import { entry } from './entry';

/** Errors of settings, found before any work starts. */
export const CONFIG_ERRORS = {
  CONFIG_MISSING: entry<{ file: string }>(
    (c) => `There is no config ${c.file}.`,
    () => 'Configs live in data/configs/{datasets,teachers,students,experiments}/<name>/.',
  ),
  CONFIG_SYNTAX: entry<{ file: string; problem: string }>(
    (c) => `${c.file} is not JSON: ${c.problem}.`,
    () => 'Check commas and quotes near that position.',
  ),
  CONFIG_INVALID: entry<{ file: string; key: string; problem: string }>(
    (c) => `${c.file}: "${c.key}": ${c.problem}.`,
    () => 'The README of the package of that stage lists its settings.',
  ),
  CONFIG_UNKNOWN_NAME: entry<{ file: string; key: string; name: string; known: string; nearest: string }>(
    (c) => `${c.file}: "${c.key}" names "${c.name}", which does not exist; there is ${c.known}.`,
    (c) => `Did you mean "${c.nearest}"?`,
  ),
} as const;
