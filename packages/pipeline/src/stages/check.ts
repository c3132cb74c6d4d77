import { checkArtifact, type CheckReport, openDataset, PipelineError } from '@tsdistill/contracts';

export interface CheckArguments {
  readonly path: string;
  readonly dataset: string | undefined;
}

/** Prints what was found. @throws PipelineError CHECK_FAILED when something is wrong, behind the list of it */
export function check({ path, dataset }: CheckArguments): void {
  const report = checkArtifact(path, dataset === undefined ? undefined : openDataset(dataset));
  process.stdout.write(`${renderReport(report)}\n`);
  const problemCount = report.problems.length;
  if (problemCount > 0) throw new PipelineError('CHECK_FAILED', { path, problemCount });
}

function renderReport({ folder, title, problems, facts, notes }: CheckReport): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  const verdict =
    problems.length === 0 ? 'sound' : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  return [
    `${title} in ${folder}: ${verdict}`,
    ...facts.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ...notes.map((note) => `  note: ${note}`),
    ...problems.map(({ topic, where, what }) => `  ${topic}: ${where}: ${what}`),
  ].join('\n');
}
