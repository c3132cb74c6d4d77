import { engineCommand } from './engine';
import { evaluateCommand } from './evaluate';
import { exportCommand } from './export';
import { ingestCommand } from './ingest';
import { softTargetsCommand } from './soft-targets';
import { studentDistillCommand } from './student-distill';
import { tableCommand } from './table';
import { teacherTrainCommand } from './teacher-train';

/** Every command of the CLI; each declares its options and imports its work when it runs. */
export const COMMANDS = [
  ingestCommand,
  teacherTrainCommand,
  softTargetsCommand,
  studentDistillCommand,
  evaluateCommand,
  tableCommand,
  exportCommand,
  engineCommand,
];
