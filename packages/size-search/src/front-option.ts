import type { SizeSummary } from '@tsdistill/contracts';
import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import { COLOURS } from './figure-colours';

type Summary = Omit<SizeSummary, 'sentence'>;
type Candidate = Summary['candidates'][number];
type Point = readonly [parameterCount: number, loss: number];

/** Losses far above the teacher's say nothing about who is close to it: the axis ends there. */
const HIGHEST = 1.25;

/** What is drawn of a search, as settings of ECharts. */
export function frontOption(summary: Summary): EChartsOption {
  const { candidates, choice, teacher, margin } = summary;
  const most = Math.max(...candidates.map(({ rungs }) => rungs.length));
  const isTrained = ({ rungs }: Candidate) => rungs.length === most;
  const front = candidates.filter(({ onFront }) => onFront);
  const chosen = candidates[choice.candidate] as Candidate;
  const limit = teacher.validationLoss * (1 + margin);
  const shown = [...front, ...candidates].flatMap((candidate) => pointsOf([candidate]).map(([, loss]) => loss));
  const top = Math.min(Math.max(...shown), teacher.validationLoss * HIGHEST);
  const inside = (points: readonly Point[]) => points.filter(([, loss]) => loss <= top);
  const bottom = Math.min(...shown, teacher.validationLoss);
  const early = inside(pointsOf(candidates.filter((candidate) => !isTrained(candidate))));
  const trained = inside(pointsOf(candidates.filter((candidate) => isTrained(candidate) && !candidate.onFront)));
  const outside = candidates.length - inside(pointsOf(candidates)).length;
  return {
    animation: false,
    backgroundColor: COLOURS.ground,
    textStyle: { fontFamily: 'system-ui, sans-serif', color: COLOURS.ink },
    title: titleOf(summary, outside),
    grid: { left: 84, right: 40, top: 96, bottom: 96 },
    legend: { bottom: 12, textStyle: { color: COLOURS.ink, fontSize: 13 }, itemGap: 24, data: legendOf() },
    xAxis: axis('log', 'parameters', { nameGap: 36, formatter: (count) => count.toLocaleString('en-US') }),
    yAxis: {
      ...axis('value', `validation ${summary.loss.toUpperCase()}, standardized`, {
        nameGap: 60,
        formatter: (loss) => String(Number(loss.toPrecision(3))),
      }),
      min: roundTo(bottom - (top - bottom) * 0.08, Math.floor),
      max: roundTo(top + (top - bottom) * 0.04, Math.ceil),
    },
    series: [
      scatter('stopped early', early, { color: COLOURS.early, size: 6 }),
      scatter('all epochs', trained, { color: COLOURS.trained, size: 8 }),
      frontLine(inside(pointsOf(front))),
      labelled(front.filter((candidate) => candidate !== chosen)),
      teacherLines(teacher, limit, margin),
      chosenPoint(chosen),
    ],
  };
}

/** Each candidate at the loss of its last rung; one whose training was lost has no place. */
function pointsOf(candidates: readonly Candidate[]): Point[] {
  return candidates.flatMap(({ parameterCount, rungs }): Point[] => {
    const loss = rungs.at(-1)?.validationLoss ?? null;
    return loss === null ? [] : [[parameterCount, loss]];
  });
}
