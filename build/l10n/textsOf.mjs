// @ts-check
import ts from 'typescript';

/**
 * Files that translate the texts of a table by its keys, so that no text stands in them.
 */
const ofTables = new Set(['webview/dashboard/layout/panelWords.ts', 'webview/shared/metricMeaning.ts']);

/** @typedef {string | { message: string, comment: string[] }} Message What translators are shown. */

/**
 * The texts of `l10n.t` in a file, by the keys under which a bundle has them. A text that is put together or held in a
 * variable would never be found in a bundle, so it is an error.
 * @param {string} file
 * @param {string} source
 * @returns {[key: string, message: Message][]}
 */
export function textsOf(file, source) {
  /** @type {[string, Message][]} */
  const found = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  visit(tree);
  return found;

  /** @param {ts.Node} node */
  function visit(node) {
    if (ts.isCallExpression(node) && isTranslation(node.expression)) take(node);
    ts.forEachChild(node, visit);
  }

  /** @param {ts.CallExpression} call */
  function take(call) {
    const [text] = call.arguments;
    if (text && ts.isStringLiteralLike(text)) found.push([text.text, text.text]);
    else if (text && ts.isObjectLiteralExpression(text)) found.push(commented(text));
    else if (!ofTables.has(file)) throw unreadable(call);
  }

  /**
   * @param {ts.ObjectLiteralExpression} options
   * @returns {[string, Message]}
   */
  function commented(options) {
    const valueOf = (/** @type {string} */ name) =>
      options.properties.flatMap((one) =>
        ts.isPropertyAssignment(one) && one.name.getText() === name ? [one.initializer] : [],
      )[0];
    const [message, comment] = [valueOf('message'), valueOf('comment')];
    if (!message || !ts.isStringLiteralLike(message) || !comment || !ts.isArrayLiteralExpression(comment))
      throw unreadable(options);
    const lines = comment.elements.map((line) => {
      if (!ts.isStringLiteralLike(line)) throw unreadable(line);
      return line.text;
    });
    return [`${message.text}/${lines.join('')}`, { message: message.text, comment: lines }];
  }

  /** @param {ts.Node} node */
  function unreadable(node) {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    return new Error(
      `${file}:${line + 1} translates a text that does not stand there as it is. Write the whole sentence into l10n.t, with {0} for what changes.`,
    );
  }
}

/** @param {ts.Expression} called */
function isTranslation(called) {
  return /(^|\.)l10n\.t$/.test(called.getText());
}
