import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ModelReading, Reading } from '../../../../src/engine/collect/runtimes/adapter';
import type { HttpResult } from '../../../../src/engine/collect/runtimes/http/httpResult';
import { ActivityLedger } from '../../../../src/engine/collect/runtimes/llamaswap/activityLedger';
import type { ActivityEntry } from '../../../../src/engine/collect/runtimes/llamaswap/activityPage';
import { LlamaSwapAdapter } from '../../../../src/engine/collect/runtimes/llamaswap/llamaSwapAdapter';
import { recorded } from '../../../golden/runtimes/recorded';
import { nobody, ok, status } from './simulation';

interface Ended {
  readonly id: number;
  readonly model?: string;
  readonly input?: number;
  readonly output?: number;
  readonly code?: number;
  readonly run?: number;
}

const activity = (...entries: readonly Ended[]): HttpResult =>
  ok(
    JSON.stringify({
      data: entries.map(({ id, model = 'qwen', input = 10, output = 5, code = 200, run = 1 }) => ({
        id,
        model,
        timestamp: `run ${run}, ${id}`,
        resp_status_code: code,
        tokens: { input_tokens: input, output_tokens: output, cache_tokens: -1, prompt_per_second: -1 },
        duration_ms: 100 * id,
      })),
    }),
  );

/** A llama-swap and the servers behind it, asked a second apart. */
class Swap {
  readonly adapter = new LlamaSwapAdapter();
  readonly asked: string[] = [];
  private at = 0;

  read(
    list: HttpResult,
    pages: Record<string, HttpResult> = {},
    running = recorded('llama-swap/running.json'),
  ): Reading {
    this.at += 1000;
    const replies = this.adapter.plan(this.at).map((path) => {
      const route = this.adapter.route(path);
      const where = route ? `${route.address.port}${route.path}` : path.replace(/\?.*/, '');
      this.asked.push(where);
      const own: Record<string, HttpResult> = { '/running': ok(running), '/api/metrics/activity': list };
      return { path, result: own[where] ?? pages[where] ?? status(501), at: this.at };
    });
    return this.adapter.digest(replies);
  }

  models(...args: Parameters<Swap['read']>): readonly ModelReading[] {
    const reading = this.read(...args);
    assert.ok(reading.state === 'read', JSON.stringify(reading));
    return reading.models;
  }
}

