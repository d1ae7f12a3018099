// @ts-check

/** @typedef {null | boolean | number | string | unknown[] | { [key: string]: unknown }} Json */

/** What VS Code shows of a contribution; other texts are names, conditions and values. */
const shown = new Set([
  'title',
  'contextualTitle',
  'contents',
  'description',
  'altText',
  'markdownDescription',
  'patternErrorMessage',
]);
/** Values of settings, which may have keys of the same names. */
const values = new Set(['default', 'enum', 'const', 'examples', 'configurationDefaults']);
/** Names that are the same in every language. */
const brands = new Set(['Wirthforge', 'Wirthforge Monitor']);

/**
 * Puts `%keys%` in the place of all texts that people are shown.
 * @template {Json} T
 * @param {T} contributions
 * @returns {{ contributions: T, texts: Record<string, string> }} Both as VS Code reads them: `package.json`, `package.nls.json`.
 */
export function withKeys(contributions) {
  /** @type {Record<string, string>} */
  const texts = {};
  return { contributions: /** @type {T} */ (keyed(contributions, [])), texts };

  /**
   * @param {unknown} value
   * @param {readonly string[]} place
   * @returns {unknown}
   */
  function keyed(value, place) {
    if (Array.isArray(value)) return value.map((one, at) => keyed(one, [...place, nameOf(one, at)]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        if (values.has(name)) return [name, part];
        const isShown = shown.has(name) || (name === 'name' && place[1] === 'views');
        return [
          name,
          isShown && typeof part === 'string' ? keyFor(part, [...place, name]) : keyed(part, [...place, name]),
        ];
      }),
    );
  }

  /**
   * @param {string} text
   * @param {readonly string[]} place
   */
  function keyFor(text, place) {
    if (brands.has(text)) return text;
    const key = place.filter((part) => part !== 'contributes' && part !== 'properties').join('.');
    if (key in texts) throw new Error(`Two texts of package.json are both called ${key}.`);
    texts[key] = text;
    return `%${key}%`;
  }
}

/**
 * What tells an element of a list from the others, whatever its place.
 * @param {unknown} element
 * @param {number} at
 */
function nameOf(element, at) {
  if (typeof element !== 'object' || element === null) return String(at);
  const { id, command, title } = /** @type {Record<string, unknown>} */ (element);
  const name = [id, command, title].find((one) => typeof one === 'string');
  return typeof name === 'string' ? name.replace(/^wirthforge\./, '').replaceAll(' ', '-') : String(at);
}
