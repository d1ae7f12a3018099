import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a runtime once answered, or the shape that its documentation gives. */
export function recorded(file: string): string {
  return readFileSync(path.join(process.cwd(), 'test', 'golden', 'runtimes', file), 'utf8');
}