describe('llama-swap', () => {
  it('counts each request once, from the first look on', () => {
    const swap = new Swap();
    assert.equal(swap.models(activity({ id: 7 }))[0]?.figures?.['model.output_tokens'], 0);
    swap.read(activity({ id: 9, output: 30 }, { id: 8 }, { id: 7 }));
    const [model] = swap.models(activity({ id: 9, output: 30 }, { id: 8 }, { id: 7 }));
    assert.equal(model?.figures?.['model.output_tokens'], 35);
    assert.equal(model.figures['model.input_tokens'], 20);
    assert.equal(model.figures['model.requests'], 2);
    assert.equal(model.shortfalls?.['model.output_tokens'], undefined);
    assert.equal(model.shortfalls?.['model.cached_tokens']?.quality, 'unavailable');
  });

  it('says the median time of the requests that ended, and nothing where none did', () => {
    const swap = new Swap();
    swap.read(activity({ id: 1 }));
    const list = activity({ id: 3 }, { id: 2 }, { id: 1 });
    assert.equal(swap.models(list)[0]?.figures?.['model.request_ms'], 250);
    assert.ok(Number.isNaN(swap.models(list)[0]?.figures?.['model.request_ms']));
  });

  it('says that totals are too low where requests gave no counts, and counts no failed ones', () => {
    const swap = new Swap();
    swap.read(activity());
    const [model] = swap.models(
      activity({ id: 2, input: -1, output: -1 }, { id: 1, code: 502, input: -1, output: -1 }),
    );
    assert.equal(model?.figures?.['model.requests'], 1);
    assert.match(model.shortfalls?.['model.output_tokens']?.reason ?? '', /gave no counts: 1/);
  });

  it('goes back further where more ended than a page holds, before it counts', () => {
    const swap = new Swap();
    swap.read(activity({ id: 1 }));
    const newest = Array.from({ length: 100 }, (_, i) => ({ id: 201 - i }));
    assert.equal(swap.models(activity(...newest))[0]?.figures?.['model.requests'], 0);
    assert.match(swap.adapter.plan(1e6).join(), /limit=1000/);
    const all = Array.from({ length: 201 }, (_, i) => ({ id: 201 - i }));
    assert.equal(swap.models(activity(...all))[0]?.figures?.['model.requests'], 200);
  });

  it('says how many requests it missed where even that did not reach back', () => {
    const swap = new Swap();
    swap.read(activity({ id: 1 }));
    const newest = activity(...Array.from({ length: 100 }, (_, i) => ({ id: 201 - i })));
    swap.read(newest);
    const [model] = swap.models(newest);
    assert.equal(model?.figures?.['model.requests'], 100);
    assert.match(model.shortfalls?.['model.requests']?.reason ?? '', /before they were read: 100/);
  });

  it('sees that it was restarted by the numbers, and by what stands at the same number', () => {
    const swap = new Swap();
    swap.read(activity({ id: 5 }));
    assert.equal(swap.models(activity({ id: 2, run: 2 }, { id: 1, run: 2 }))[0]?.figures?.['model.requests'], 2);
    const again = activity({ id: 3, run: 3 }, { id: 2, run: 3 }, { id: 1, run: 3 });
    assert.equal(swap.models(again)[0]?.figures?.['model.requests'], 5);
  });

  it('names a model whose request ended though it was swapped out since, and one that starts', () => {
    const swap = new Swap();
    swap.read(activity());
    const starting = '{"running":[{"model":"next","state":"starting","proxy":"http://127.0.0.1:5801"}]}';
    const models = swap.models(activity({ id: 1 }), {}, starting);
    assert.deepEqual(
      models.map(({ status: { name, state }, figures }) => [name, state, figures?.['model.output_tokens']]),
      [
        ['qwen', 'idle', 5],
        ['next', 'loading', undefined],
      ],
    );
  });

  it('reads what is under way from the server itself, never through llama-swap, and only of models that are ready', () => {
    const swap = new Swap();
    const metrics = (n: number): HttpResult =>
      ok(`llamacpp:tokens_predicted_total ${n}\nllamacpp:requests_processing 1\nllamacpp:requests_deferred 2\n`);
    const slots = (n: number): HttpResult =>
      ok(`[{"id":0,"id_task":1,"is_processing":true,"next_token":{"n_decoded":${n}}}]`);
    let models: readonly ModelReading[] = [];
    for (let i = 0; i < 4; i++)
      models = swap.models(activity(), { '5800/metrics': metrics(0), '5800/slots': slots(60 * i) });
    assert.equal(models[0]?.status.state, 'generating');
    assert.equal(models[0].figures?.['model.requests_queued'], 2);
    assert.equal(models[0].figures['model.tokens_per_second'], 60);
    assert.equal(models[0].figures['model.output_tokens'], 0);
    assert.ok(swap.asked.every((where) => !where.startsWith('/upstream')));
    assert.deepEqual([...swap.adapter.portsBehind], [5800]);
    const from = swap.asked.length;
    for (let i = 0; i < 3; i++)
      swap.read(activity(), {}, recorded('llama-swap/running.json').replace('ready', 'stopping'));
    assert.ok(
      swap.asked.slice(from + 4).every((where) => where.startsWith('/')),
      swap.asked.slice(from).join(),
    );
  });

  it('goes on with its totals where the server behind it is gone, hangs up or is another kind', () => {
    for (const page of [nobody, ok('vllm:x 1'), ok('<html>'), status(404)]) {
      const swap = new Swap();
      const pages = { '5800/metrics': page, '5800/slots': page };
      for (let i = 0; i < 4; i++) swap.read(activity({ id: 1 }), pages);
      const [model] = swap.models(activity({ id: 2 }, { id: 1 }), pages);
      assert.equal(model?.figures?.['model.output_tokens'], 5);
    }
  });

  it('says so where it keeps no list of requests', () => {
    const swap = new Swap();
    swap.read(status(404));
    const reading = swap.read(status(404));
    assert.ok(reading.state === 'read');
    assert.match(reading.notes.join(), /keeps no list of requests/);
    assert.equal(reading.models[0]?.shortfalls?.['model.output_tokens']?.quality, 'unavailable');
    assert.ok(Number.isNaN(reading.models[0].figures?.['model.output_tokens']));
  });

  it('fails where it is not a llama-swap any more, or asks for a key', () => {
    for (const running of ['<html>', '{"running":1}'])
      assert.equal(new Swap().read(activity(), {}, running).state, 'failed');
    const adapter = new LlamaSwapAdapter();
    assert.equal(adapter.digest([{ path: '/running', result: status(401), at: 1 }]).state, 'failed');
  });

  it('adds up to the truth however often its list is looked at', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ ended: fc.nat(30), restarts: fc.boolean() })), (steps) => {
        const ledger = new ActivityLedger();
        let list: ActivityEntry[] = [];
        let run = 0;
        let truth = 0;
        ledger.take(list);
        for (const { ended, restarts } of steps) {
          if (restarts) list = [];
          if (restarts) run++;
          for (let i = 0; i < ended; i++)
            list.push({
              id: list.length + 1,
              model: 'm',
              timestamp: `${run} ${list.length}`,
              isSuccess: true,
              input: 1,
              cached: 0,
              output: 2,
              durationMs: 1,
            });
          truth += ended;
          assert.ok(ledger.reachesBack(list));
          ledger.take(list);
        }
        assert.equal(ledger.of('m')?.output ?? 0, 2 * truth);
        assert.equal(ledger.missed, 0);
      }),
    );
  });
});
