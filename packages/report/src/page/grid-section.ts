import { type EvaluationSummary, formatSigned, type GridChoice, memberName } from '@tsdistill/contracts';
import { linked, scrolling, section, sortHeading } from './figure';
import { html, type Html } from './html';
import type { LinkTo } from '../overview';

type Member = GridChoice['members'][number];

/** What the members of a grid lost on validation, the best first. */
export function gridSection({ experiment, split }: EvaluationSummary, { members }: GridChoice, linkTo: LinkTo): Html {
  const best = members[0] as Member;
  const looked =
    split === 'test' ? 'test was looked at for this member alone' : 'the row above is scored on validation too';
  return section({
    id: `grid-${experiment}`,
    title: `Grid: ${experiment}`,
    lead: `Errors of the student on validation, standardized. Chosen: ${best.label}; ${looked}.`,
    content: scrolling(
      `Members of ${experiment}`,
      html`<table class="models members" data-sortable>
        <caption class="unseen">
          Errors of each member on validation
        </caption>
        <thead>
          <tr>
            <th scope="col">member</th>
            ${[{ title: 'seeds' }, { title: 'MSE' }, { title: 'MAE' }, { title: 'MSE', explanation: 'above the best' }].map(sortHeading)}
          </tr>
        </thead>
        <tbody>
          ${members.map(
            (member) =>
              html`<tr>
                <th scope="row">${linked(member.label, linkTo(memberName(experiment, member.label)))}</th>
                ${cellsOf(member, best)}
              </tr>`,
          )}
        </tbody>
      </table>`,
    ),
  });
}

function cellsOf(member: Member, best: Member): readonly Html[] {
  const { seedCount, mse, mseSd, mae } = member;
  const spread = mseSd !== null && html` <small>±${mseSd.toFixed(4).replace(/^0/, '')}</small>`;
  const beyond = best.mse === 0 ? null : mse / best.mse - 1;
  const shown = member === best ? html`<strong>chosen</strong>` : beyond === null ? '–' : formatSigned(beyond);
  return [
    html`<td data-value="${seedCount}">${seedCount}</td>`,
    html`<td data-value="${mse}">${mse.toFixed(4)}${spread}</td>`,
    html`<td data-value="${mae}">${mae.toFixed(4)}</td>`,
    html`<td${beyond !== null && html` data-value="${beyond}"`}>${shown}</td>`,
  ];
}
