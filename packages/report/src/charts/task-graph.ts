import type { EChartsOption } from 'echarts';
import type { StageFacts } from '../facts/stage-facts';
import { INK_LABEL } from './axes';

/** One box: a stage, or a stage with its seeds. */
interface Box {
  readonly group: string;
  readonly members: readonly StageFacts[];
}

const [ROW, BOX_WIDTH, BOX_HEIGHT] = [62, 118, 38];

/** Boxes from top to bottom, each below all that it was made from. */
export function layOutTasks(stages: readonly StageFacts[]) {
  const groups = [...new Set(stages.map(({ group }) => group))];
  const boxes = groups.map((group): Box => ({ group, members: stages.filter((stage) => stage.group === group) }));
  const parentsOf = ({ members }: Box) =>
    boxes.filter((other) =>
      other.members.some(({ fingerprint }) => members.some(({ inputs }) => inputs.includes(fingerprint))),
    );
  const depths = new Map<Box, number>();
  // Stages come after those they need, so that parents have their depth.
  for (const box of boxes)
    depths.set(box, 1 + Math.max(-1, ...parentsOf(box).map((parent) => depths.get(parent) ?? 0)));
  const rows = Array.from({ length: 1 + Math.max(...depths.values()) }, (_, depth) =>
    boxes.filter((box) => depths.get(box) === depth),
  );
  const reaches = (from: Box, to: Box): boolean =>
    parentsOf(to).some((parent) => parent === from || reaches(from, parent));
  // What is reached by way of another parent needs no line of its own.
  const nearest = (box: Box) =>
    parentsOf(box).filter((parent) => !parentsOf(box).some((other) => other !== parent && reaches(parent, other)));
  return { rows, edges: boxes.flatMap((box) => nearest(box).map((parent) => [parent.group, box.group] as const)) };
}

export const taskGraphHeight = (stages: readonly StageFacts[]): number => ROW * layOutTasks(stages).rows.length;

/** What was made from what; a box with several seeds says how many. */
export function taskGraph(stages: readonly StageFacts[]): EChartsOption {
  const { rows, edges } = layOutTasks(stages);
  const data = rows.flatMap((row, depth) =>
    row.map(({ group, members }, place) => ({
      name: group,
      x: (400 * (place + 0.5)) / row.length,
      y: ROW * (depth + 0.5),
      value: members.length,
    })),
  );
  return {
    series: [
      {
        ...{
          type: 'graph',
          layout: 'none',
          silent: true,
          left: BOX_WIDTH / 2 + 4,
          right: BOX_WIDTH / 2 + 4,
          top: 24,
          bottom: 24,
        },
        ...{ symbol: 'rect', symbolSize: [BOX_WIDTH, BOX_HEIGHT] },
        itemStyle: { color: 'var(--box)' },
        label: {
          ...INK_LABEL,
          show: true,
          fontSize: 10,
          lineHeight: 13,
          formatter: ({ name, value }: { name: string; value: unknown }) => boxText(name, Number(value)),
        },
        edgeSymbol: ['none', 'arrow'],
        edgeSymbolSize: 6,
        lineStyle: { color: 'var(--quiet)', width: 1 },
        data,
        links: edges.map(([source, target]) => ({ source, target })),
      },
    ],
  };
}

function boxText(task: string, count: number): string {
  const [project = '', target = ''] = task.split(':');
  const times = count > 1 ? ` × ${count}` : '';
  return `${cut(target, MOST_LETTERS - times.length)}${times}\n${cut(project, MOST_LETTERS)}`;
}

/** As many as a box is wide. */
const MOST_LETTERS = 21;

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
