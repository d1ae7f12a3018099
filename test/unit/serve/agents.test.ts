import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Agents } from '../../../src/engine/serve/routes/agents';
import { FakeReader, now, sourcesOf } from '../../support/fakeSources';
import { get } from '../../support/routeAnswer';

describe('GET /api/agents', () => {
  it('says why there are none while there are none', async () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, [[now, 1]]);
    assert.deepEqual(await get('/api/agents', sourcesOf(reader)), {
      status: 200,
      json: { timestamp: now, agents: [], reason: 'No agent is connected, so nothing is known of any.' },
    });
  });

  it('gives all that is known of each, by name, and null for what is not known now', async () => {
    const reader = new FakeReader();
    reader.add('agent.turns', { agent: 'writer' }, [[now - 10, 4]]);
    reader.add('agent.tasks', { agent: 'planner', department: 'office' }, [[now - 10, 2]]);
    reader.add('agent.context_percent', { agent: 'writer' }, [[now - 10, 30]], 'estimated');
    reader.add('agent.queue_depth', { agent: 'writer' }, [[now - 60_000, 3]]);
    const { json } = await get('/api/agents', sourcesOf(reader));
    const { agents, reason } = json as Agents;
    assert.equal(reason, undefined);
    assert.deepEqual(
      agents.map(({ agent, figures }) => [
        agent,
        figures.map(({ metric, value, quality }) => [metric, value, quality]),
      ]),
      [
        ['planner', [['agent.tasks', 2, 'measured']]],
        [
          'writer',
          [
            ['agent.turns', 4, 'measured'],
            ['agent.context_percent', 30, 'estimated'],
            ['agent.queue_depth', null, 'measured'],
          ],
        ],
      ],
    );
    assert.deepEqual(agents[0]!.figures[0]!.labels, { agent: 'planner', department: 'office' });
  });

  it('takes no parameters', async () => {
    assert.equal((await get('/api/agents?agent=writer', sourcesOf(new FakeReader()))).status, 400);
  });
});
