// @ts-check
import { object, ref, words } from './parts.mjs';

/** An action: its type says what else it takes. @param {import('../tables.mjs').RuleTables} tables @returns {import('./parts.mjs').JsonSchema} */
export function actionSchema({ shapes, meanings }) {
  return {
    type: 'object',
    properties: { type: { ...words(meanings.action), markdownDescription: meanings.actionKey['type'] } },
    required: ['type'],
    allOf: Object.entries(shapes.actions).map(([type, shape]) => ({
      if: { properties: { type: { const: type } }, required: ['type'] },
      then: object(shape, meanings.actionKey, { level: ref('severity') }),
    })),
    defaultSnippets: [
      { label: 'Notification', body: { type: 'notify.toast', message: '${1:{{name\\}\\}: {{value\\}\\}}' } },
      { label: 'Audit log', body: { type: 'log.audit' } },
      { label: 'Suggestion', body: { type: 'suggest.diagnostic', target: '${1:cpu_usage}', message: '$2' } },
    ],
  };
}
