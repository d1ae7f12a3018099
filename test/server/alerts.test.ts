import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AlertInfo } from '../../src/protocol/alerts';
import type { ControlCommand } from '../../src/engine/serve/control/controlCommand';
import { ServedMetrics } from '../support/servedMetrics';

const id = '0123456789abcdef';
const rules = JSON.stringify({
  rules: [
    {
      id: 'cpu_high',
      name: 'High CPU',
      severity: 'warning',
      conditions: { when_all: [{ metric: 'system.cpu_percent', operator: '>', value: 80, window: '5m' }] },
    },
  ],
});

describe('The server, about alerts', () => {
  const asked: ControlCommand[] = [];
  let served: ServedMetrics;
  let token = '';
  before(async () => {
    served = await ServedMetrics.start({}, undefined, (command) => {
      asked.push(command);
      return Promise.resolve({ done: true });
    });
    token = await served.token();
  });
  after(() => served.end());

  const ask = async (method: string, path: string, body?: string): Promise<{ status: number; json: unknown }> => {
    asked.length = 0;
    const answer = await fetch(`${served.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, json: await answer.json() };
  };

  it('tells which are active and which are over', async () => {
    const { status, json } = await ask('GET', '/api/metrics/alerts');
    assert.equal(status, 200);
    assert.deepEqual(json, { active: [] satisfies AlertInfo[], history: [] satisfies AlertInfo[] });
  });

  const commands: readonly [string, string | undefined, ControlCommand][] = [
    ['acknowledge', undefined, { kind: 'alert', what: { kind: 'acknowledge', alert: id } }],
    ['silence', undefined, { kind: 'silenceFor', alert: id, minutes: 60 }],
    ['silence', '{}', { kind: 'silenceFor', alert: id, minutes: 60 }],
    ['silence', '{"minutes":15}', { kind: 'silenceFor', alert: id, minutes: 15 }],
    ['silence', '{"until":"resolved"}', { kind: 'alert', what: { kind: 'silence', alert: id, until: 'resolved' } }],
  ];
  for (const [verb, body, command] of commands)
    it(`takes ${verb} with ${body ?? 'no body'}`, async () => {
      const { status } = await ask('POST', `/api/alerts/${id}/${verb}`, body);
      assert.equal(status, 200);
      assert.deepEqual(asked, [command]);
    });

  const refused: readonly [string, string, string | undefined, number][] = [
    ['POST', `/api/alerts/${id}/acknowledge`, '{"x":1}', 413],
    ['POST', `/api/alerts/${id}/delete`, undefined, 404],
    ['POST', '/api/alerts/not-an-id/silence', undefined, 404],
    ['POST', '/api/alerts/..%2f..%2fdata/silence', undefined, 404],
    ['GET', `/api/alerts/${id}/silence`, undefined, 405],
    ['POST', `/api/alerts/${id}/silence`, '{"minutes":0}', 400],
    ['POST', `/api/alerts/${id}/silence`, '{"minutes":1e9}', 400],
    ['POST', `/api/alerts/${id}/silence`, '{"until":"never"}', 400],
    ['POST', `/api/alerts/${id}/silence`, '{', 400],
    ['PUT', '/api/rules', '{"rules":[{"id":"bad"}]}', 400],
    ['PUT', '/api/rules', 'not json at all', 400],
    ['POST', '/api/rules', rules, 405],
  ];
  for (const [method, path, body, status] of refused)
    it(`refuses ${method} ${path} ${body ?? ''} with ${status}, and does nothing`, async () => {
      const answer = await ask(method, path, body);
      assert.equal(answer.status, status, JSON.stringify(answer.json));
      assert.deepEqual(asked, []);
    });

  it('takes rules as they were sent, and refuses them without a token', async () => {
    const { status } = await ask('PUT', '/api/rules', rules);
    assert.equal(status, 200);
    assert.deepEqual(asked, [{ kind: 'putRules', text: rules }]);
    const bare = await fetch(`${served.url}/api/rules`, { method: 'PUT', body: rules });
    assert.equal(bare.status, 401);
  });

  it('says where the first mistakes in rules are', async () => {
    const { json } = await ask('PUT', '/api/rules', rules.replace('">"', '"=>"'));
    assert.match(JSON.stringify(json), /line 1/);
  });
});
