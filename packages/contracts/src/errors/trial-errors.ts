import { entry, listNames } from './entry';

/** Errors of trials (stages that a search or a benchmark runs as processes of their own), of the search for a size and of the report. */
export const TRIAL_ERRORS = {
  TRIAL_FAILED: entry<{
    command: string;
    folder: string;
    /** For example `exit code 2`, `signal SIGKILL`. */
    ending: string;
    /** The code of the stage's own error; null for a bug, or a process that was killed. */
    stageCode: string | null;
    /** The end of what the stage said. */
    lines: readonly string[];
  }>(
    (c) =>
      `The trial \`${c.command}\` in ${c.folder} ended with ${c.ending}${c.lines.length > 0 ? `: ${c.lines.join(' ')}` : '.'}`,
    (c) => `All that it said stands in ${c.folder}/log.jsonl, what it was asked to do in ${c.folder}/trial.json.`,
  ),
  EXPERIMENT_UNKNOWN: entry<{ name: string; nearest: string | undefined; known: readonly string[] }>(
    (c) => `There is no experiment "${c.name}"; there is ${c.known.length > 0 ? listNames(c.known) : 'none'}.`,
    (c) =>
      c.nearest === undefined
        ? 'Experiments are the folders of data/configs/experiments; `tsdistill` runs in the folder that holds `data`.'
        : `Did you mean "${c.nearest}"?`,
  ),
  SIZE_INPUT_MISSING: entry<{ what: string; folder: string; experiment: string; target: string }>(
    (c) => `The search reads ${c.what}, but there is no artifact in ${c.folder}.`,
    (c) => `Run \`npx nx run ${c.experiment}:${c.target}\` first; the search itself never runs a teacher.`,
  ),
  REPORT_INPUT_MISSING: entry<{ folder: string; experiment: string }>(
    (c) => `The report of ${c.experiment} needs the artifact in ${c.folder}, which is not there.`,
    (c) => `\`npx nx run ${c.experiment}:report\` runs every stage that is missing first.`,
  ),
  NOTHING_EVALUATED: entry<{ tag: string | undefined }>(
    (c) =>
      `No experiment${c.tag === undefined ? '' : ` with the tag "${c.tag}"`} has an evaluation: there is nothing to show.`,
    () => 'Run `npx nx run <experiment>:evaluate` first, or `npx nx run pipeline:all` for the default experiments.',
  ),
  SIZE_LIMIT_TOO_LOW: entry<{ limit: string; least: string; name: string; candidateCount: number }>(
    (c) => `None of the ${c.candidateCount} candidates is within ${c.limit}: the least is ${c.least}, of ${c.name}.`,
    (c) => `Raise ${c.limit.split(' ')[0]}, or leave it out.`,
  ),
  SIZE_ALL_LOST: entry<{ candidateCount: number }>(
    (c) => `The training of every one of the ${c.candidateCount} candidates was lost: no loss stayed a finite number.`,
    () => 'Lower `training.learningRate` of the student, from which theirs follow.',
  ),
} as const;
