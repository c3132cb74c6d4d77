import { countOf, entry, listNames } from './entry';

const didYouMean = (nearest: string | undefined, otherwise: string): string =>
  nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;

const listKnown = (known: readonly string[]): string => (known.length > 0 ? listNames(known, 24) : 'none');

/** Errors of settings, found before any work starts. */
export const CONFIG_ERRORS = {
  FILE_SYSTEM: entry<{ path: string; problem: string }>(
    (c) => `The system refused a file operation on ${c.path}: ${c.problem}.`,
    () => 'Check that the folder exists, that you may write there, and that the disk has room; then run it again.',
  ),
  EXPORT_OCCUPIED: entry<{ folder: string; fileCount: number }>(
    (c) => `${c.folder} already holds ${countOf(c.fileCount, 'file')}, which an export could overwrite.`,
    () => 'Give `--out` a new or empty folder.',
  ),
  EXPORT_NO_INTERVALS: entry<{ evaluation: string; model: string }>(
    (c) => `The evaluation in ${c.evaluation} has no intervals of the model in ${c.model}.`,
    () => 'Give `--evaluation` the evaluation of an experiment whose student or twin it is, or leave it out.',
  ),
  CLI_USAGE: entry<{ problem: string }>(
    (c) => `The command line cannot be understood: ${c.problem}.`,
    () => '`npx tsdistill --help` lists the commands, `npx tsdistill <command> --help` their options.',
  ),
  CONFIG_MISSING: entry<{ file: string }>(
    (c) => `There is no config ${c.file}.`,
    () => 'Configs live in data/configs/{datasets,teachers,students,experiments}/<name>/.',
  ),
  CONFIG_MISPLACED: entry<{ file: string; expected: string }>(
    (c) => `${c.file} is not where a config is looked for: data/configs/${c.expected}.`,
    () => 'Rename or move it.',
  ),
  CONFIG_NAME: entry<{ file: string; name: string }>(
    (c) => `${c.file}: "${c.name}" cannot be a name.`,
    () => 'Name the folder with lower-case letters, digits, ".", "_" and "-", a letter or digit first.',
  ),
  CONFIG_SYNTAX: entry<{ file: string; problem: string }>(
    (c) => `${c.file} is not JSON: ${c.problem}.`,
    () => 'Check its commas, quotes and braces.',
  ),
  CONFIG_INVALID: entry<{ file: string; key: string; problem: string }>(
    (c) => `${c.file}: "${c.key}": ${c.problem}.`,
    () =>
      'Settings are listed in the README of their stage in packages/; `model` and `training` in packages/forecasting/README.md.',
  ),
  CONFIG_UNKNOWN_KEY: entry<{ file: string; key: string; known: readonly string[]; nearest: string | undefined }>(
    (c) => `${c.file}: there is no setting "${c.key}"; there is ${listKnown(c.known)}.`,
    (c) => didYouMean(c.nearest, 'Take it out.'),
  ),
  CONFIG_UNKNOWN_VALUE: entry<{
    file: string;
    key: string;
    value: string;
    known: readonly string[];
    nearest: string | undefined;
  }>(
    (c) => `${c.file}: "${c.key}" is "${c.value}"; it can be ${listKnown(c.known)}.`,
    (c) => didYouMean(c.nearest, 'Take one of these.'),
  ),
  CONFIG_OCCUPIED: entry<{ file: string }>(
    (c) => `${c.file} is there already, and nothing is overwritten.`,
    () => 'Edit it, or give another name.',
  ),
  GRID_MEMBER_UNKNOWN: entry<{ file: string; member: string; known: readonly string[]; nearest: string | undefined }>(
    (c) => `${c.file} has no member "${c.member}"; there is ${listKnown(c.known)}.`,
    (c) => didYouMean(c.nearest, 'Members are the combinations of what section `distillation` lists.'),
  ),
  GRID_MEMBER_MISSING: entry<{ file: string; experiment: string; known: readonly string[] }>(
    (c) => `${c.file} is a grid of ${countOf(c.known.length, 'member')}, and one of them is needed here.`,
    (c) => `Name it as ${c.experiment}~${c.known[0]}; the members are ${listNames(c.known)}.`,
  ),
  CONFIG_UNKNOWN_NAME: entry<{
    file: string;
    key: string;
    name: string;
    known: readonly string[];
    nearest: string | undefined;
  }>(
    (c) => `${c.file}: "${c.key}" names "${c.name}", which does not exist; there is ${listKnown(c.known)}.`,
    (c) => didYouMean(c.nearest, 'Add its config below data/configs/.'),
  ),
} as const;
