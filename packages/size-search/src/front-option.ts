import { formatCount, type SizeSummary } from '@tsdistill/contracts';
import type { EChartsOption, LineSeriesOption, ScatterSeriesOption, TitleComponentOption } from 'echarts';
import { COLOURS } from './figure-colours';

type Summary = Omit<SizeSummary, 'sentence'>;
type Candidate = Summary['candidates'][number];
/** Parameters and validation loss. */
type Point = [parameterCount: number, loss: number];

/** Losses far above the teacher's say nothing of who comes close to it: the axis ends at this multiple. */
const HIGHEST = 1.25;
const NAMES = {
  early: 'stopped early',
  trained: 'all epochs',
  front: 'front',
  chosen: 'chosen',
  teacher: 'teacher',
} as const;

/** What is drawn of a search, as settings of ECharts. */
export function frontOption(summary: Summary): EChartsOption {
  const { candidates, choice, teacher } = summary;
  const losses = candidates.flatMap((candidate) => pointsOf([candidate]).map(([, loss]) => loss));
  const top = Math.min(Math.max(...losses, teacher.validationLoss * 1.05), teacher.validationLoss * HIGHEST);
  const bottom = Math.min(...losses, teacher.validationLoss);
  const inside = (list: readonly Candidate[]) => list.filter((one) => pointsOf([one]).some(([, loss]) => loss <= top));
  const most = Math.max(...candidates.map(({ rungs }) => rungs.length));
  const isTrained = ({ rungs }: Candidate) => rungs.length === most;
  const front = inside(candidates.filter(({ onFront }) => onFront));
  const chosen = candidates[choice.candidate] as Candidate;
  return {
    animation: false,
    backgroundColor: COLOURS.ground,
    textStyle: { fontFamily: 'system-ui, sans-serif', color: COLOURS.ink },
    title: titleOf(summary, candidates.length - inside(candidates).length),
    grid: { left: 84, right: 48, top: 92, bottom: 112 },
    legend: { bottom: 10, itemGap: 28, textStyle: { color: COLOURS.ink, fontSize: 13 }, data: legendOf(teacher) },
    xAxis: { type: 'log', ...axis('parameters, log scale', 34), axisLabel: { ...INK, formatter: formatCount } },
    yAxis: {
      type: 'value',
      ...axis(`${summary.loss.toUpperCase()} on validation, standardized`, 58),
      min: bottom - (top - bottom) * 0.06,
      max: top + (top - bottom) * 0.02,
      axisLabel: { ...INK, showMinLabel: false, showMaxLabel: false, formatter: (loss: number) => loss.toPrecision(3) },
    },
    series: [
      dots(NAMES.early, pointsOf(inside(candidates.filter((one) => !isTrained(one)))), COLOURS.early),
      dots(
        NAMES.trained,
        pointsOf(inside(candidates.filter((one) => isTrained(one) && !one.onFront))),
        COLOURS.trained,
      ),
      frontLine(pointsOf(front), summary),
      frontLabels(front.filter((one) => one !== chosen)),
      chosenPoint(chosen),
      teacherPoint(teacher),
    ],
  };
}

function legendOf({ parameterCount }: Summary['teacher']): string[] {
  return Object.values(NAMES).filter((name) => name !== NAMES.teacher || parameterCount !== null);
}

/** Each candidate at the loss of its last rung; one whose training was lost has no place. */
function pointsOf(candidates: readonly Candidate[]): Point[] {
  return candidates.flatMap(({ parameterCount, rungs }): Point[] => {
    const loss = rungs.at(-1)?.validationLoss ?? null;
    return loss === null ? [] : [[parameterCount, loss]];
  });
}

