import { acceptCommand } from './accept';
import { backtestCommand } from './backtest';
import { checkCommand } from './check';
import { cleanCommand } from './clean';
import { diffCommand } from './diff';
import { driftCommand } from './drift';
import { engineCommand } from './engine';
import { evaluateCommand } from './evaluate';
import { evaluateGridCommand } from './evaluate-grid';
import { exportCommand } from './export';
import { forecastCommand } from './forecast';
import { importForecastsCommand } from './import-forecasts';
import { ingestCommand } from './ingest';
import { initCommand } from './init';
import { inspectCommand } from './inspect';
import { overviewCommand } from './overview';
import { refreshCommand } from './refresh';
import { reportCommand } from './report';
import { sizeCommand } from './size';
import { softTargetsCommand } from './soft-targets';
import { statusCommand } from './status';
import { studentDistillCommand } from './student-distill';
import { studentTuneCommand } from './student-tune';
import { tableCommand } from './table';
import { teacherTrainCommand } from './teacher-train';
import { tryCommand } from './try';
import { whyCommand } from './why';

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
  evaluateGridCommand,
  reportCommand,
  overviewCommand,
  sizeCommand,
  backtestCommand,
  driftCommand,
  refreshCommand,
  checkCommand,
  statusCommand,
  whyCommand,
  tableCommand,
  tryCommand,
  acceptCommand,
  diffCommand,
  cleanCommand,
  exportCommand,
  forecastCommand,
  engineCommand,
];
