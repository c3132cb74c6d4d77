import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { withDatabase } from './frame-database';

it('gives each database a folder of its own, and takes it away however its work ends', async () => {
  const work = join(temporaryFolder(), 'work');
  await withDatabase(work, async () => {
    const [own = ''] = readdirSync(work);
    const failing = withDatabase(work, () => Promise.reject(new Error('broken off')));
    await expect(failing).rejects.toThrow('broken off');
    expect(existsSync(join(work, own))).toBe(true);
  });
  expect(readdirSync(work)).toEqual([]);
});
