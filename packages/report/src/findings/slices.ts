import { fixedStepMs, type DatasetMeta } from '@tsdistill/contracts';
import type { WindowData } from '@tsdistill/forecasting';
import type { ScoredWindow } from './scored-windows';
import { squaredErrorsOf } from './squared-errors-of';
import { type ClockFace, clockFaces } from './clock-faces';

/** Squared errors of one part of the scored elements; mse standardized, of students and twins the mean over seeds. */
export interface Slice {
  /** "channel", "hour", … */
  readonly dimension: string;
  readonly value: string;
  /** Elements: window × step × channel. */
  readonly count: number;
  readonly student: number;
  readonly twin: number;
  readonly teacher: number;
}

/** A way to cut the elements apart: `indexOf` says which of `values` an element belongs to. */
interface Dimension {
  readonly name: string;
  readonly values: readonly string[];
  indexOf(element: Element): number;
}

interface Element {
  readonly series: number;
  readonly step: number;
  readonly channel: number;
  /** Row of the concatenated series. */
  readonly row: number;
  readonly truth: number;
}

const DAY_MS = 86_400_000;
const STEP_BLOCKS = 4;

/** Cuts the squared errors by channel, series, step, time of day and week or month, and level of the truth. */
export function createSlices(data: WindowData) {
  const { meta } = data.dataset.manifest;
  const width = meta.channels.target.length;
  const dimensions = dimensionsOf(data);
  const sums = dimensions.map(({ values }) => values.map(() => ({ count: 0, student: 0, twin: 0, teacher: 0 })));
  return {
    add(window: ScoredWindow): void {
      const first = (data.offsets[window.series] ?? 0) + window.origin;
      for (let i = 0; i < window.truth.length; i++) {
        if (window.observed?.[i] === 0) continue;
        const [step, channel] = [Math.floor(i / width), i % width];
        const element = { series: window.series, step, channel, row: first + step, truth: window.truth[i] ?? NaN };
        const errors = squaredErrorsOf(window, i);
        dimensions.forEach((dimension, d) => {
          const sum = sums[d]?.[dimension.indexOf(element)];
          if (sum === undefined) return;
          sum.count += 1;
          sum.student += errors.student;
          sum.twin += errors.twin;
          sum.teacher += errors.teacher;
        });
      }
    },
    result(): Slice[] {
      return dimensions.flatMap(({ name, values }, d) =>
        values.flatMap((value, v) => {
          const { count = 0, student = 0, twin = 0, teacher = 0 } = sums[d]?.[v] ?? {};
          if (count === 0) return [];
          return [
            { dimension: name, value, count, student: student / count, twin: twin / count, teacher: teacher / count },
          ];
        }),
      );
    },
  };
}

function dimensionsOf(data: WindowData): readonly Dimension[] {
  const { meta } = data.dataset.manifest;
  const stepMs = fixedStepMs(meta.frequency) ?? Infinity;
  const faces = clockFaces(data.timestamp, meta.timezone);
  const clock = (name: string, values: readonly string[], pick: (face: ClockFace) => number): Dimension => ({
    name,
    values,
    indexOf: ({ row }) => pick(faces(row)),
  });
  return [
    { name: 'channel', values: meta.channels.target, indexOf: ({ channel }) => channel },
    ...(meta.series.length > 1
      ? [{ name: 'series', values: meta.series.map(({ id }) => id), indexOf: ({ series }: Element) => series }]
      : []),
    stepBlocks(meta),
    ...(stepMs < DAY_MS ? [clock('hour', HOURS, ({ hour }) => hour)] : []),
    ...(stepMs <= DAY_MS ? [clock('weekday', WEEKDAYS, ({ weekday }) => weekday)] : []),
    ...(stepMs >= DAY_MS ? [clock('month', MONTHS, ({ month }) => month)] : []),
    ...(meta.scaler.kind === 'standard' ? [levels()] : []),
  ];
}

const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** The horizon in four blocks, or step by step where it is short. */
function stepBlocks({ horizon }: DatasetMeta): Dimension {
  const length = Math.ceil(horizon / STEP_BLOCKS);
  const blocks = Array.from({ length: Math.ceil(horizon / length) }, (_, block) => {
    const [from, to] = [block * length + 1, Math.min(horizon, (block + 1) * length)];
    return from === to ? `${from}` : `${from}–${to}`;
  });
  return { name: 'step', values: blocks, indexOf: ({ step }) => Math.floor(step / length) };
}

const LEVELS = [-1, 0, 1, 2];

/** The truth in standard deviations of the train rows around their mean. */
function levels(): Dimension {
  const values = ['below −1 sd', '−1 … 0 sd', '0 … 1 sd', '1 … 2 sd', 'above 2 sd'];
  return { name: 'level', values, indexOf: ({ truth }) => LEVELS.filter((border) => truth >= border).length };
}
