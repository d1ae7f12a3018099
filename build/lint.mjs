// @ts-check
import { ensureInstalled, run } from './installed.mjs';

ensureInstalled();
run('npx', ['tsc', '-b', 'tsconfig.json']);
run('npx', ['eslint', '--max-warnings', '0', '.']);
run('node', ['build/cycles.mjs']);
run('npx', ['prettier', '--check', '--log-level', 'warn', '.']);
run('node', ['build/manifest.mjs', '--check']);
