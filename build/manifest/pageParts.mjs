// @ts-check

/**
 * A page of which the parts between `<!-- begin NAME -->` and `<!-- end NAME -->` come from the code.
 * @param {string} file For people. @param {string} text The page as it is. @param {Record<string, string>} parts
 */
export function filledPage(file, text, parts) {
  const filled = new Set();
  const page = text.replace(/(<!-- begin (\w+) -->\n)[^]*?(<!-- end \2 -->)/g, (_, begin, name, end) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`${file} asks for the part ${name}, which nothing makes.`);
    filled.add(name);
    return `${begin}\n${part}\n\n${end}`;
  });
  const left = Object.keys(parts).filter((name) => !filled.has(name));
  if (left.length > 0) throw new Error(`${file} has no place for ${left.join(', ')}.`);
  return page;
}

/** Words with what they mean. @param {string} head @param {Record<string, string>} words */
export function wordTable(head, words) {
  const rows = Object.entries(words).map(([key, meaning]) => [`\`${key}\``, meaning]);
  return table([head, 'Meaning'], rows);
}

/** @param {string[]} head @param {string[][]} rows */
export function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
