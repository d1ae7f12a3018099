// @ts-check
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The architecture's rules about who may import whom, as zones: files in `target` must not import from `from`. */
const zones = [
  { target: './src/protocol', from: ['./src/engine', './src/host', './src/cli', './webview', './src/extension.ts'] },
  { target: './src/engine', from: ['./src/host', './src/cli', './webview', './src/extension.ts'] },
  { target: './src/host', from: ['./src/engine', './src/cli', './webview', './src/extension.ts'] },
  { target: './src/cli', from: ['./src/host', './webview', './src/extension.ts'] },
  { target: './src/extension.ts', from: ['./src/engine', './src/cli', './webview'] },
  { target: './webview', from: ['./src/engine', './src/host', './src/cli', './src/extension.ts'] },
  {
    target: './src/engine/metrics',
    from: ['./src/engine/collect', './src/engine/serve', './src/engine/windows'],
    except: [],
  },
  { target: './src/engine/windows', from: ['./src/engine/collect', './src/engine/serve'] },
];

/** Modules that do input or output; pure folders must not import them. */
const inputOutput = [
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:net',
  'node:child_process',
  'node:worker_threads',
];

/** @param {string[]} modules @param {string} message */
const forbid = (modules, message) => ({
  'no-restricted-imports': ['error', { paths: modules.map((name) => ({ name, message })) }],
});

export default tseslint.config(
  { ignores: ['dist/**', 'artifacts/**', '.vscode-test/**', 'node_modules/**', 'docs/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.mjs', '.js'] } } },
    rules: {
      // Index access is checked for undefined; in bounds it is asserted with `!`, which costs nothing on hot paths.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/dot-notation': 'off',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-default-export': 'error',
      'import-x/no-mutable-exports': 'error',
      'import-x/no-cycle': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/protocol/**', 'src/engine/metrics/**', 'src/engine/windows/**'],
    rules: forbid([...inputOutput, 'vscode'], 'This folder is pure: it does no input or output.'),
  },
  {
    files: ['src/engine/**', 'src/cli/**', 'webview/**'],
    ignores: ['src/engine/metrics/**', 'src/engine/windows/**'],
    rules: forbid(['vscode'], 'Only the host runs inside VS Code.'),
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test's describe and it return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
);
