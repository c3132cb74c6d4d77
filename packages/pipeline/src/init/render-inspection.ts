import { plural } from '@tsdistill/contracts';
import type { ColumnFacts, Inspection, Problem } from '@tsdistill/ingest';

/** Columns that are listed one by one; of more the first. */
const COLUMN_LIMIT = 40;

/** What a person reads of an inspection: facts, notes, problems, and the section that is suggested. */
export function renderInspection(inspection: Inspection): string {
  const { file, rowCount, notes, problems, suggestion } = inspection;
  const facts = factsOf(inspection).filter(([, text]) => text !== undefined);
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  return [
    `${file}: ${inspection.format}, ${sizeOf(inspection.byteCount)}, ${plural(rowCount, 'row')}`,
    ...facts.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ...renderColumns(inspection.columns),
    ...notes.map((note) => `  note: ${note}`),
    ...problems.flatMap(renderProblem),
    ...(suggestion === undefined
      ? []
      : ['  suggested section `ingest`:', indent(JSON.stringify(suggestion, null, 2), 4)]),
  ].join('\n');
}

function factsOf(inspection: Inspection): readonly (readonly [name: string, text: string | undefined])[] {
  const { dialect, layout, seriesColumn, series, time, span, step, gaps, duplicates, seasons } = inspection;
  const settings = Object.entries(dialect).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const lengths =
    series &&
    `${series.count} series of ${rangeOf(series.shortest, series.longest)} ${series.longest === 1 ? 'row' : 'rows'}`;
  return [
    ['dialect', settings.length > 0 ? settings.join(', ') : undefined],
    ['layout', layout === 'long' ? `long: "${seriesColumn ?? ''}" names the series; ${lengths ?? ''}` : layout],
    [
      'timestamp',
      time &&
        `"${time.column}", ${time.format ?? 'ISO 8601'} (${time.fitCount} of ${plural(inspection.rowCount, 'row')})`,
    ],
    ['span', span?.join(' … ')],
    [
      'step',
      step &&
        [
          `${step.frequency} (${percent(step.share)})`,
          ...step.others.map(({ name, count }) => `${name} ${count}×`),
        ].join(', '),
    ],
    [
      'gaps',
      gaps && `${gaps.count} (${plural(gaps.missingRows, 'row')} ${gaps.missingRows === 1 ? 'is' : 'are'} missing)`,
    ],
    [
      'duplicates',
      duplicates && `${duplicates.count} (${plural(duplicates.conflictingCount, 'time')} with other values)`,
    ],
    [
      'seasons',
      seasons.length > 0
        ? seasons
            .map(({ name, lag, score }) => `${name} = ${plural(lag, 'step')}, score ${score.toFixed(2)}`)
            .join('; ') + '; seen from 0.2 on'
        : undefined,
    ],
  ];
}

function renderColumns(columns: readonly ColumnFacts[]): readonly string[] {
  const shown = columns.slice(0, COLUMN_LIMIT).map((column) => ({ ...column, name: shorten(column.name) }));
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  const more = columns.length > COLUMN_LIMIT ? [`    … ${plural(columns.length - COLUMN_LIMIT, 'more column')}`] : [];
  return [...shown.map((column) => `    ${column.name.padEnd(width)}  ${columnText(column)}`), ...more];
}

function columnText({ role, filledCount, missingCount, min, max, outlierCount }: ColumnFacts): string {
  const range = min === undefined || max === undefined ? '' : `, ${shortNumbers([min, max]).join(' … ')}`;
  const outliers = outlierCount ? `, ${plural(outlierCount, 'outlier')}` : '';
  return `${role}: ${plural(filledCount, 'value')}, ${missingCount} missing${range}${outliers}`;
}

function renderProblem({ code, message, hint, mendedBy }: Problem): readonly string[] {
  if (mendedBy !== undefined) return [`  mended by ${mendedBy}: ${code}: ${message}`];
  return [`  problem: ${code}: ${message}`, `    ${hint}`];
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, ' '.repeat(by));
}

const NAME_LIMIT = 40;
const shorten = (name: string) => (name.length <= NAME_LIMIT ? name : `${name.slice(0, NAME_LIMIT - 1)}…`);
const percent = (share: number) => `${Number((100 * share).toFixed(1))} % of the steps`;
const rangeOf = (least: number, most: number) => (least === most ? `${least}` : `${least} to ${most}`);

/** Digits that are shown, that a float32 has, and that tell any two of them apart. */
const DIGITS = { usual: 5, certain: 7, all: 9 };

/** Two ends of a range with as many digits as tell them apart, and show how far apart they are. */
export function shortNumbers([min, max]: readonly [number, number]): readonly [string, string] {
  const write = (digits: number) =>
    [min, max].map((value) => `${Number(value.toPrecision(digits))}`) as [string, string];
  const needed = Math.ceil(Math.log10(Math.max(Math.abs(min), Math.abs(max)) / (max - min))) + 3;
  const digits = min === max ? DIGITS.usual : Math.min(DIGITS.certain, Math.max(DIGITS.usual, needed));
  const shown = write(digits);
  return min !== max && shown[0] === shown[1] ? write(DIGITS.all) : shown;
}

function sizeOf(byteCount: number): string {
  if (byteCount < 1e3) return `${byteCount} bytes`;
  return byteCount < 1e6 ? `${(byteCount / 1e3).toFixed(1)} kB` : `${(byteCount / 1e6).toFixed(1)} MB`;
}
