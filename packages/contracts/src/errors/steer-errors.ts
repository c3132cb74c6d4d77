import { countOf, entry, listNames } from './entry';

const didYouMean = (nearest: string | undefined, otherwise: string): string =>
  nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;

/** Errors of the commands that compare and steer: status, why, table, accept, diff, try, clean. */
export const STEER_ERRORS = {
  GRAPH_FAILED: entry<{ problem: string }>(
    (c) => `Nx cannot make its project graph:\n${c.problem}`,
    () => '`npx nx show projects` shows the same; `tsdistill` runs in the folder that holds nx.json.',
  ),
  TASK_UNKNOWN: entry<{ task: string; nearest: string | undefined; taskCount: number }>(
    (c) => `There is no task "${c.task}" among the ${c.taskCount} of this workspace.`,
    (c) => didYouMean(c.nearest, 'A task is PROJECT:TARGET, such as flights-lstm:evaluate.'),
  ),
  TABLE_COLUMN: entry<{ name: string; known: readonly string[]; nearest: string | undefined }>(
    (c) => `The table has no column "${c.name}"; it has ${c.known.join(', ')}.`,
    (c) => didYouMean(c.nearest, 'Give one of these to `--sort` or `--keep`.'),
  ),
  TABLE_EMPTY: entry<{ experimentCount: number; rowCount: number }>(
    (c) => `No row is left of the ${c.rowCount} of ${c.experimentCount} evaluated experiments.`,
    (c) =>
      c.rowCount === 0
        ? 'Evaluate an experiment first: `npx nx run <experiment>:evaluate`.'
        : 'Take out a `--keep`, or a `*` in its value.',
  ),
  RESULT_NOT_EVALUATED: entry<{ experiment: string; folder: string }>(
    (c) => `The experiment "${c.experiment}" was not evaluated: there is no ${c.folder}.`,
    (c) => `Run \`npx nx run ${c.experiment}:evaluate\` first.`,
  ),
  RESULT_MISSING: entry<{ experiment: string; file: string; known: readonly string[]; nearest: string | undefined }>(
    (c) =>
      `There is neither a run of "${c.experiment}" nor ${c.file}; there is ${c.known.length > 0 ? listNames(c.known) : 'none'}.`,
    (c) => didYouMean(c.nearest, `Run \`npx nx run ${c.experiment}:evaluate\` first.`),
  ),
  DIFF_REF_UNKNOWN: entry<{ ref: string; known: readonly string[] }>(
    (c) => `"${c.ref}" is no commit, branch or tag of this repository.`,
    (c) =>
      `One name is a git reference, two are experiments: ${c.known.length > 0 ? listNames(c.known) : 'none is evaluated'}.`,
  ),
  DIFF_NOTHING: entry<{ ref: string; acceptedCount: number }>(
    (c) =>
      `${c.ref} has ${countOf(c.acceptedCount, 'file')} in data/results, and none of an experiment with a result here.`,
    () => '`npx tsdistill accept <experiment>` writes such a file; commit it.',
  ),
  TRY_SETTING_UNKNOWN: entry<{ setting: string; nearest: string | undefined; known: readonly string[] }>(
    (c) => `There is no setting "${c.setting}" to try; there is ${listNames(c.known)}.`,
    (c) =>
      didYouMean(
        c.nearest,
        'Settings of an experiment and of its student are listed in the READMEs of packages/student-distill and packages/forecasting.',
      ),
  ),
  TRY_NOTHING_CHANGED: entry<{ experiment: string; settings: readonly string[] }>(
    (c) => `${c.experiment} has ${c.settings.join(', ')} already.`,
    () => 'Give another value.',
  ),
  TRY_BASE_FAILED: entry<{ experiment: string; ending: string }>(
    (c) => `\`nx run ${c.experiment}:evaluate\` ended with ${c.ending}, so there is nothing to compare with.`,
    () => 'What it said stands above.',
  ),
  REPORT_INCOMPARABLE: entry<{ first: string; second: string; differences: readonly string[] }>(
    (c) => `"${c.first}" and "${c.second}" cannot be laid over each other: ${c.differences.join(', ')}.`,
    (c) => `\`npx tsdistill diff ${c.first} ${c.second}\` shows what they have in common.`,
  ),
  CLEAN_UNCONFIRMED: entry<{ bytes: string }>(
    (c) => `Nothing was deleted: ${c.bytes} would be, and nobody is there to be asked.`,
    () => 'Give `--yes`.',
  ),
} as const;
