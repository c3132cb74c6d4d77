import { PipelineError } from '@tsdistill/contracts';
import type { IngestSection, Inspection } from '@tsdistill/ingest';
import { chooseStudent, chooseTeacher } from './choose-models';

/** A config file to write; its path is relative to the workspace root. */
export interface PlannedConfig {
  readonly file: string;
  readonly content: unknown;
}

/** Names become folders, Nx projects and words of a command line. */
const NAME = /^[a-z0-9][a-z0-9._-]*$/;
/** Projects of data sets, teachers and students are called by their kind and name. */
const KIND_PREFIX = /^(dataset|teacher|student)-/;

/** The name of a file as that of an experiment: `My Shop.csv.gz` → `my-shop`. */
export function nameOfFile(file: string): string {
  const base = file.replace(/^.*[/\\]/, '').replace(/(\.(csv|tsv|txt|parquet|gz))+$/i, '');
  return base
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
}

/** @throws PipelineError CONFIG_NAME, INIT_NAME_TAKEN when it is no name, or looks like that of a data set, teacher or student */
export function refuseName(name: string): void {
  if (!NAME.test(name)) throw new PipelineError('CONFIG_NAME', { file: '--name', name });
  const kind = KIND_PREFIX.exec(name)?.[1];
  if (kind !== undefined) throw new PipelineError('INIT_NAME_TAKEN', { name, taken: `a ${kind}` });
}

/** Data set, teacher, student and experiment, in the order in which they are made from each other. */
export function planConfigs(name: string, section: IngestSection, inspection: Inspection): readonly PlannedConfig[] {
  const { columns, series, rowCount, covariates } = inspection;
  const size = {
    channelCount: section.targets?.length ?? columns.filter(({ role }) => role === 'target').length,
    rowCount: Math.floor(rowCount / (series?.count ?? 1)),
    season: section.season,
    horizon: section.horizon,
    covariates,
  };
  const [teacher, student] = [`${name}-big`, `${name}-small`];
  return [
    { file: `data/configs/datasets/${name}/dataset.json`, content: { ingest: section } },
    {
      file: `data/configs/teachers/${teacher}/teacher.json`,
      content: { dataset: name, 'teacher-train': chooseTeacher(size) },
    },
    {
      file: `data/configs/students/${student}/student.json`,
      content: { dataset: name, seeds: [0, 1, 2], student: chooseStudent(size) },
    },
    {
      file: `data/configs/experiments/${name}/experiment.json`,
      content: { student, teachers: [teacher], distillation: { alpha: 0.5 } },
    },
  ];
}
