import { mkdirSync, mkdtempSync, readdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileAddon, tryAddon } from './compile-addon';
import { addonPath, markReady, readEngine } from './engine-files';
import { engineFolder, librarySource } from './library-source';
import { provisionEngine } from './provision-engine';
import { WHEELS } from './wheels';

const signal = new AbortController().signal;
const before = { ...process.env };
afterEach(() => (process.env = { ...before }));

const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'tsdistill-'));

/** An empty file at each path below a new folder. */
function folderWith(...paths: readonly string[]): string {
  const folder = emptyFolder();
  for (const path of paths.map((name) => join(folder, name))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'some bytes');
  }
  return folder;
}

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const HEADER = 'include/tensorflow/c/c_api.h';

it('finds a made engine again in well under a second, and says nothing', async () => {
  const made = await provisionEngine();
  const log = jest.fn();
  const start = performance.now();
  expect(await provisionEngine({ log })).toEqual(made);
  expect(performance.now() - start).toBeLessThan(250);
  expect(log).not.toHaveBeenCalled();
});

it('refuses a platform without a wheel, and names those with one', () => {
  expect(() => librarySource('win32-x64')).toThrow(
    expect.objectContaining({
      code: 'PROVISION_PLATFORM',
      context: { platform: 'win32-x64', supported: ['linux-x64', 'linux-arm64', 'darwin-arm64'] },
    }),
  );
});

it('gives every library of the user and every wheel its own place', () => {
  const places = Object.values(WHEELS).map((wheel) => engineFolder({ kind: 'wheel', wheel }));
  process.env['TSDISTILL_LIBTENSORFLOW'] = folderWith(...LIBRARIES, HEADER);
  const own = engineFolder(librarySource());
  writeFileSync(join(process.env['TSDISTILL_LIBTENSORFLOW'], 'libtensorflow_cc.so.2'), 'other and longer bytes');
  expect(new Set([...places, own, engineFolder(librarySource())]).size).toBe(places.length + 2);
});

it.each([
  ['an installed wheel', LIBRARIES],
  ['the C library', ['lib/libtensorflow.so.2', 'lib/libtensorflow_framework.so.2']],
])('accepts a library of the user in the layout of %s', (_layout, libraries) => {
  const folder = (process.env['TSDISTILL_LIBTENSORFLOW'] = folderWith(...libraries, HEADER));
  expect(librarySource()).toEqual({
    kind: 'folder',
    libraries: libraries.map((name) => join(folder, name)),
    include: join(folder, 'include'),
  });
});

it.each([
  ['the libraries', [HEADER], LIBRARIES[0]],
  ['the second library', [HEADER, 'libtensorflow_cc.so.2'], LIBRARIES[1]],
  ['the headers', LIBRARIES, HEADER],
])('refuses a folder of the user without %s', async (_what, paths, missing) => {
  const folder = (process.env['TSDISTILL_LIBTENSORFLOW'] = folderWith(...paths));
  await expect(provisionEngine()).rejects.toMatchObject({
    code: 'PROVISION_LIBRARY',
    context: { folder, missing: expect.stringContaining(missing as string) },
  });
});

it('leaves nothing in the cache when the addon does not compile, and says why', async () => {
  process.env['XDG_CACHE_HOME'] = emptyFolder();
  process.env['TSDISTILL_LIBTENSORFLOW'] = folderWith(...LIBRARIES, HEADER);
  await expect(provisionEngine()).rejects.toMatchObject({ code: 'PROVISION_COMPILE' });
  expect(readdirSync(join(process.env['XDG_CACHE_HOME'], 'tsdistill/engine'))).toEqual([]);
});

it('hands the words of the compiler on', async () => {
  const folder = emptyFolder();
  const build = { libraries: [], include: folder, runPath: folder, addon: addonPath(folder) };
  await expect(compileAddon(build, signal)).rejects.toMatchObject({
    code: 'PROVISION_COMPILE',
    context: { problem: expect.stringContaining('tensorflow/c/c_api.h') },
  });
});

it('refuses an addon that does not load', async () => {
  const addon = join(folderWith('tfjs_binding.node'), 'tfjs_binding.node');
  await expect(tryAddon(addon, signal)).rejects.toMatchObject({ code: 'ENGINE_ADDON', context: { addon } });
});

describe('READY', () => {
  const made = (): { readonly folder: string; readonly library: string } => {
    const folder = folderWith('tfjs_binding.node', 'lib/one.so');
    const library = join(folder, 'lib/one.so');
    const engine = { folder, addon: addonPath(folder), tensorflowVersion: '2.21.0', librarySha256: 'abc' };
    markReady(engine, [library]);
    expect(readEngine(folder)).toEqual(engine);
    return { folder, library };
  };

  it.each([
    ['missing', (path: string) => unlinkSync(path)],
    ['cut', (path: string) => truncateSync(path, 3)],
  ])('is %s: the engine is half made', (_what, damage) => {
    const { folder } = made();
    damage(join(folder, 'READY'));
    expect(readEngine(folder)).toBeUndefined();
  });

  it.each([
    ['cut', (path: string) => truncateSync(path, 3)],
    ['gone', (path: string) => unlinkSync(path)],
  ])('does not count when a library is %s', (_what, damage) => {
    const { folder, library } = made();
    damage(library);
    expect(readEngine(folder)).toBeUndefined();
  });
});
