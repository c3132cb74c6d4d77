const { join } = require('node:path');
const first = require('./jest.config.cjs');

// The interpreter with the packages of .ci/requirements.txt.
process.env.TSDISTILL_PYTHON ??= join(__dirname, '.venv/bin/python');

/** The second tier: tests that take minutes, or need Python and other programs beside Node. */
module.exports = {
  ...first,
  testMatch: ['**/src/**/*.services.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 600000,
  // They start Nx, which uses all cores, and take times.
  maxWorkers: 1,
};
