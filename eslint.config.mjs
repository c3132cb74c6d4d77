import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Each layer may import itself and the layers before it; a stage never imports a stage. */
const LAYERS = [
  { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:engine', onlyDependOnLibsWithTags: ['layer:contracts'] },
  { sourceTag: 'layer:forecasting', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:engine'] },
  { sourceTag: 'layer:stage', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:engine', 'layer:forecasting'] },
  {
    sourceTag: 'layer:pipeline',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:engine', 'layer:forecasting', 'layer:stage'],
  },
  { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['*'] },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'data/**'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: true, allow: [], depConstraints: LAYERS },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-depth': ['error', 4],
      'max-params': ['error', 4],
      complexity: ['error', 15],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
