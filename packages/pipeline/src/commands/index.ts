import { checkCommand } from './check';
import { engineCommand } from './engine';
import { evaluateCommand } from './evaluate';
import { exportCommand } from './export';
import { importForecastsCommand } from './import-forecasts';
import { ingestCommand } from './ingest';
import { initCommand } from './init';
import { inspectCommand } from './inspect';
import { overviewCommand } from './overview';
import { reportCommand } from './report';
import { sizeCommand } from './size';
import { softTargetsCommand } from './soft-targets';
import { studentDistillCommand } from './student-distill';
import { studentTuneCommand } from './student-tune';
import { tableCommand } from './table';
import { teacherTrainCommand } from './teacher-train';

/** Every command of the CLI; each declares its options and imports its work when it runs. */
export const COMMANDS = [
  inspectCommand,
  initCommand,
  ingestCommand,
  teacherTrainCommand,
  softTargetsCommand,
  importForecastsCommand,
  studentTuneCommand,
  studentDistillCommand,
  evaluateCommand,
  reportCommand,
  overviewCommand,
  sizeCommand,
  checkCommand,
  tableCommand,
  exportCommand,
  engineCommand,
];
