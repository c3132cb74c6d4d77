import { plural } from '@tsdistill/contracts';
import type { LinkTo, OverviewRow } from '../overview';
import { documentPage } from './document-page';
import { figures, scrolling, section } from './figure';
import { gridSection } from './grid-section';
import { html } from './html';
import { overviewForest } from './overview-forest';
import { overviewTable } from './overview-table';

/** All experiments in one table, verdict first, then the members of each grid. */
export function overviewPage(rows: readonly OverviewRow[], linkTo: LinkTo): string {
  const summaries = rows.map(({ summary }) => summary);
  return documentPage({
    title: 'Experiments – tsdistill',
    header: html`<p class="kicker">tsdistill report</p>
      <h1>Experiments</h1>
      <p class="scope">
        ${plural(rows.length, 'evaluated experiment')}. Differences are of the student’s mean squared error, negative is
        better; a heading sorts.
      </p>`,
    sections: {},
    main: [
      section({
        id: 'experiments',
        title: 'All experiments',
        content: [
          scrolling('All experiments', overviewTable(rows, linkTo)),
          figures(overviewForest('twin', summaries), overviewForest('teacher', summaries)),
        ],
      }),
      ...rows.flatMap(({ summary, grid }) => (grid ? gridSection(summary, grid, linkTo) : [])),
    ],
    footer: html`<p>Written by tsdistill. This page loads nothing.</p>`,
  });
}
