import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { runOverview } from '@tsdistill/report';
import { artifactFolder, isArtifact } from '../experiment-place';
import { experimentNames, tagsOf } from '../experiments';
import { printOutcome } from '../verbosity';

export interface OverviewArguments {
  readonly tag: string | undefined;
  readonly out: string;
}

/** @throws PipelineError NOTHING_EVALUATED */
export function overview({ tag, out }: OverviewArguments): void {
  const names = experimentNames()
    .filter((name) => tag === undefined || tagsOf(name).includes(tag))
    .filter((name) => isArtifact(artifactFolder(name, 'evaluate')));
  if (names.length === 0) throw new PipelineError('NOTHING_EVALUATED', { tag });
  const evaluations = names.map((name) => artifactFolder(name, 'evaluate'));
  const linkTo = (name: string) => {
    const page = join(artifactFolder(name, 'report'), 'report.html');
    return existsSync(page) ? relative(out, page).split(sep).map(encodeURIComponent).join('/') : null;
  };
  printOutcome(`Overview: ${runOverview({ evaluations, linkTo, out })}\n`);
}
