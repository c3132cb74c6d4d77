import { formatWallTime, type PipelineError, smallest } from '@tsdistill/contracts';
import { countConflicts, seriesLengths } from './count-rows';
import { chooseSeason } from './find-seasons';
import type { ColumnInspection } from './inspect-columns';
import { type InspectionContext, RATIO } from './inspection-context';
import type { ColumnFacts, IngestSection, Inspection, Problem } from './inspection';
import { describeProblem, MENDS } from './join-problems';
import type { ValueMeasures } from './measure-values';
import { parseSection } from './parse-section';
import { splitDates, usualHorizon } from './plan-horizon';
import { suggestSection } from './suggest-section';
import { type RowSurvey, surveyRows } from './survey-rows';

type RowFacts = Partial<Inspection> & { readonly problems: readonly Problem[] };

/** Reads and measures all rows, and suggests a section where the times are understood. */
export async function inspectRows(columns: ColumnInspection, context: InspectionContext): Promise<RowFacts> {
  const { cells, times, section, isSure } = columns;
  const isPanel = times.seriesIndex !== undefined;
  const lengths = isPanel
    ? await seriesLengths(context.connection, cells.rows, times.series)
    : [columns.facts.rowCount];
  const read = (horizon: number) =>
    surveyRows(parseSection({ season: 1, horizon, split: RATIO, ...section }), isSure, context);
  const survey = await read(1);
  const { found, measures } = survey;
  const series = { count: lengths.length, shortest: lengths[0] ?? 0, longest: lengths.at(-1) ?? 0 };
  if (!isSure || !measures || survey.series.length === 0)
    return { series, problems: found.problems().map((problem) => describeProblem(problem)) };

  const conflictingCount = found.duplicateCount() > 0 ? await countConflictsOf(columns, survey.targets, context) : 0;
  const median = lengths[lengths.length >> 1] ?? 0;
  const suggestion = suggest(columns, survey, { median, conflictingCount }, context);
  return {
    series,
    span: spanOf(survey),
    gaps: found.gaps(),
    duplicates: { count: found.duplicateCount(), conflictingCount },
    seasons: measures.seasons,
    columns: columns.facts.columns.map((column) => withMeasures(column, survey.targets, measures)),
    problems: (await problemsAt(suggestion?.horizon, survey, read)).map((one) => describeProblem(one, suggestion)),
    ...(suggestion && { suggestion }),
  };
}

/** How far covariates must be known is a matter of the horizon, and that is suggested from rows that were read with one of 1. */
async function problemsAt(
  horizon: number | undefined,
  { found }: RowSurvey,
  read: (horizon: number) => Promise<RowSurvey>,
): Promise<readonly PipelineError[]> {
  const problems = found.problems();
  if (horizon === undefined || problems.every(({ code }) => code !== 'KNOWN_TOO_SHORT')) return problems;
  return (await read(horizon)).found.problems();
}

function countConflictsOf(
  { cells, times }: ColumnInspection,
  targets: readonly string[],
  { connection }: InspectionContext,
): Promise<number> {
  const values = targets.map((name) => `k${cells.names.indexOf(name)}`);
  return countConflicts(connection, cells.rows, `${times.series}, ${times.time}`, values);
}

function suggest(
  { section, facts }: ColumnInspection,
  survey: RowSurvey,
  { median, conflictingCount }: { readonly median: number; readonly conflictingCount: number },
  { given }: InspectionContext,
): IngestSection | undefined {
  const { found, step, toLocal, measures } = survey;
  const known = knownSteps(survey);
  const usual = Math.min(known, usualHorizon(step, median - (known === Infinity ? 0 : known)));
  const horizon = typeof given['horizon'] === 'number' ? given['horizon'] : usual;
  const split = splitDates(observedSpansOf(survey), step, horizon, toLocal);
  if (!split) return undefined;
  const codes = found.problems().map(({ code }) => code);
  const guess = {
    season: chooseSeason(measures?.seasons ?? []),
    horizon,
    split,
    rowCount: facts.rowCount,
    hasMissing: codes.some((code) => MENDS[code] === 'missing'),
    hasCopies: found.duplicateCount() > 0 && conflictingCount === 0,
  };
  return suggestSection(section, guess, given);
}

/** Steps behind the last target in which covariates are known, of the series that has the fewest; Infinity where nothing is known ahead. */
function knownSteps({ series }: RowSurvey): number {
  const counts = series.map(({ rowCount, observedRowCount }) => rowCount - observedRowCount);
  return smallest(counts.filter((count) => count > 0));
}

function spansOf({ series }: RowSurvey) {
  return series.flatMap(({ startMs, endMs }) => (Number.isNaN(startMs) ? [] : [{ startMs, endMs }]));
}

/** Up to the last target: splits hold no rows behind it. */
function observedSpansOf({ series }: RowSurvey) {
  return series.flatMap(({ startMs, observedEndMs }) =>
    Number.isNaN(startMs) ? [] : [{ startMs, endMs: observedEndMs }],
  );
}

function spanOf(survey: RowSurvey): readonly [string, string] {
  const spans = spansOf(survey);
  const startMs = spans.reduce((least, span) => Math.min(least, span.startMs), Infinity);
  const endMs = spans.reduce((most, span) => Math.max(most, span.endMs), -Infinity);
  return [formatWallTime(survey.toLocal(startMs)), formatWallTime(survey.toLocal(endMs))];
}

function withMeasures(column: ColumnFacts, targets: readonly string[], measures: ValueMeasures): ColumnFacts {
  const measure = measures.targets[targets.indexOf(column.name)];
  return measure === undefined ? column : { ...column, ...measure };
}
