const mostTried = 8;

/**
 * The values of all cookies of a name in a `Cookie` header. A page on another port of the same host can set one of the
 * same name, which must not lock out the right one; but it cannot have us try any number.
 */
export function cookieValues(header: string | undefined, name: string): string[] {
  const values: string[] = [];
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    values.push(pair.slice(equals + 1).trim());
    if (values.length === mostTried) break;
  }
  return values;
}
