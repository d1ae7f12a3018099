// @ts-check
import tseslint from 'typescript-eslint';

/** Modules that do input or output; pure folders must not import them. */
const inputOutput = ['fs', 'fs/promises', 'http', 'net', 'child_process', 'worker_threads'].map(
  (name) => `node:${name}`,
);

/**
 * The architecture's rules about who may import whom. `rooms` are folders that must not be imported, `modules` packages.
 * @type {readonly { files: string[], ignores?: string[], rooms: string, modules: string[] }[]}
 */
const borders = [
  { files: ['src/protocol/**'], rooms: '/(engine|host|cli|webview)/|/extension$', modules: [...inputOutput, 'vscode'] },
  {
    files: ['src/engine/**'],
    ignores: [
      'src/engine/metrics/**',
      'src/engine/windows/**',
      'src/engine/energy/**',
      'src/engine/entropy/**',
      'src/engine/store/{codec,tiers}/**',
      'src/engine/alerts/*.ts',
      'src/engine/alerts/!(file)/**',
    ],
    rooms: '/(host|cli|webview)/|/extension$',
    modules: ['vscode'],
  },
  {
    files: ['src/engine/metrics/**'],
    rooms: '/(collect|serve|windows|host|cli|webview)/|/extension$',
    modules: [...inputOutput, 'vscode'],
  },
  {
    files: ['src/engine/windows/**'],
    rooms: '/(collect|serve|host|cli|webview)/|/extension$',
    modules: [...inputOutput, 'vscode'],
  },
  {
    files: ['src/engine/energy/**', 'src/engine/entropy/**'],
    rooms: '/(serve|windows|ingest|models|host|cli|webview)/|/extension$',
    modules: [...inputOutput, 'vscode'],
  },
  {
    files: ['src/engine/store/codec/**', 'src/engine/store/tiers/**'],
    rooms: '/(serve|ingest|models|collect|journal|segments|upkeep|query|tools|thread|host|cli|webview)/|/extension$',
    modules: [...inputOutput, 'vscode'],
  },
  {
    files: ['src/engine/alerts/**'],
    ignores: ['src/engine/alerts/file/**'],
    rooms: '/(collect|serve|ingest|host|cli|webview)/|/store/(?!events/carriedState$)|/extension$',
    modules: [...inputOutput, 'vscode'],
  },
  { files: ['src/host/**'], rooms: '/(engine|cli|webview)/|/extension$', modules: [] },
  { files: ['src/extension.ts'], rooms: '/(engine|cli|webview)/', modules: [] },
  { files: ['src/cli/**'], rooms: '/(host|webview)/|/extension$', modules: ['vscode'] },
  { files: ['webview/**'], rooms: '/src/(engine|host|cli)/|/src/extension$', modules: [...inputOutput, 'vscode'] },
];

/** @param {string} selector @param {string} message */
const banned = (selector, message) => ({ selector, message });

export default tseslint.config(
  { ignores: ['dist/**', 'artifacts/**', '.vscode-test/**', 'node_modules/**', 'docs/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Index access is checked for undefined; in bounds it is asserted with `!`, which costs nothing on hot paths.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/dot-notation': 'off',
      'no-restricted-syntax': [
        'error',
        banned('ExportDefaultDeclaration', 'Name what a file exports.'),
        banned('ExportAllDeclaration', 'Import from the file that holds it; there are no barrels.'),
        banned('ExportNamedDeclaration > VariableDeclaration[kind="let"]', 'A module has no state that others change.'),
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  ...borders.map(({ files, ignores = [], rooms, modules }) => ({
    files,
    ignores,
    rules: {
      'no-restricted-imports': /** @type {const} */ ([
        'error',
        {
          paths: modules.map((name) => ({ name, message: 'This folder must not know it; see the architecture.' })),
          patterns: [{ regex: rooms, message: 'This folder must not import from that one.' }],
        },
      ]),
    },
  })),
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test's describe and it return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
);
