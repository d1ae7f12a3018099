import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a program printed on a real machine. */
export const recorded = (name: string): string =>
  readFileSync(path.join(process.cwd(), 'test', 'golden', 'system', 'recorded', name), 'utf8');
