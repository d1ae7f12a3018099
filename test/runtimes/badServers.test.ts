import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';

const watchedMs = 8000;
/** How often a page is given before the next: a busy machine may give up on one or another. */
const givenTimes = 3;
/** So much at once that it comes before it is given up, busy as the machine may be. */
const flood = Buffer.alloc(4 * 1024 * 1024, 'x');
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
        while (!response.destroyed && response.write(flood));
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
  /** Requests to each in a first stretch of time, and how long that was. */
  let counted: ReadonlyMap<string, number>;
  let seconds = NaN;

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
      else if (url === '/metrics')
        response.end(metrics(wild[Math.min(Math.floor(turn++ / givenTimes), wild.length - 1)] ?? ''));
      else response.writeHead(501).end();
    });
    watch = new LlamaWatch([...settings, llamacpp('wild', wildPort)]);
    const from = performance.now();
    await sleep(watchedMs);
    counted = new Map(requests);
    seconds = (performance.now() - from) / 1000;
  });

  after(() => {
    watch.stop();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  for (const [name, { state }] of Object.entries(bad))
    it(`one that ${name} is told in words`, async () => {
      await watch.until(`${String(state)} is told`, () => {
        const status = watch.component(name);
        return status?.state === 'degraded' && state.test(status.reason);
      });
    });

  for (const name of Object.keys(bad).filter((key) => key !== 'garbles'))
    it(`one that ${name} is asked seldom`, () => {
      const count = counted.get(name) ?? 0;
      assert.ok(count >= 1 && count <= seconds, `${count} requests in ${seconds} s`);
    });

  it('one whose slots are garbage still has its totals read, at the pace of totals', async () => {
    const count = counted.get('garbles') ?? 0;
    assert.ok(count <= 2 * seconds, `${count} requests in ${seconds} s`);
    await watch.until('they are read', () => {
      return watch.value('model.output_tokens', { runtime: 'garbles', model: 'm.gguf' }) === 0;
    });
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
