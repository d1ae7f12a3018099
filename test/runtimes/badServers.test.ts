import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';

const watchedMs = 8000;
const props = '{"build_info":"b1","model_path":"m.gguf"}';
const metrics = (generated: string): string =>
  `llamacpp:tokens_predicted_total ${generated}\nllamacpp:prompt_tokens_total 5\nllamacpp:requests_processing 1\n`;

/** Servers that do wrong, each with what must be said of it. */
const bad: Record<string, { readonly answer: RequestListener; readonly state: RegExp }> = {
  fails: { answer: (_, response) => response.writeHead(500).end(), state: /answered 500/ },
  hangs: { answer: () => undefined, state: /did not answer within 1 s/ },
  floods: {
    answer: (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    },
    state: /more than 2 MiB/,
  },
  babbles: { answer: (_, response) => response.end('<html>hello</html>'), state: /is not a llama-server/ },
  redirects: {
    answer: (_, response) => response.writeHead(301, { location: 'http://192.0.2.1/' }).end(),
    state: /answered 301/,
  },
  breaks: {
    answer: (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    },
    state: /broke off its answer/,
  },
  garbles: {
    answer: ({ url }, response) => {
      if (url === '/props') response.end(props);
      else if (url === '/metrics') response.end(metrics('7'));
      else response.end('[{"id":0,"is_processing":true,"id_task":{},"next_token":"\\u0000"}]');
    },
    state: /answered \/slots with something else/,
  },
};

describe('servers that do wrong', () => {
  const servers: Server[] = [];
  const requests = new Map<string, number>();
  let watch: LlamaWatch;

  async function listen(name: string, answer: RequestListener): Promise<number> {
    const server = createServer((request, response) => {
      requests.set(name, (requests.get(name) ?? 0) + 1);
      answer(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  before(async () => {
    const names = Object.entries(bad);
    const settings = await Promise.all(
      names.map(async ([name, { answer }]) => llamacpp(name, await listen(name, answer))),
    );
    const wild = ['100', 'NaN', '-4', '+Inf', '1e300', '9007199254740993', '160', '20', '25'];
    let turn = 0;
    const wildPort = await listen('wild', ({ url }, response) => {
      if (url === '/props') response.end(props);
      else if (url === '/metrics') response.end(metrics(wild[Math.min(turn++, wild.length - 1)] ?? ''));
      else response.writeHead(501).end();
    });
    watch = new LlamaWatch([...settings, llamacpp('wild', wildPort)]);
    await sleep(watchedMs);
  });

  after(() => {
    watch.stop();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  for (const [name, { state }] of Object.entries(bad))
    it(`one that ${name} is told in words`, () => {
      const status = watch.component(name);
      assert.match(status?.state === 'degraded' ? status.reason : (status?.state ?? 'gone'), state);
    });

  for (const name of Object.keys(bad).filter((key) => key !== 'garbles'))
    it(`one that ${name} is asked seldom`, () => {
      const count = requests.get(name) ?? 0;
      assert.ok(count >= 1 && count <= 8, `${count} requests in ${watchedMs / 1000} s`);
    });

  it('one whose slots are garbage still has its totals read, at the pace of totals', () => {
    const count = requests.get('garbles') ?? 0;
    assert.ok(count <= 16, `${count} requests in ${watchedMs / 1000} s`);
    assert.equal(watch.value('model.output_tokens', { runtime: 'garbles', model: 'm.gguf' }), 0);
  });

  it('one whose counters are no counters adds only what can be true', async () => {
    const labels = { runtime: 'wild', model: 'm.gguf' };
    // From 100 to 160, then a new start at 20 that grows to 25.
    await watch.until('all counters were read', () => watch.value('model.output_tokens', labels) === 85);
    assert.match(
      watch
        .statuses()
        .find(({ name }) => name === 'wild')
        ?.notes.join() ?? '',
      /not usable numbers/,
    );
  });
});
