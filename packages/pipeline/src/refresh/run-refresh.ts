import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  makeSideFolder,
  openDataset,
  openModel,
  PipelineError,
  replaceFolder,
  type StageHost,
  sweepSideFolders,
} from '@tsdistill/contracts';
import { runEvaluate } from '@tsdistill/evaluate';
import type { IngestConfig } from '@tsdistill/ingest';
import { type Extension, runExtendSoftTargets, SoftTargetsConfig } from '@tsdistill/soft-targets';
import { runRefreshStudent } from '@tsdistill/student-distill';
import type { z } from 'zod';
import type { ExperimentFile } from '../config-files/experiment-file';
import { isArtifact } from '../experiment-place';
import { type ExperimentRun, refreshedParts } from '../experiment-run';
import { continueDataset } from './continue-dataset';
import { costSentence, trainingSeconds } from './refresh-cost';

/** Of a teacher without settings of its own. */
const ALL_SPLITS = SoftTargetsConfig.parse({});

/** What is refreshed, and the settings that are not in its artifacts. */
export interface Refresh {
  readonly name: string;
  readonly former: ExperimentRun;
  /** As the tasks of Nx trained it, from nothing. */
  readonly full: ExperimentRun;
  readonly experiment: z.output<typeof ExperimentFile>;
  readonly ingest: IngestConfig;
  /** By teacher. */
  readonly softTargets: ReadonlyMap<string, SoftTargetsConfig>;
}

/**
 * Goes on with an experiment where rows were appended: data set, soft targets, students and twins, evaluation, each from its former one.
 * All is written to a side folder and moved into place when the evaluation is done.
 *
 * @returns the closing table and what it has cost
 * @throws PipelineError REFRESH_INPUT_MISSING, REFRESH_BASE, those of `continueDataset` and of the stages
 */
export async function runRefresh(refresh: Refresh, out: string, host: StageHost): Promise<string> {
  refuseIncomplete(refresh);
  mkdirSync(dirname(out), { recursive: true });
  sweepSideFolders(out);
  const side = makeSideFolder(out);
  try {
    const text = await writeParts(refresh, side, host);
    replaceFolder(side, out);
    return text;
  } catch (error) {
    rmSync(side, { recursive: true, force: true });
    throw error;
  }
}

async function writeParts(refresh: Refresh, side: string, host: StageHost): Promise<string> {
  const { name, former, full, experiment, ingest } = refresh;
  const parts = refreshedParts(side);
  const { appended } = await continueDataset(ingest, openDataset(former.dataset), parts.dataset, host);
  const counts = await extendTeachers(refresh, parts, host);
  const softTargets = former.teachers.map((teacher) => parts.softTargets(teacher.name));
  const train = async (folders: readonly string[], placeOf: (seed: number) => string, teachers: readonly string[]) => {
    const written: string[] = [];
    for (const folder of folders) {
      const out = placeOf(openModel(folder).manifest.meta.seed);
      await runRefreshStudent({ dataset: parts.dataset, softTargets: teachers, former: folder, out }, host);
      written.push(out);
    }
    return written;
  };
  const student = await train(former.students, parts.student, softTargets);
  const twin = await train(former.twins, parts.twin, []);
  const teacher = former.teachers.map(({ model }) => model);
  const folders = { dataset: parts.dataset, softTargets, teacher, student, twin, out: parts.evaluation };
  const { evaluate: config, combine } = experiment;
  const table = await runEvaluate({ name, config, combine, folders }, host);
  const seconds = { teacher: trainingSeconds(teacher), students: trainingSeconds([...full.students, ...full.twins]) };
  const spent = { models: student.length + twin.length, seconds: trainingSeconds([...student, ...twin]) };
  return `${table}\n\n${costSentence({ experiment: name, rows: appended.rows, ...counts, ...spent, full: seconds })}`;
}

async function extendTeachers(
  { former, softTargets }: Refresh,
  parts: ReturnType<typeof refreshedParts>,
  host: StageHost,
): Promise<Extension> {
  let sum = { copied: 0, labelled: 0 };
  for (const { name, model, softTargets: known } of former.teachers) {
    const folders = { dataset: parts.dataset, former: known, teacher: model, out: parts.softTargets(name) };
    const { copied, labelled } = await runExtendSoftTargets(softTargets.get(name) ?? ALL_SPLITS, folders, host);
    sum = { copied: sum.copied + copied, labelled: sum.labelled + labelled };
  }
  return sum;
}

/** Everything that a refresh goes on from must be there, and of one data set. @throws PipelineError REFRESH_INPUT_MISSING, REFRESH_TEACHER, REFRESH_BASE */
function refuseIncomplete({ name: experiment, former }: Refresh): void {
  const elsewhere = former.teachers.find(({ model }) => !isArtifact(model));
  if (elsewhere) throw new PipelineError('REFRESH_TEACHER', { teacher: elsewhere.name, folder: elsewhere.model });
  const needed = [former.dataset, ...former.teachers.map(({ softTargets }) => softTargets), ...former.twins];
  const folder = needed.find((one) => !isArtifact(one));
  if (folder !== undefined) throw new PipelineError('REFRESH_INPUT_MISSING', { folder, experiment });
  const { fingerprint } = openDataset(former.dataset);
  for (const student of [...former.students, ...former.twins]) {
    const { dataset } = openModel(student).description.provenance;
    if (dataset === fingerprint) continue;
    throw new PipelineError('REFRESH_BASE', {
      student,
      dataset: former.dataset,
      trainedOn: dataset,
      found: fingerprint,
      experiment,
    });
  }
}
