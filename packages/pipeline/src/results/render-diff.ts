import { formatCount, formatPercent, formatSignificant, formatSigned, levelText, plural } from '@tsdistill/contracts';
import { drawTable } from '@tsdistill/evaluate';
import { markdownTable } from '../markdown-table';
import type { ResultChange, Unit } from './compare-results';
import type { Pairing } from './pair-runs';

/** Two results side by side, with where each comes from. */
export interface ResultDiff {
  readonly title: string;
  readonly before: string;
  readonly now: string;
  /** Why they are not of the same data; empty when they are. */
  readonly warnings: readonly string[];
  readonly changes: readonly ResultChange[];
  /** Absent where one side is a commit, which holds no forecasts. */
  readonly pairing?: Pairing;
}

const NONE = '–';
const HEAD = ['', 'before', 'now', 'change', ''] as const;

/** For a terminal. */
export function renderDiff({ title, before, now, warnings, changes, pairing }: ResultDiff): string {
  const rows = changes.map(cellsOf);
  const columns = HEAD.map((head, column) => ({ title: head, cells: rows.map((cells) => cells[column] ?? '') }));
  return [
    `${title}: ${before} → ${now}`,
    ...warnings.map((warning) => `not to be compared number by number: ${warning}`),
    drawTable(columns),
    ...summaryOf(changes, pairing),
  ].join('\n');
}

/** For a pull request or the summary of a CI run. */
export function renderDiffMarkdown({ title, before, now, warnings, changes, pairing }: ResultDiff): string {
  return [
    ...[`### ${title}`, '', `${before} → ${now}`, ''],
    ...warnings.flatMap((warning) => [`**Not to be compared number by number:** ${warning}`, '']),
    markdownTable(HEAD, changes.map(cellsOf), ['left', 'right', 'right', 'right', 'left']),
    ...summaryOf(changes, pairing).flatMap((sentence) => ['', sentence]),
  ].join('\n');
}

function cellsOf({ what, unit, before, now, change, isBeyond, paired }: ResultChange): readonly string[] {
  const show = ({ value, interval }: ResultChange['before']) => {
    if (typeof value === 'string') return value;
    if (value === null) return NONE;
    return FORMATS[unit](value) + rangeText(interval, FORMATS[unit]);
  };
  const shown = [show(before), show(now)];
  const mark = isSure(paired) ? 'sure' : isBeyond === true ? 'beyond' : '';
  return [what, ...shown, changeText(unit, change, shown[0] === shown[1]) + rangeText(paired, formatSigned), mark];
}

/** " (−1.2 … +0.4 %)": the unit stands once. */
function rangeText(interval: ResultChange['paired'], format: (value: number) => string): string {
  if (interval === null) return '';
  return ` (${format(interval.lower).replace(/ %$/, '')} … ${format(interval.upper)})`;
}

/** Whether a paired interval leaves no doubt about the direction. */
const isSure = (paired: ResultChange['paired']): boolean => paired !== null && (paired.lower > 0 || paired.upper < 0);

function changeText(unit: Unit, change: number | null, looksEqual: boolean): string {
  if (change === null) return looksEqual ? '' : 'changed';
  if (change === 0) return '';
  return formatSigned(change) + (unit === 'signed' || unit === 'fraction-points' ? ' points' : '');
}

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  count: formatCount,
  kilobytes: (bytes) => formatSignificant(bytes / 1000),
  loss: (loss) => (loss < 10 ? loss.toFixed(4) : formatSignificant(loss)),
  fraction: formatPercent,
  'fraction-points': formatPercent,
  signed: formatSigned,
};

function summaryOf(changes: readonly ResultChange[], pairing: Pairing | undefined): readonly string[] {
  if (pairing === undefined) return [overlapSentence(changes)];
  if (pairing.kind === 'unpaired') return [`Not paired: ${pairing.reason}.`, overlapSentence(changes)];
  if (changes.every(({ before, now }) => before.value === now.value)) return [overlapSentence(changes)];
  const hasBeyond = changes.some(({ isBeyond }) => isBeyond === true);
  return [pairedSentence(changes, pairing.evaluations), ...(hasBeyond ? [overlapSentence(changes)] : [])];
}

/** What is sure of the differences of errors. */
function pairedSentence(
  changes: readonly ResultChange[],
  { windowCount, level, changes: compared }: Extract<Pairing, { kind: 'paired' }>['evaluations'],
): string {
  const basis = `paired over ${plural(windowCount, 'window')}`;
  if (compared.length === 0) return 'Students and twins are the same models in both.';
  const paired = changes.filter((change) => change.paired !== null);
  if (paired.length === 0) return `No interval of a difference: ${basis}, which are too few.`;
  const sure = paired.filter((change) => isSure(change.paired)).map(({ what }) => what);
  if (sure.length > 0) return `Sure by the ${levelText(level)} of the difference, ${basis}: ${sure.join(', ')}.`;
  return `No difference of errors is sure: the ${levelText(level)} of each holds 0, ${basis}.`;
}

function overlapSentence(changes: readonly ResultChange[]): string {
  const beyond = changes.filter(({ isBeyond }) => isBeyond === true).map(({ what }) => what);
  if (beyond.length > 0) return `Beyond their intervals, which do not overlap: ${beyond.join(', ')}.`;
  const isSame = changes.every(({ before, now }) => before.value === now.value);
  if (isSame) return 'Nothing changed.';
  return changes.some(({ isBeyond }) => isBeyond !== null)
    ? 'No difference is beyond the intervals: they overlap everywhere.'
    : 'Nothing says whether a difference is more than chance: no value has an interval on both sides.';
}
