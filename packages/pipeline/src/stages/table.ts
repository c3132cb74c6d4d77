import { openEvaluation, readLatency } from '@tsdistill/contracts';
import { renderEvaluation } from '@tsdistill/evaluate';
import { evaluatedExperiments } from '../evaluated-experiments';
import { artifactFolder } from '../experiment-place';

export interface TableArguments {
  readonly tag: string | undefined;
}

/** Prints the closing table of every experiment (of one tag) that was evaluated, from its artifact. */
export function table({ tag }: TableArguments): void {
  const folders = evaluatedExperiments(tag).map((name) => artifactFolder(name, 'evaluate'));
  for (const folder of folders) process.stdout.write(`${tableOf(folder)}\n\nArtifact: ${folder}\n\n`);
}

function tableOf(folder: string): string {
  return renderEvaluation(openEvaluation(folder).summary, readLatency(folder));
}
