// Makes one file for Node and one for browsers: people install this package without the workspace whose code it shares.
const { buildSync } = require('esbuild');
const { join } = require('node:path');

const shared = {
  bundle: true,
  minify: true,
  keepNames: true,
  external: ['@tensorflow/tfjs'],
  // The sources, since what is not used falls out of them.
  alias: { '@tsdistill/contracts/portable': join(__dirname, '../contracts/src/portable.ts') },
  target: 'es2022',
  logLevel: 'warning',
};
const source = (name) => [join(__dirname, 'src', name)];
const dist = (name) => join(__dirname, 'dist', name);

buildSync({ ...shared, entryPoints: source('index.ts'), outfile: dist('node.cjs'), platform: 'node', format: 'cjs' });
buildSync({
  ...shared,
  entryPoints: source('browser.ts'),
  outfile: dist('browser.mjs'),
  platform: 'browser',
  format: 'esm',
});
