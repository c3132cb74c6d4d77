import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, '..');

interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as [Packed];
const paths = packed.files.map(({ path }) => path);

it('what a person installs is two bundles and their types, at most 60 kB', () => {
  expect(paths.filter((path) => !path.endsWith('.d.ts')).sort()).toEqual([
    ...['README.md', 'dist/browser.mjs', 'dist/node.cjs', 'package.json'],
  ]);
  expect(packed.files.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(60_000);
});

// With tfjs's types a strict project without `skipLibCheck` would not compile.
it('what a person installs refers to no package of this workspace, and its types only to each other', () => {
  const { dependencies = {}, peerDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: object;
    peerDependencies: object;
  };
  expect([dependencies, Object.keys(peerDependencies)]).toEqual([{}, ['@tensorflow/tfjs']]);
  const importsOf = (isOne: (path: string) => boolean) =>
    paths
      .filter((path) => path.startsWith('dist/') && isOne(path))
      .flatMap((path) => {
        const text = readFileSync(join(folder, path), 'utf8');
        const found = [...text.matchAll(/(?:from|require\(|import\() ?["']([^"']+)["']/g)].map(([, name = '']) => name);
        return found.filter((name) => !paths.includes(join('dist', `${name}.d.ts`)));
      });
  const isTypes = (path: string) => path.endsWith('.d.ts');
  expect(importsOf(isTypes)).toEqual([]);
  const imports = importsOf((path) => !isTypes(path));
  expect([...new Set(imports)].sort()).toEqual(['@tensorflow/tfjs', 'node:fs/promises', 'node:path']);
});

it('the bundle for browsers knows nothing of Node', () => {
  const text = readFileSync(join(folder, 'dist/browser.mjs'), 'utf8');
  expect(text).not.toMatch(/node:|process\.|Buffer\b|require\(/);
});
