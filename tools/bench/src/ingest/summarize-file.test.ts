import { fileRow } from './rows';
import { summarizeFile } from './summarize-file';

const took = (seconds: number, peakBytes = 0) => ({ seconds, peakBytes, log: '' });

it('divides times of one round: ingest by the scan, a parser by ingest; memory is the largest', () => {
  const row = fileRow('wide-100mb', { scale: 1, peersFull: false });
  const rounds = [
    { ingest: took(2, 5), 'DuckDB scan': took(1), 'csv-parse': took(10), papaparse: took(4) },
    { ingest: took(4, 9), 'DuckDB scan': took(4), 'csv-parse': took(16), papaparse: took(6) },
    { ingest: took(3, 7), 'DuckDB scan': took(1), 'csv-parse': took(9), papaparse: took(6) },
  ];
  const { seconds, peakBytes, rivals } = summarizeFile(row, rounds);
  expect([seconds, peakBytes]).toEqual([3, 9]);
  expect(rivals.map(({ rival, seconds, ratio }) => [rival, seconds, ratio.median])).toEqual([
    ['DuckDB scan', 1, 2], // 2, 1, 3
    ['csv-parse', 10, 4], // 5, 4, 3
    ['papaparse', 6, 2], // 2, 1.5, 2
  ]);
});
