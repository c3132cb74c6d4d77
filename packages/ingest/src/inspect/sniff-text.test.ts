import { sniffText } from './sniff-text';

it.each([
  ['date,a,b\n2024-01-01,1,2\n2024-01-02,3,4\n', { delimiter: ',' }],
  // Commas are there more often than semicolons, but not in the header.
  ['date;a;b\n2024-01-01;1,5;2,5\n2024-01-02;3,5;4,5\n', { delimiter: ';' }],
  ['date\ta,b\n2024-01-01\t1\n2024-01-02\t2\n', { delimiter: '\t' }],
  ['date|a\n2024-01-01|1\n2024-01-02|2\n', { delimiter: '|' }],
  ['# made by hand, once\ndate;a\n2024-01-01;1\n2024-01-02;2\n', { delimiter: ';', comment: '#' }],
  ['\ufeffdate;"a;b"\r\n2024-01-01;1\r\n2024-01-02;2\r\n', { delimiter: ';' }],
  ['only\n1\n2\n', { delimiter: ',' }],
  ['', { delimiter: ',' }],
])('%j', (text, guess) => {
  expect(sniffText(text)).toEqual(guess);
});

it('does not mind a last line that is cut', () => {
  expect(sniffText('date;a;b\n2024-01-01;1;2\n2024-01-02;3')).toEqual({ delimiter: ';' });
});
