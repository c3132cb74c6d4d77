import { formatCount } from '@tsdistill/contracts';

/** @file What all charts share: text, axes, margins. Colours are the page's CSS variables, see page/style.ts. */

const FONT = 'system-ui, sans-serif';
const LABEL = { color: 'var(--quiet)', fontFamily: FONT, fontSize: 11 } as const;

export const INK_LABEL = { color: 'var(--ink)', fontFamily: FONT, fontSize: 11 } as const;

export const GRID = { left: 52, right: 14, top: 14, bottom: 44 } as const;

export const LEGEND = {
  top: 0,
  left: 0,
  itemWidth: 16,
  itemHeight: 9,
  itemGap: 18,
  textStyle: { ...INK_LABEL },
} as const;

/** For lines: a bar of their colour. */
export const LINE_LEGEND = { ...LEGEND, icon: 'rect', itemHeight: 3 } as const;

interface AxisText {
  readonly name: string;
  /** Pixels between the axis and its name. */
  readonly gap?: number;
}

const line = { lineStyle: { color: 'var(--rule)' } } as const;

function axis({ name, gap = 28 }: AxisText) {
  return {
    name,
    nameLocation: 'middle',
    nameGap: gap,
    nameTextStyle: { ...LABEL },
    axisLine: { show: true, ...line },
    axisTick: { show: false },
    splitLine: line,
    axisLabel: { ...LABEL, hideOverlap: true },
  } as const;
}

export function valueAxis(
  text: AxisText,
  range: { min?: number; max?: number; format?: (value: number) => string } = {},
) {
  const { format, ...limits } = range;
  const base = axis(text);
  return {
    type: 'value',
    scale: true,
    ...base,
    ...limits,
    // The end of a range that was asked for is seldom a round number, but where it is a whole.
    axisLabel: {
      ...base.axisLabel,
      showMaxLabel: limits.max === undefined || limits.max === 1,
      ...(format && { formatter: format }),
    },
  } as const;
}

export function categoryAxis(text: AxisText, data: readonly (string | number)[]) {
  const base = axis(text);
  return { type: 'category' as const, data: [...data], ...base, splitLine: { show: false } };
}

/** Powers of ten, from and to one. */
export function logAxis(text: AxisText, range: { min: number; max: number }) {
  const base = axis(text);
  return { type: 'log', ...base, ...range, axisLabel: { ...base.axisLabel, formatter: formatTick } } as const;
}

/** 0.01, 0.1, 1, 1k, 1M: short enough for an axis. */
export function formatTick(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (value >= 1e3) return `${Number((value / 1e3).toPrecision(3))}k`;
  return value >= 1 ? formatCount(Number(value.toPrecision(3))) : String(Number(value.toPrecision(2)));
}

/** Epochs 1, 2, … of a training. */
export const epochAxis = (count: number) =>
  categoryAxis(
    { name: 'epoch' },
    Array.from({ length: count }, (_, epoch) => epoch + 1),
  );

/** A loss to three digits. */
export const lossTick = (loss: number): string => String(Number(loss.toPrecision(3)));