function titleOf({ experiment, candidates, teacher }: Summary, outside: number): TitleComponentOption {
  const size = teacher.parameterCount === null ? '' : `, ${formatCount(teacher.parameterCount)} parameters`;
  const left = outside === 0 ? '' : `; ${outside} lie above the figure`;
  return {
    text: `How small can it be? ${experiment}`,
    subtext: `${candidates.length} candidates${left}. Teacher: ${teacher.name}${size}`,
    left: 24,
    top: 16,
    textStyle: { color: COLOURS.ink, fontSize: 20, fontWeight: 600 },
    subtextStyle: { color: COLOURS.quiet, fontSize: 13 },
  };
}

const INK = { color: COLOURS.ink, fontSize: 12 } as const;

function axis(name: string, nameGap: number) {
  return {
    name,
    nameGap,
    nameLocation: 'middle',
    nameTextStyle: { color: COLOURS.quiet, fontSize: 13 },
    axisLine: { show: true, lineStyle: { color: COLOURS.quiet } },
    axisTick: { lineStyle: { color: COLOURS.quiet } },
    splitLine: { lineStyle: { color: COLOURS.grid } },
  } as const;
}

function dots(name: string, data: Point[], color: string): ScatterSeriesOption {
  return { name, type: 'scatter', data, symbolSize: 7, itemStyle: { color }, silent: true };
}

/** The best loss of any model of a size or smaller, and the teacher's with its margin. */
function frontLine(data: Point[], { teacher, margin }: Summary): LineSeriesOption {
  const line = (yAxis: number, text: string, color: string, position: 'insideEndTop' | 'insideEndBottom') => ({
    yAxis,
    lineStyle: { color, type: 'dashed', width: 1.5 } as const,
    label: { formatter: text, position, color, fontSize: 13, distance: 4 },
  });
  const percent = Number((100 * margin).toFixed(2));
  return {
    name: NAMES.front,
    type: 'line',
    step: 'end',
    data,
    symbol: 'circle',
    symbolSize: 8,
    lineStyle: { color: COLOURS.front, width: 2 },
    itemStyle: { color: COLOURS.front },
    markLine: {
      silent: true,
      symbol: 'none',
      // Two decimals otherwise, which moves lines.
      precision: 12,
      data: [
        line(
          teacher.validationLoss,
          `teacher ${teacher.validationLoss.toPrecision(3)}`,
          COLOURS.teacher,
          'insideEndBottom',
        ),
        line(teacher.validationLoss * (1 + margin), `teacher + ${percent} %`, COLOURS.margin, 'insideEndTop'),
      ],
    },
  };
}

/** Names of the front's models; those that would lie on another are left out. */
function frontLabels(front: readonly Candidate[]): ScatterSeriesOption {
  return {
    type: 'scatter',
    silent: true,
    symbolSize: 8,
    itemStyle: { color: COLOURS.front },
    data: front.map((candidate) => ({ name: candidate.name, value: pointsOf([candidate])[0] ?? [] })),
    label: { show: true, formatter: '{b}', position: 'bottom', distance: 7, ...INK },
    labelLayout: { hideOverlap: true },
  };
}

function chosenPoint(chosen: Candidate): ScatterSeriesOption {
  return {
    name: NAMES.chosen,
    type: 'scatter',
    silent: true,
    symbol: 'diamond',
    symbolSize: 17,
    itemStyle: { color: COLOURS.chosen },
    data: [{ name: `${chosen.name}: ${formatCount(chosen.parameterCount)}`, value: pointsOf([chosen])[0] ?? [] }],
    label: {
      show: true,
      formatter: '{b}',
      position: 'bottom',
      distance: 8,
      color: COLOURS.chosen,
      fontSize: 14,
      fontWeight: 600,
    },
    z: 10,
  };
}

/** How much larger the teacher is; no point where its size is not known. */
function teacherPoint({ parameterCount, validationLoss }: Summary['teacher']): ScatterSeriesOption {
  const data: Point[] = parameterCount === null ? [] : [[parameterCount, validationLoss]];
  return { ...dots(NAMES.teacher, data, COLOURS.teacher), symbol: 'rect', symbolSize: 11 };
}
