import { formatFiles, formatLarge } from './format-results';
import { fileRow } from './rows';

const ratio = (median: number) => ({ median, low: median - 0.25, high: median + 0.25, count: 9 });

it('shows a line for each rival, and dashes where there is none', () => {
  const options = { scale: 1, peersFull: false };
  const table = formatFiles([
    {
      row: fileRow('long-100mb', options),
      seconds: 1.5,
      peakBytes: 312.4e6,
      rivals: [
        { rival: 'DuckDB scan', seconds: 0.75, ratio: ratio(2) },
        { rival: 'papaparse', seconds: 4.5, ratio: ratio(3) },
      ],
    },
    { row: fileRow('wide-shuffled', options), seconds: 60, peakBytes: 1.2e9, rivals: [] },
  ]);
  expect(table.split('\n')).toEqual([
    '| file | ingest, s | peak memory, MB | limit | in turns with | s | ratio | goal |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    '| long, 100 MB | 1.50 | 312 | ≤ 1450 | DuckDB scan | 0.75 | 2.00 (1.75–2.25) | ≤ 2.9 |',
    '|  |  |  |  | papaparse | 4.50 | 3.00 (2.75–3.25) | ≥ 2 |',
    '| wide, out of order, 1000 MB | 60.00 | 1200 | ≤ 1450 | – | – | – | – |',
  ]);
});

it('shows time, memory and limit of the stages on large soft targets', () => {
  const figures = (seconds: number, peakBytes: number) => ({ seconds, peakBytes, log: '' });
  const stages = { write: figures(20, 9e8), check: figures(5, 3e8), train: figures(60.04, 1.1e9) };
  expect(formatLarge({ byteCount: 4.01e9, stages }).split('\n').slice(2)).toEqual([
    '| soft-targets, 4.01 GB | 20.0 | 900 | ≤ 1200 |',
    '| check, 4.01 GB | 5.0 | 300 | ≤ 1200 |',
    '| student-distill, one epoch, 4.01 GB | 60.0 | 1100 | ≤ 1200 |',
  ]);
});
