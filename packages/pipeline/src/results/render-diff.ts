import { formatCount, formatPercent, formatSignificant, formatSigned } from '@tsdistill/contracts';
import { drawTable } from '@tsdistill/evaluate';
import { markdownTable } from '../markdown-table';
import type { ResultChange, Unit } from './compare-results';

/** Two results side by side, with where each comes from. */
export interface ResultDiff {
  readonly title: string;
  readonly before: string;
  readonly now: string;
  /** Why they are not of the same data; empty when they are. */
  readonly warnings: readonly string[];
  readonly changes: readonly ResultChange[];
}

const NONE = '–';
const HEAD = ['', 'before', 'now', 'change', ''] as const;

/** For a terminal. */
export function renderDiff({ title, before, now, warnings, changes }: ResultDiff): string {
  const rows = changes.map(cellsOf);
  const columns = HEAD.map((head, column) => ({ title: head, cells: rows.map((cells) => cells[column] ?? '') }));
  return [
    `${title}: ${before} → ${now}`,
    ...warnings.map((warning) => `not to be compared number by number: ${warning}`),
    drawTable(columns),
    summaryOf(changes),
  ].join('\n');
}

/** For a pull request or the summary of a CI run. */
export function renderDiffMarkdown({ title, before, now, warnings, changes }: ResultDiff): string {
  return [
    ...[`### ${title}`, '', `${before} → ${now}`, ''],
    ...warnings.flatMap((warning) => [`**Not to be compared number by number:** ${warning}`, '']),
    markdownTable(HEAD, changes.map(cellsOf), ['left', 'right', 'right', 'right', 'left']),
    ...['', summaryOf(changes)],
  ].join('\n');
}

function cellsOf({ what, unit, before, now, change, isBeyond }: ResultChange): readonly string[] {
  const show = ({ value, interval }: ResultChange['before']) => {
    if (typeof value === 'string') return value;
    if (value === null) return NONE;
    const range = interval === null ? '' : ` (${FORMATS[unit](interval.lower)} … ${FORMATS[unit](interval.upper)})`;
    return FORMATS[unit](value) + range;
  };
  const shown = [show(before), show(now)];
  return [what, ...shown, changeText(unit, change, shown[0] === shown[1]), isBeyond === true ? 'beyond' : ''];
}

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

function summaryOf(changes: readonly ResultChange[]): string {
  const beyond = changes.filter(({ isBeyond }) => isBeyond === true).map(({ what }) => what);
  if (beyond.length > 0) return `Beyond their intervals, which do not overlap: ${beyond.join(', ')}.`;
  const isSame = changes.every(({ before, now }) => before.value === now.value);
  if (isSame) return 'Nothing changed.';
  return changes.some(({ isBeyond }) => isBeyond !== null)
    ? 'No difference is beyond the intervals: they overlap everywhere.'
    : 'Nothing says whether a difference is more than chance: no value has an interval on both sides.';
}
