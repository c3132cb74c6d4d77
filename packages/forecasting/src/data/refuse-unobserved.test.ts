import { openDataset } from '@tsdistill/contracts';
import { temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { refuseUnobserved } from './refuse-unobserved';
import { loadWindowData, selectWindows } from './windows';

it('refuses windows of which no truth is observed, with their number; one value is enough', async () => {
  const folder = temporaryFolder();
  await writePanelDataset(folder, { masked: true });
  const data = loadWindowData(openDataset(folder));
  const refuse = (mask?: Uint8Array) => {
    const { mask: _, ...others } = data;
    const windows = selectWindows({ ...others, ...(mask && { mask }) }, 'validation', 4);
    return () => refuseUnobserved(windows, 'validation', 2);
  };
  const none = new Uint8Array(data.mask!.length);
  const message = 'Not one target value of the 26 validation windows is observed: all of them are masked.';
  expect(refuse(none)).toThrow(expect.objectContaining({ code: 'NOTHING_OBSERVED', message }));
  const [, , , last] = data.offsets;
  const one = none.slice();
  one[(last! - 3 - 10 - 1) * 2 + 1] = 1; // the last validation row of the last series
  expect(refuse(one)).not.toThrow();
  expect(refuse()).not.toThrow();
});
