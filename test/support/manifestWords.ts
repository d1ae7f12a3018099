import { readFileSync } from 'node:fs';
import path from 'node:path';

/** package.json as VS Code shows it: with the words of package.nls.json in the place of their keys. */
export function manifestInWords(): unknown {
  const words = JSON.parse(textOf('package.nls.json')) as Readonly<Record<string, string>>;
  return JSON.parse(textOf('package.json'), (_name, value: unknown) => {
    const key = typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined;
    if (key === undefined) return value;
    const text = words[key];
    if (text === undefined) throw new Error(`package.nls.json has no words for ${key}.`);
    return text;
  });
}

function textOf(file: string): string {
  return readFileSync(path.join(process.cwd(), file), 'utf8');
}
