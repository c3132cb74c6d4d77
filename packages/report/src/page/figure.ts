import type { EChartsOption } from 'echarts';
import { type ChartText, drawChart } from '../charts/draw-chart';
import { html, type Html, type Part } from './html';

/** Rows of text; numbers in a column are set right. */
export interface DataTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface Figure extends ChartText {
  readonly option: EChartsOption;
  readonly height?: number;
  /** What is drawn, as numbers. */
  readonly table: DataTable;
}

/** A chart with its name above, what it shows below, and its numbers behind a button. */
export function figure({ option, height, table, ...text }: Figure): Html {
  return html`<figure class="chart" id="${text.id}">
    <h3>${text.title}</h3>
    ${drawChart(option, text, height)}
    <figcaption>${text.description}</figcaption>
    ${table.rows.length > 0 && foldedTable(`Numbers of “${text.title}”`, table)}
  </figure>`;
}

export function foldedTable(title: string, table: DataTable): Html {
  return html`<details>
    <summary aria-label="${title}">Numbers</summary>
    ${scrolling(title, plainTable(title, table))}
  </details>`;
}

/** What is wider than the screen scrolls by itself, by keyboard too. */
export function scrolling(title: string, content: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">${content}</div>`;
}

export function plainTable(title: string, { head, rows }: DataTable): Html {
  return html`<table>
    <caption class="unseen">
      ${title}
    </caption>
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map(cell)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function cell(text: string | null, column: number): Html {
  return column === 0 ? html`<th scope="row">${text}</th>` : html`<td>${text ?? '–'}</td>`;
}

/** A heading that sorts the table it heads, where that is `data-sortable`. */
export function sortHeading({ title, explanation }: { readonly title: string; readonly explanation?: string }): Html {
  return html`<th scope="col" aria-sort="none">
    <button type="button">${title}</button>${explanation !== undefined && html`<small>${explanation}</small>`}
  </th>`;
}

/** A name that leads to its page, where there is one. */
export function linked(text: string, address: string | null): Html {
  return address === null ? html`${text}` : html`<a href="${address}">${text}</a>`;
}

/** Terms and what they mean, two by two; a pair without a meaning is left out. */
export function factList(facts: Readonly<Record<string, Part>>): Html {
  const known = Object.entries(facts).filter(([, fact]) => fact !== null && fact !== undefined && fact !== false);
  return html`<dl class="facts">
    ${known.map(
      ([term, fact]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${fact}</dd>
        </div>`,
    )}
  </dl>`;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly content: Part;
}

export function section({ id, title, lead, content }: Section): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${lead !== undefined && html`<p class="lead">${lead}</p>`} ${content}
  </section>`;
}

export const figures = (...list: readonly Part[]): Html => html`<div class="figures">${list}</div>`;
