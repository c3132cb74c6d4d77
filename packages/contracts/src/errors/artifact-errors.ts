import { countOf, entry, listNames } from './entry';

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** Errors of reading and writing artifacts. */
export const ARTIFACT_ERRORS = {
  ARTIFACT_MISSING: entry<{ folder: string; kind: string }>(
    (c) => `There is no ${c.kind} artifact in ${c.folder}: it has no manifest.json.`,
    () => 'Run what writes it: `npx nx run <experiment>:evaluate` makes all that an experiment lacks.',
  ),
  ARTIFACT_INVALID: entry<{ file: string; problem: string }>(
    (c) => `${c.file} does not follow its contract: ${c.problem}.`,
    () => 'Run the stage that wrote it again; a file made elsewhere must follow packages/contracts/README.md.',
  ),
  ARTIFACT_KIND: entry<{ folder: string; found: string; expected: string }>(
    (c) =>
      `${c.folder} holds ${withArticle(c.found)} artifact, but ${withArticle(c.expected)} artifact is needed here.`,
    () => 'Check the paths given on the command line: `npx tsdistill <command> --help` says what each option takes.',
  ),
  ARTIFACT_VERSION: entry<{ folder: string; found: number; supported: number }>(
    (c) => `${c.folder} follows version ${c.found} of its contract; this program reads version ${c.supported}.`,
    () => 'Upgrade tsdistill, or write the artifact again with this version.',
  ),
  ARTIFACT_CORRUPT: entry<{ file: string; found: string; expected: string }>(
    (c) => `${c.file} ${c.found}, but its manifest says ${c.expected}: it was changed, cut or lost.`,
    () =>
      'Delete its folder and run the stage again (`npx nx reset` first if Nx restores the same bytes); one made elsewhere is to be written again there.',
  ),
  ARTIFACT_OCCUPIED: entry<{ folder: string; found: string }>(
    (c) => `${c.folder} holds "${c.found}" and no manifest.json: it is no artifact that may be replaced.`,
    () => 'Give another folder with --out, or empty this one.',
  ),
  ARTIFACT_MISMATCH: entry<{ what: string; left: string; leftValue: string; right: string; rightValue: string }>(
    (c) =>
      `${c.left} and ${c.right} do not belong together: ${c.what} is ${c.leftValue} in one and ${c.rightValue} in the other.`,
    () => 'Both must be made from the same configs: `npx nx run <experiment>:evaluate` makes again what is not.',
  ),
  ARROW_COLUMN: entry<{ file: string; column: string; found: readonly string[]; expected: string }>(
    (c) => `${c.file} has no column "${c.column}" of type ${c.expected}; it has ${listNames(c.found)}.`,
    () => 'packages/contracts/README.md lists the columns of every Arrow file.',
  ),
  ARROW_NULL: entry<{ file: string; column: string; count: number }>(
    (c) => `${c.file}: column "${c.column}" holds ${countOf(c.count, 'NULL value')}, which would be read as 0.`,
    () => 'Leave the row out (partial coverage), or write a number.',
  ),
  ARROW_COMPRESSED: entry<{ file: string }>(
    (c) => `${c.file} is compressed, so that one window cannot be read by its byte offset.`,
    () => 'Write the file without compression (pyarrow: compression=None).',
  ),
} as const;
