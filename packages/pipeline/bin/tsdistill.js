#!/usr/bin/env node
// Committed, because npm links it before anything is built.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '../dist/main.js');
if (existsSync(main)) {
  require(main);
} else {
  console.error('tsdistill is not built yet.\n  Run `npx nx run pipeline:build` first.');
  process.exitCode = 2;
}
