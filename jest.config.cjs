const { mkdirSync } = require('node:fs');

// Where `--outputFile` writes results; Jest does not make the folder.
mkdirSync(`${__dirname}/data/work/tests`, { recursive: true });

// Nx asks its tasks for colours; programs that tests start and read must not follow.
delete process.env.FORCE_COLOR;

// One thread per process: read by the native library when it is loaded, so it must be set before Jest starts its workers.
process.env.TF_NUM_INTRAOP_THREADS = '1';
process.env.TF_NUM_INTEROP_THREADS = '1';
process.env.TF_CPP_MIN_LOG_LEVEL = '3';

/** Tests run against the sources; packages see each other through the same names as in production. */
module.exports = {
  rootDir: __dirname,
  testEnvironment: './tools/testing/jest-environment.cjs',
  testMatch: ['**/src/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.services\\.test\\.ts$'],
  modulePathIgnorePatterns: ['/dist/', '/data/work/'],
  moduleNameMapper: {
    '^@tsdistill/(cache-server|experiments|sources|testing)$': '<rootDir>/tools/$1/src',
    '^@tsdistill/contracts/portable$': '<rootDir>/packages/contracts/src/portable',
    '^@tsdistill/([a-z-]+)$': '<rootDir>/packages/$1/src',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  testTimeout: 60000,
  maxWorkers: 2,
};
