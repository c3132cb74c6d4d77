import { PipelineError, type StageHost } from '@tsdistill/contracts';
import { withScratchFolder } from '../policies/scratch-folder';
import { withDatabase } from '../source/database';
import { findFiles, type SourceFile } from '../source/source-files';
import type { Inspection } from './inspection';
import { inspectColumns } from './inspect-columns';
import { inspectRows } from './inspect-rows';
import { type InspectionContext, RATIO } from './inspection-context';
import { joinProblems } from './join-problems';
import { listGiven } from './list-given';
import { parseSection } from './parse-section';
import type { GivenSettings } from './suggest-section';
import { tryIngest } from './try-ingest';

/**
 * Looks at a file as a whole: what it is, everything that is wrong with it, and a section `ingest` that was tried on it.
 *
 * Nothing is left behind. What cannot be looked at because of a problem (an unreadable file, dates that nobody can read) is absent.
 *
 * @param files a path or a pattern, as in `ingest.files`
 * @param set settings of section `ingest` that stand above every guess; a list of one may be given as a word
 * @throws PipelineError CONFIG_* when `set` is no part of a section, those of `findFiles`; all other problems are in the result
 */
export async function inspectFile(files: string, set: GivenSettings, host: StageHost): Promise<Inspection> {
  const given = listGiven(set);
  parseSection({ ...EXAMPLE, ...given });
  const found = findFiles(files);
  return withScratchFolder(host.workFolder, (folder) =>
    withDatabase(folder, (connection) => inspectAll(files, found, { connection, folder, host, given }), MEMORY_LIMIT),
  );
}

/** Steps are found by sorting all times of a panel, which spills to disk beyond it: sorting in 1 GB takes as long. */
const MEMORY_LIMIT = '600MB';

/** A section that is right without what is given: which columns hold the times and the series is guessed, under names that no file has. */
const COLUMNS = { timestamp: '\0time', series: '\0series' };
const EXAMPLE = { files: 'file.csv', ...COLUMNS, frequency: 'P1D', season: 7, horizon: 1, split: RATIO };

async function inspectAll(
  files: string,
  [file]: readonly SourceFile[],
  context: InspectionContext,
): Promise<Inspection> {
  let known = emptyInspection(files);
  if (!file) return known;
  try {
    known = { ...known, format: file.gzip ? 'csv.gz' : file.format, byteCount: file.byteCount };
    const columns = await inspectColumns(file, files, context);
    known = { ...known, ...columns.facts };
    const rows = await inspectRows(columns, context);
    known = { ...known, ...rows };
    // Where nothing can be suggested, ingest itself says why.
    const trial = await tryIngest(
      rows.suggestion ?? { season: 1, horizon: 1, split: RATIO, ...columns.section },
      context,
    );
    const problems = trial.problem ? joinProblems(rows.problems, trial.problem) : rows.problems;
    return {
      ...known,
      problems,
      notes: [...known.notes, ...trial.notes],
      ...(trial.covariates && { covariates: trial.covariates }),
      isReady: !trial.problem && rows.suggestion !== undefined,
    };
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return { ...known, problems: joinProblems(known.problems, error), isReady: false };
  }
}

function emptyInspection(file: string): Inspection {
  return {
    file,
    format: 'csv',
    byteCount: 0,
    dialect: {},
    rowCount: 0,
    columns: [],
    seasons: [],
    notes: [],
    problems: [],
    isReady: false,
  };
}
