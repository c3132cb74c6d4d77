import type { TargetConfiguration } from '@nx/devkit';
import { type Dataset, writtenFile } from './resolve-configs';
import { closureOf } from './stage-packages';
import { builds, codeInputs, fingerprint, stageTarget, type Targets } from './stage-target';
import { ingestOf, projectName } from './tasks';

export function datasetTargets(root: string, dataset: Dataset): Targets {
  const { source } = dataset.config;
  const written = writtenFile(dataset.name);
  const sourceTask = { project: projectName(dataset), target: 'source' };
  const ingestTarget = stageTarget(root, {
    task: ingestOf(dataset),
    package: 'packages/ingest',
    arguments: ['ingest', '--config', dataset.file],
    reads: { [dataset.file]: ['ingest'] },
    upstream: source ? [sourceTask] : [],
    data: source ? { dependentTasksOutputFiles: written } : fingerprint(dataset.file),
  });
  return { ...(source && { source: sourceTarget(root, source, written) }), ingest: ingestTarget };
}

/** Writes embedded data as the CSV that ingest reads. */
function sourceTarget(root: string, source: string, csv: string): TargetConfiguration {
  return {
    command: `node tools/sources/dist/main.js ${source} --out ${csv}`,
    cache: true,
    dependsOn: [builds(closureOf(root, 'tools/sources').packages)],
    inputs: codeInputs(root, 'tools/sources'),
    outputs: [`{workspaceRoot}/${csv}`],
  };
}
