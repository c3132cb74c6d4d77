import { SoftTargetsConfig } from '@tsdistill/soft-targets';
import { z } from 'zod';
import { DatasetFile } from '../config-files/dataset-file';
import { configFile } from '../experiment-place';
import { experimentOf, experimentRun, refreshFolder, trainedRun } from '../experiment-run';
import { readConfig } from '../read-config';
import { runRefresh } from '../refresh/run-refresh';
import { runStage } from '../run-stage';
import { printOutcome } from '../verbosity';

export interface RefreshArguments {
  readonly experiment: string;
}

/** The one section of a teacher that matters where it is not trained again. */
const TeacherSection = z.looseObject({ 'soft-targets': SoftTargetsConfig.prefault({}) });

export async function refresh({ experiment: name }: RefreshArguments): Promise<void> {
  const former = experimentRun(name);
  const experiment = experimentOf(name);
  const { ingest } = readConfig(configFile('dataset', former.datasetName), DatasetFile);
  const softTargets = new Map(
    experiment.teachers.map((teacher) => [
      teacher,
      readConfig(configFile('teacher', teacher), TeacherSection)['soft-targets'],
    ]),
  );
  const out = refreshFolder(name);
  await runStage('refresh', async (host) => {
    const leftOut = [...experiment.placebos, ...experiment.compare];
    if (leftOut.length > 0) host.info({ models: leftOut.join(', ') }, 'placebos and rivals are left to a full run');
    const text = await runRefresh({ name, former, full: trainedRun(name), experiment, ingest, softTargets }, out, host);
    printOutcome(`\n${text}\n\nArtifacts: ${out}\n`);
  });
}
