import { cleanText } from '../../cleanText';

const mostCharacters = 500;
/** A name in two pairs of braces, and a percent sign that the value may bring itself. */
const place = /\{\{\s*([A-Za-z0-9_.:-]{1,256})\s*\}\}(\s?%)?/g;

/**
 * The text with its places filled, on one line and 500 characters at most. What is put in is never read again as a
 * template.
 * @param lookUp A value for a name, with its unit; undefined: there is none now.
 */
export function renderTemplate(text: string, lookUp: (name: string) => string | undefined): string {
  const filled = text.replace(place, (_, name: string, percent: string | undefined) => {
    const value = lookUp(name);
    if (value === undefined) return 'no value';
    return value.endsWith('%') ? value : value + (percent ?? '');
  });
  return oneLine(filled);
}

/** A text fit for one line of a notification, in which no label can make a link that runs something. */
export function oneLine(text: string): string {
  return cleanText(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '), mostCharacters).replaceAll('](', '] (');
}
