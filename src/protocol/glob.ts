/**
 * Whether a metric name fits a pattern in which `*` stands for any run of characters.
 * Runs in time linear in the name for each `*`, so no pattern can be made slow.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return fits(pattern.split('*'), text);
}

/** The same for many names: the pattern is taken apart once. */
export function globOf(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*');
  return (text) => fits(parts, text);
}

function fits(parts: readonly string[], text: string): boolean {
  const first = parts[0]!;
  if (parts.length === 1) return first === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts[parts.length - 1]!;
  return text.length - at >= last.length && text.endsWith(last);
}

export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesGlob(pattern, text));
}
