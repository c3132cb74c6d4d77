import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEngine } from './remove-engine';

const before = { ...process.env };
afterEach(() => (process.env = { ...before }));

it('takes the cache away, says how many bytes that were, and touches nothing else', () => {
  const cache = (process.env['XDG_CACHE_HOME'] = mkdtempSync(join(tmpdir(), 'tsdistill-')));
  const folder = join(cache, 'tsdistill', 'engine');
  expect(removeEngine()).toEqual({ folder, bytes: 0 });
  mkdirSync(join(folder, 'one', 'lib'), { recursive: true });
  writeFileSync(join(folder, 'one', 'READY'), 'x'.repeat(10));
  writeFileSync(join(folder, 'one', 'lib', 'a.so'), 'x'.repeat(1000));
  writeFileSync(join(cache, 'own.so'), 'mine');
  symlinkSync(join(cache, 'own.so'), join(folder, 'one', 'lib', 'link.so'));
  const linkBytes = join(cache, 'own.so').length;
  expect(removeEngine()).toEqual({ folder, bytes: 1010 + linkBytes });
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(join(cache, 'own.so'))).toBe(true);
});
