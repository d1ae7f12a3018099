const longest = 300;

/** Text from outside (names, reasons) on one line, so that it stays text wherever Markdown is rendered. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** Text from outside as inline code, for Markdown that is read as source. */
export function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}

/** Text from outside without line breaks and control characters, 300 characters at most. */
export function oneLine(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest)}…`;
}
