import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Each layer may import the layers listed with it; a stage never imports a stage. */
const LAYERS = {
  contracts: [],
  engine: ['contracts'],
  forecasting: ['contracts', 'engine'],
  stage: ['contracts', 'engine', 'forecasting'],
  runtime: ['contracts'],
  pipeline: ['contracts', 'engine', 'forecasting', 'stage', 'runtime'],
  library: ['contracts', 'engine', 'forecasting', 'stage'],
  testing: ['contracts'],
  tool: ['*'],
};

/**
 * @param {readonly string[]} everywhere layers that every layer may import
 * @param {readonly string[]} allow paths outside of all layers that may be imported
 */
function boundaries(everywhere, allow = []) {
  const tagOf = (layer) => (layer === '*' ? '*' : `layer:${layer}`);
  const depConstraints = Object.entries(LAYERS).map(([layer, below]) => ({
    sourceTag: tagOf(layer),
    onlyDependOnLibsWithTags: [...below, ...everywhere].map(tagOf),
  }));
  return ['error', { enforceBuildableLibDependency: true, allow, depConstraints }];
}

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.venv/**', 'data/**'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries([]),
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-depth': ['error', 4],
      'max-params': ['error', 4],
      complexity: ['error', 15],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Plain CommonJS: programs that start before anything is built, and configs of tools.
    files: ['**/*.{js,cjs}'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(['testing'], ['../../../examples/**']),
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
