import { entry } from './entry';

/** Errors of `inspect` and `init`. What is wrong with a file is a report, not an error. */
export const INIT_ERRORS = {
  INSPECT_PROBLEMS: entry<{ file: string; problemCount: number }>(
    (c) =>
      `${c.file}: ${c.problemCount} ${c.problemCount === 1 ? 'problem stands' : 'problems stand'} in the way, listed above.`,
    () =>
      'Mend the file, or give the setting that a hint names with `--set`, for example `--set duplicates=mean`; `inspect` and `init` both take it.',
  ),
  INIT_OCCUPIED: entry<{ file: string }>(
    (c) => `${c.file} is there already; \`init\` overwrites nothing.`,
    () => 'Give another name with `--name`, or delete the configs of that name below data/configs/.',
  ),
  INIT_NAME_TAKEN: entry<{ name: string; taken: string }>(
    (c) => `An experiment "${c.name}" would have the name of ${c.taken}.`,
    () => 'Give another name with `--name`.',
  ),
} as const;
