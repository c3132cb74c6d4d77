import { chosenText, formatInstant, formatSignificant } from '@tsdistill/contracts';
import { taskGraph, taskGraphHeight } from '../charts/task-graph';
import type { StageFacts } from '../facts/stage-facts';
import type { Report } from '../report';
import { factList, figure, plainTable, scrolling, section } from './figure';
import { html, type Html } from './html';

/** Stages, settings and versions: all that is needed to make the same page again. */
export function makingSection({ summary: { chosen }, stages, configs, provenance }: Report): Html {
  const { written, commit, versions, machine } = provenance;
  return section({
    id: 'making',
    title: 'How it was made',
    content: html`<div class="chart-and-table">
        ${graphFigure(stages)}
        <div>${scrolling('Stages', plainTable('Rows, bytes and time of each stage', stageTable(stages)))}</div>
      </div>
      ${Object.entries(configs).map(
        ([title, text]) =>
          html`<details class="config">
            <summary>${title}</summary>
            <pre tabindex="0">${text}</pre>
          </details>`,
      )}
      ${factList({
        ...(chosen && { 'chosen on validation': chosenText(chosen) }),
        written: formatInstant(written.replace(/\d\d\.\d+Z$/, '00Z')),
        commit: commit ?? 'not in a git repository',
        versions: Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
        machine,
      })}`,
  });
}

function graphFigure(stages: readonly StageFacts[]): Html {
  return figure({
    id: 'tasks',
    title: 'Task graph',
    description: 'What was made from what, from top to bottom; × is the number of seeds.',
    option: taskGraph(stages),
    height: taskGraphHeight(stages),
    table: { head: [], rows: [] },
  });
}

function stageTable(stages: readonly StageFacts[]) {
  return {
    head: ['stage', 'made', 'kB', 'seconds', 'in this run'],
    rows: stages.map(({ task, amount, byteCount, seconds, source }) => [
      task,
      amount,
      byteCount === 0 ? null : formatSignificant(byteCount / 1000),
      seconds === null ? null : formatSignificant(seconds),
      { 'this run': 'executed', cache: 'cache hit', unknown: null }[source],
    ]),
  };
}
