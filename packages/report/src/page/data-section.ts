import { formatCount, formatInstant, formatPercent, plural } from '@tsdistill/contracts';
import type { DataCard } from '../facts/data-card';
import { factList, plainTable, scrolling, section } from './figure';
import { html, type Html } from './html';

export function dataSection({ name, about, meta, span, rowCount, missing, splits }: DataCard): Html {
  const { channels, series, policies, scaler } = meta;
  const notSaid = (key: string) => `not stated; “about”: { “${key}” } in ${name}/dataset.json is shown here`;
  return section({
    id: 'data',
    title: `Data: ${name}`,
    content: html`${factList({
      source: about.source ?? notSaid('source'),
      licence: about.licence ?? notSaid('licence'),
      span: `${formatInstant(span[0])} … ${formatInstant(span[1])}, step ${meta.frequency}, ${meta.timezone}`,
      rows: `${formatCount(rowCount)} in ${formatCount(series.length)} series`,
      channels: listNames(channels.target),
      'known ahead': channels.known.length > 0 && listNames(channels.known),
      'past covariates': channels.past.length > 0 && listNames(channels.past),
      'static features': channels.static.length > 0 && listNames(channels.static),
      horizon: `${plural(meta.horizon, 'step')}; season ${meta.season}, stride ${meta.stride}`,
      scaler: `${scaler.kind}, ${scaler.scope}${scaler.transform ? `, ${[...new Set(scaler.transform)].join(' and ')}` : ''}; fitted on train rows only`,
      gaps:
        missing.count === 0
          ? 'none: every value was observed'
          : `${formatCount(missing.count)} values were not observed (${formatPercent(missing.count / missing.total)}); no loss and no metric counts them`,
      policies:
        policies.length === 0
          ? 'none was needed'
          : policies.map((policy) => `${policy.name}: ${policy.action} (${formatCount(policy.count)})`).join('; '),
    })}
    ${scrolling(
      'Splits of the data',
      plainTable('Splits of the data', {
        head: ['split', 'rows', 'windows', 'from', 'to'],
        rows: splits.map((split) => [
          split.name,
          formatCount(split.rowCount),
          formatCount(split.originCount),
          split.span && formatInstant(split.span[0]),
          split.span && formatInstant(split.span[1]),
        ]),
      }),
    )}`,
  });
}

const MOST_NAMES = 30;

function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return `${formatCount(names.length)}: ${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? `, and ${formatCount(rest)} more` : ''}`;
}
