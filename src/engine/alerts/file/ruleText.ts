import { parseRules } from '../../../protocol/rules/parseRules';

const mostTold = 5;

/** A whole rule file that another program wants in place of the one there is: only one without an error is taken. */
export function ruleText(text: string): { readonly text: string } | { readonly problem: string } {
  const errors = parseRules(text).problems.filter(({ weight }) => weight === 'error');
  if (errors.length === 0) return { text };
  const told = errors.slice(0, mostTold).map(({ line, message }) => `line ${line}: ${message}`);
  const more = errors.length > mostTold ? ` And ${errors.length - mostTold} more.` : '';
  return { problem: `The rules are not taken, and the ones there are stay in force. ${told.join(' ')}${more}` };
}
