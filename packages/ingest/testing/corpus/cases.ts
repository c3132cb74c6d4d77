import { CLOCK_CASES } from './clocks';
import type { CorpusCase } from './corpus-case';
import { ENCODING_CASES } from './encodings';
import { FILE_CASES, FORMAT_CASES, MANY_CASES } from './files';
import { LINE_CASES } from './lines';
import { NUMBER_CASES } from './numbers';
import { PANEL_CASES, ROLE_CASES } from './panels';
import { DIALECT_CASES } from './dialects';
import { QUERY_CASES } from './queries';
import { SPREADSHEET_CASES } from './spreadsheets';
import { STEP_CASES } from './steps';
import { TIME_CASES } from './times';

/** Small malformed or odd files, and exactly what becomes of each. */
export const CORPUS: readonly CorpusCase[] = [
  ...ENCODING_CASES,
  ...LINE_CASES,
  ...DIALECT_CASES,
  ...NUMBER_CASES,
  ...TIME_CASES,
  ...CLOCK_CASES,
  ...STEP_CASES,
  ...FILE_CASES,
  ...FORMAT_CASES,
  ...MANY_CASES,
  ...QUERY_CASES,
  ...SPREADSHEET_CASES,
  ...PANEL_CASES,
  ...ROLE_CASES,
];
