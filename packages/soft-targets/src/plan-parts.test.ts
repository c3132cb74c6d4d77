import { join } from 'node:path';
import { openDataset } from '@tsdistill/contracts';
import { loadWindowData } from '@tsdistill/forecasting';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import { SoftTargetsConfig } from './config';
import { planParts } from './plan-parts';

const root = temporaryFolder();

/** 60 of 100 rows are train rows. */
async function waves(horizon: number, channelCount = 1) {
  const folder = join(root, `h${horizon}c${channelCount}`);
  await writeWaveDataset(folder, { rowCount: 100, channelCount, horizon, season: 8 });
  return loadWindowData(openDataset(folder));
}
const plan = async (config: object, { horizon = 4, channelCount = 1, lookback = 10 } = {}) =>
  planParts(SoftTargetsConfig.parse(config), await waves(horizon, channelCount), lookback);

it('gives each fold to its teacher, the newest rows to the last, all else to the whole one', async () => {
  const { forecasts, augmented } = await plan({ folds: 3, newest: true, augment: { jitter: 1, copies: 2 } });
  // Train origins 10 to 56 are 47 windows; the newest are 57, 58, 59.
  expect(
    forecasts.map(({ teacher, windows, inSample }) => [teacher, windows.count, windows.origin[0], inSample]),
  ).toEqual([
    [1, 15, 10, false],
    [2, 16, 25, false],
    [3, 16, 41, false],
    [0, 17, 60, false],
    [0, 17, 80, false],
    [3, 3, 57, false],
  ]);
  expect(augmented.map(({ teacher, windows }) => [teacher, windows.count])).toEqual([[1, 30], [2, 32], [3, 32]]); // prettier-ignore
});

it('gives everything to one teacher without folds, and says that train is in sample', async () => {
  const { forecasts, augmented } = await plan({ newest: true, augment: { scaling: 0.1 } });
  expect(forecasts.map(({ teacher, inSample }) => [teacher, inSample])).toEqual([[0, true], [0, false], [0, false], [0, false]]); // prettier-ignore
  expect(augmented.map(({ teacher, windows }) => [teacher, windows.count])).toEqual([[0, 47]]);
});

it('makes windows of the train split also where its forecasts are not asked for', async () => {
  const { forecasts, augmented } = await plan({ splits: ['test'], augment: { mixup: 1 } });
  expect([forecasts.length, augmented[0]?.windows.count]).toEqual([1, 47]);
});

it('just finds a newest row for a horizon of 2, and none for 1', async () => {
  const { forecasts } = await plan({ newest: true }, { horizon: 2 });
  expect([...forecasts.at(-1)!.windows.origin]).toEqual([59]);
  await expect(plan({ newest: true }, { horizon: 1 })).rejects.toThrow(
    'No origin at the end of the train split has targets that cross it (horizon 1, stride 1) and a lookback of 10 train rows.',
  );
});

it('just divides 47 windows of horizon 4 into 8 folds, and needs windows on both sides', async () => {
  const { forecasts } = await plan({ folds: 8, splits: ['train'] });
  expect(forecasts).toHaveLength(8);
  // Lookback 52 leaves five windows, 52 to 56: all share row 55 or 56 with the middle ones.
  await expect(plan({ folds: 2 }, { lookback: 52 })).rejects.toMatchObject({
    code: 'FOLD_TOO_SMALL',
    context: { fold: 0, folds: 2, held: 2, rest: 0, windowCount: 5, lookback: 52, horizon: 4 },
  });
  await expect(plan({ folds: 2 }, { lookback: 51 })).rejects.toMatchObject({ code: 'FOLD_TOO_SMALL' });
  await expect(plan({ folds: 2 }, { lookback: 49 })).resolves.toMatchObject({ forecasts: { length: 4 } });
});

it('just makes windows from other channels where there are two, and refuses one', async () => {
  const config = { augment: { otherSeries: true } };
  await expect(plan(config, { channelCount: 2 })).resolves.toBeDefined();
  await expect(plan(config)).rejects.toMatchObject({ code: 'AUGMENT_WITHOUT_OTHER', context: { windowCount: 47 } });
});
