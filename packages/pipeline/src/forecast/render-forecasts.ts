import type { FileForecasts } from './forecast-file';
import { forecastTable, type ForecastTable, roundValue } from './forecast-table';
import { renderArrow } from './render-arrow';

export type ForecastFormat = 'csv' | 'json' | 'arrow';

/** Forecasts as text or bytes. */
export function renderForecasts(format: ForecastFormat, forecasts: FileForecasts): string | Uint8Array {
  switch (format) {
    case 'csv':
      return renderCsv(forecastTable(forecasts));
    case 'json':
      return renderJson(forecasts);
    case 'arrow':
      return renderArrow(forecastTable(forecasts));
  }
}

/** Quoted as RFC 4180 has it; a bound that is none is an empty cell. */
function renderCsv({ texts, numbers }: ForecastTable): string {
  const columns = [...texts, ...numbers.map(({ name, values }) => ({ name, values: values.map(cellOf) }))];
  const rows = (columns[0]?.values ?? []).map((_, row) =>
    columns.map(({ values }) => quote(values[row] ?? '')).join(','),
  );
  return [columns.map(({ name }) => quote(name)).join(','), ...rows, ''].join('\n');
}

const cellOf = (value: number): string => (Number.isFinite(value) ? String(roundValue(value)) : '');

function quote(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One object a series, as the runtime has it; a bound that is none is null. */
function renderJson({ series, columns }: FileForecasts): string {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? (Number.isFinite(value) ? roundValue(value) : null) : value;
  const named = series.map(({ id, forecast }) => ({
    ...(columns.series !== undefined && { series: id }),
    ...forecast,
  }));
  return `${JSON.stringify(named, rounded, 2)}\n`;
}
