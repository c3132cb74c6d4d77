import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { PipelineError, splitMemberName } from '@tsdistill/contracts';
import type { BacktestFolders, DataAbout, ReportFolders } from '@tsdistill/report';
import { z } from 'zod';
import { DataAbout as DataAboutSection } from '../config-files/data-about';
import { artifactFolder, configFile, isArtifact, teacherModelFolder } from '../experiment-place';
import { refreshedParts, refreshFolder } from '../experiment-run';
import { refuseUnknownExperiment } from '../experiments';
import { readConfig } from '../read-config';

/** What the page of an experiment is made from. */
export interface ReportInputs {
  readonly folders: ReportFolders & { readonly tunings: readonly string[]; readonly backtest: BacktestFolders | null };
  readonly dataset: { readonly name: string; readonly about: DataAbout };
  /** "<name>/<file>" → text of each config behind the experiment. */
  readonly configs: Readonly<Record<string, string>>;
}

const List = z.array(z.string()).default([]);
/** As much of the configs as says where artifacts lie; settings are the stages' own matter. */
const ExperimentNames = z.object({ student: z.string(), teachers: List, placebos: List, compare: List });
const StudentNames = z.object({ dataset: z.string(), seeds: z.array(z.number()) });
const DatasetWords = z.object({ about: DataAboutSection.optional() });

/** @throws PipelineError EXPERIMENT_UNKNOWN, CONFIG_*, REPORT_INPUT_MISSING */
export function resolveReportInputs(name: string): ReportInputs {
  // The config of a member is that of its grid.
  const { experiment: grid } = splitMemberName(name);
  refuseUnknownExperiment(grid);
  const experiment = readConfig(configFile('experiment', grid), ExperimentNames);
  const { dataset, seeds } = readStudent(experiment.student);
  const present = (project: string, target: string) => {
    const folder = artifactFolder(project, target);
    if (isArtifact(folder)) return folder;
    throw new PipelineError('REPORT_INPUT_MISSING', { folder, experiment: name });
  };
  const each = (project: string, target: string, of: readonly number[]) =>
    of.map((seed) => present(project, `${target}-s${seed}`));
  const datasetFile = configFile('dataset', dataset);
  const files = [
    configFile('experiment', grid),
    configFile('student', experiment.student),
    ...experiment.teachers.map((teacher) => configFile('teacher', teacher)),
    datasetFile,
  ];
  return {
    folders: {
      evaluation: present(name, 'evaluate'),
      dataset: present(`dataset-${dataset}`, 'ingest'),
      softTargets: experiment.teachers.map((teacher) => present(`teacher-${teacher}`, 'soft-targets')),
      teacher: experiment.teachers.map(teacherModelFolder).filter(isArtifact),
      student: each(name, 'student-distill', seeds),
      twin: each(`student-${experiment.student}`, 'student-alone', seeds),
      placebos: experiment.placebos.map((placebo) => ({
        name: placebo,
        folders: each(name, `placebo-${placebo}`, seeds),
      })),
      rivals: experiment.compare.map((rival) => ({
        name: rival,
        folders: each(`student-${rival}`, 'student-alone', readStudent(rival).seeds),
      })),
      tunings: [`student-${experiment.student}`, name]
        .map((project) => artifactFolder(project, 'student-tune'))
        .filter(isArtifact),
      backtest: backtestOf(name, seeds),
    },
    dataset: { name: dataset, about: readConfig(datasetFile, DatasetWords).about ?? {} },
    configs: Object.fromEntries(files.map((file) => [titleOf(file), readFileSync(file, 'utf8').trimEnd()])),
  };
}

function backtestOf(name: string, seeds: readonly number[]): BacktestFolders | null {
  const folder = artifactFolder(name, 'backtest');
  const { student } = refreshedParts(refreshFolder(name));
  return isArtifact(folder) ? { folder, refreshed: seeds.map(student).filter(isArtifact) } : null;
}

const readStudent = (name: string) => readConfig(configFile('student', name), StudentNames);

const titleOf = (file: string): string => `${basename(dirname(file))}/${basename(file)}`;
