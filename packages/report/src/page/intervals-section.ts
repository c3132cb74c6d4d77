import { type EvaluationSummary, formatPercent, plural } from '@tsdistill/contracts';
import {
  type ChannelCoverage,
  coverageByChannel,
  coverageHeight,
  intervalsByStep,
  levelName,
} from '../charts/interval-charts';
import { type Coverage, type MeasuredLevel, measuredLevels } from '../facts/measured-intervals';
import { numberText } from './errors-section';
import { figure, figures, plainTable, scrolling, section } from './figure';
import type { Html } from './html';

/** More channels than this are not read. */
const MOST_CHANNELS = 24;

/** Whether the student's intervals hold what they promise; nothing where the evaluation has none. */
export function intervalsSection({ intervals, split, channels }: EvaluationSummary): Html | false {
  if (intervals === undefined) return false;
  const student = measuredLevels(intervals, 'student');
  const widest = student.at(-1);
  const counts = `${plural(intervals.validationWindows, 'validation window')}, measured on ${plural(intervals.testWindows, `${split} window`)}`;
  return section({
    id: 'intervals',
    title: 'Do its intervals hold what they promise?',
    lead: `Split-conformal intervals around the forecasts: calibrated on ${counts}. Beside them the same calibrated anew at every origin, on the newest windows whose truth is known by then. Means over seeds.`,
    content: [
      scrolling('Coverage of the intervals', coverageTable(student, measuredLevels(intervals, 'twin'))),
      figures(
        stepFigure('coverage', student),
        widest !== undefined && channelFigure(widest, channels),
        stepFigure('width', student),
      ),
    ],
  });
}

function coverageTable(student: readonly MeasuredLevel[], twin: readonly MeasuredLevel[]): Html {
  const rowsOf = (role: string, levels: readonly MeasuredLevel[]) =>
    levels.map(({ level, fixed, rolling }) => [`${role}, ${levelName(level)}`, ...texts(fixed), ...texts(rolling)]);
  return plainTable('Share of the truths inside the intervals, and mean width', {
    head: [
      'interval',
      'from validation: inside',
      'width, standardized',
      'anew each time: inside',
      'width, standardized',
    ],
    rows: [...rowsOf('student', student), ...rowsOf('twin', twin)],
  });
}

const texts = ({ coverage, width }: Coverage): readonly (string | null)[] => [shareText(coverage), widthText(width)];
const shareText = (share: number | null): string | null => (share === null ? null : formatPercent(share));
const widthText = (width: number | null): string | null => (width === null ? 'no bound' : numberText(width));

const STEP_WORDS = {
  coverage: {
    title: 'Coverage by horizon step',
    description: 'Share of the truths inside the student’s intervals from validation. Dashed: what each promises.',
  },
  width: {
    title: 'Width by horizon step',
    description: 'Mean width of the student’s intervals from validation: what the promise costs.',
  },
} as const;

function stepFigure(what: keyof Coverage, levels: readonly MeasuredLevel[]): Html {
  const text = what === 'coverage' ? shareText : widthText;
  return figure({
    ...{ id: `interval-${what}`, ...STEP_WORDS[what] },
    option: intervalsByStep(levels, what),
    table: {
      head: ['step', ...levels.map(({ level }) => levelName(level))],
      rows: (levels[0]?.perStep ?? []).map((_, step) => [
        `${step + 1}`,
        ...levels.map(({ perStep }) => text(perStep[step]?.[what] ?? null)),
      ]),
    },
  });
}

function channelFigure({ level, perChannel }: MeasuredLevel, names: readonly string[]): Html | false {
  const all = farthestFirst(perChannel, names, level);
  if (all.length === 0) return false;
  const shown = all.slice(0, MOST_CHANNELS);
  const rest = all.length > shown.length ? ` The ${shown.length} farthest of ${all.length}.` : '';
  return figure({
    id: 'interval-channels',
    title: `Coverage of ${levelName(level)} by channel`,
    description: `The channel farthest from its promise first; from validation.${rest}`,
    option: coverageByChannel(shown, level),
    height: coverageHeight(shown.length),
    table: {
      head: ['channel', 'inside'],
      rows: all.map(({ name, coverage }) => [name, shareText(coverage)]),
    },
  });
}

/** Channels without a truth are left out. */
export function farthestFirst(
  perChannel: readonly Coverage[],
  names: readonly string[],
  level: number,
): readonly ChannelCoverage[] {
  const known = perChannel.flatMap(({ coverage }, index) =>
    coverage === null ? [] : [{ name: names[index] ?? '', coverage }],
  );
  const distance = ({ coverage }: ChannelCoverage) => Math.abs(coverage - level);
  return known.sort((left, right) => distance(right) - distance(left));
}
