import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { dispatch } from '../../../src/cli/dispatch';
import type { EngineFactory, RunningEngine } from '../../../src/cli/engineFactory';
import { table } from '../../../src/cli/table';
import { leadForATool } from '../../../src/engine/elect/leadForATool';
import { triesAgain } from '../../../src/engine/serve/server';
import type { Config } from '../../../src/protocol/settings';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-cli-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly config: Config | undefined;
  readonly calls: readonly string[];
}

const listening: ReturnType<RunningEngine['status']> = { http: 'http://127.0.0.1:9445', components: [] };

async function wirthforge(
  words: readonly string[],
  options: { environment?: Record<string, string>; status?: typeof listening; stop?: AbortSignal } = {},
): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const calls: string[] = [];
  // Whoever reads the first line has seen enough.
  const printed = new AbortController();
  let config: Config | undefined;
  const createEngine: EngineFactory = (given) => {
    ({ config } = given);
    given.log('info', 'started');
    given.log('debug', 'details');
    return {
      start: () => Promise.resolve(void calls.push('start')),
      stop: () => Promise.resolve(void calls.push('stop')),
      status: () => options.status ?? listening,
      sharedBy: () => undefined,
      attach: () => assert.fail('nobody follows'),
    };
  };
  const code = await dispatch(words, {
    version: '1.2.3',
    environment: options.environment ?? {},
    platform: 'linux',
    home: folder,
    out: (line) => {
      out.push(line);
      if (!options.stop) printed.abort();
    },
    outBytes: (bytes) => {
      out.push(Buffer.from(bytes).toString('utf8'));
      return Promise.resolve();
    },
    err: (line) => err.push(line),
    createEngine,
    stop: options.stop ?? printed.signal,
    sqliteFile: path.join(process.cwd(), 'node_modules', 'sql.js', 'dist', 'sql-wasm.wasm'),
  });
  return { code, out, err, config, calls };
}

describe('wirthforge', () => {
  it('helps, with every verb and every option', async () => {
    for (const words of [['--help'], ['-h']]) {
      const { code, out } = await wirthforge(words);
      assert.equal(code, 0);
      assert.match(out.join('\n'), /serve .*\n.*status /);
    }
    const { out } = await wirthforge(['serve', '--help']);
    for (const option of ['--port P', '--config FILE', '--for SECONDS', '--data-dir DIR', '--help'])
      if (option !== '--help') assert.ok(out.join('\n').includes(option), option);
  });

  it('tells its version', async () => {
    assert.deepEqual((await wirthforge(['--version'])).out, ['1.2.3']);
  });

  const wrong: readonly string[][] = [
    [],
    ['bogus'],
    ['--bogus'],
    ['constructor'],
    ['serve', '--bogus'],
    ['serve', 'extra'],
    ['serve', '--port'],
    ['serve', '--port', 'abc'],
    ['serve', '--port', '70000'],
    ['serve', '--port', '-1'],
    ['serve', '--port=-1'],
    ['serve', '--port', ''],
    ['serve', '--for', '0'],
    ['serve', '--for', '1e9'],
    ['serve', '--for', '99999999'],
    ['serve', '--for', 'soon'],
    ['status', '--json=yes'],
    ['status', '--port', '1'],
  ];
  for (const words of wrong)
    it(`ends with 2 and one line for: ${words.join(' ')}`, async () => {
      const { code, out, err, calls } = await wirthforge(words);
      assert.equal(code, 2);
      assert.deepEqual(out, []);
      assert.equal(err.length, 1);
      assert.match(err[0]!, /^wirthforge: [^\n]+--help\.$/);
      assert.deepEqual(calls, []);
    });
});

describe('wirthforge serve', () => {
  it('prints one line of JSON when it is ready, and stops the engine when it is told to', async () => {
    const { code, out, err, calls } = await wirthforge(['serve', '--data-dir', folder]);
    assert.equal(code, 0);
    assert.deepEqual(
      out.map((line) => JSON.parse(line) as unknown),
      [{ ready: true, http: 'http://127.0.0.1:9445', dataDir: folder, tokenFile: path.join(folder, 'token') }],
    );
    assert.deepEqual(calls, ['start', 'stop']);
    assert.match(err[0]!, /Data folder: .* \(named with --data-dir\)/);
    assert.deepEqual(err.slice(1), ['info: started']);
  });

  it('stops after the time that it is given', async () => {
    const { code, calls } = await wirthforge(['serve', '--for', '0.01', '--data-dir', folder], {
      stop: new AbortController().signal,
    });
    assert.equal(code, 0);
    assert.deepEqual(calls, ['start', 'stop']);
  });

  it('takes settings from the file, over it from the environment, over both from the command line', async () => {
    const file = path.join(folder, 'config.json');
    await writeFile(
      file,
      JSON.stringify({
        server: { port: 1, maxConnections: 7 },
        collectors: { frameBudgetMs: 5 },
        log: { level: 'debug' },
      }),
    );
    const words = ['serve', '--data-dir', folder, '--config', file];
    const environment = { WF_MONITORING_PORT: '2', WF_FRAME_BUDGET_MS: '6' };
    const fromFile = await wirthforge(words);
    assert.equal(fromFile.config?.['server.port'], 1);
    assert.ok(fromFile.err.includes('debug: details'));
    assert.equal((await wirthforge(words, { environment })).config?.['server.port'], 2);
    const { config } = await wirthforge([...words, '--port', '3'], { environment });
    assert.equal(config?.['server.port'], 3);
    assert.equal(config['collectors.frameBudgetMs'], 6);
    assert.equal(config['server.maxConnections'], 7);
  });

  it('tells each problem of the configuration and starts all the same', async () => {
    const file = path.join(folder, 'odd.json');
    await writeFile(file, '{"server":{"port":-1},"odd":1}');
    const { code, err } = await wirthforge(['serve', '--data-dir', folder, '--config', file], {
      environment: { WF_FRAME_BUDGET_MS: 'x' },
    });
    assert.equal(code, 0);
    assert.equal(err.filter((line) => /^warn: (server\.port|odd|WF_FRAME_BUDGET_MS): /.test(line)).length, 3);
  });

  it('ends with 1 and one line when the configuration cannot be read', async () => {
    for (const name of ['missing.json', '.']) {
      const { code, out, err, calls } = await wirthforge([
        'serve',
        '--data-dir',
        folder,
        '--config',
        path.join(folder, name),
      ]);
      assert.equal(code, 1);
      assert.deepEqual([out, calls], [[], []]);
      assert.equal(err.length, 1);
      assert.match(err[0]!, /could not be read.*Check the path/);
    }
  });

  it('ends with 1 and the reason when the server is wanted and does not listen', async () => {
    const reason = 'The server does not listen: no port was free.';
    const said = `${reason} ${triesAgain}`;
    const status = { components: [{ id: 'server', state: 'degraded', reason: said }] } as const;
    const { code, out, err, calls } = await wirthforge(['serve', '--data-dir', folder], { status });
    assert.equal(code, 1);
    assert.deepEqual(out, []);
    assert.equal(err.at(-1), `wirthforge: ${reason}`);
    assert.deepEqual(calls, ['start', 'stop']);
  });

  it('names no address when the server is not wanted', async () => {
    const file = path.join(folder, 'quiet.json');
    await writeFile(file, '{"server":{"enabled":false}}');
    const { code, out } = await wirthforge(['serve', '--data-dir', folder, '--config', file], {
      status: { components: [] },
    });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out[0]!), { ready: true, dataDir: folder });
  });
});

describe('wirthforge status', () => {
  const dead = 2 ** 22 + 1;
  const cases: readonly [string, string | undefined, RegExp][] = [
    ['there is no endpoints.json', undefined, /^wirthforge: No monitor runs on .*wirthforge serve/],
    ['it is not JSON', 'x', /does not name a server on this machine/],
    [
      'it leads off this machine',
      '{"http":"http://10.0.0.1:80","pid":1,"startedAt":1}',
      /does not name a server on this machine/,
    ],
    [
      'it leads to another name',
      '{"http":"http://localhost:80@evil.example:80","pid":1,"startedAt":1}',
      /does not name/,
    ],
    ['its process is gone', `{"http":"http://127.0.0.1:9","pid":${dead},"startedAt":1}`, /has ended without saying so/],
    [
      'nothing answers',
      `{"http":"http://127.0.0.1:9","pid":${process.pid},"startedAt":1}`,
      /does not answer: .*wirthforge serve/,
    ],
  ];
  for (const [what, content, message] of cases)
    it(`ends with 1 and says how to start when ${what}`, async () => {
      const dataDir = await mkdtemp(path.join(folder, 'data-'));
      if (content !== undefined) await writeFile(path.join(dataDir, 'endpoints.json'), content);
      const { code, out, err } = await wirthforge(['status', '--data-dir', dataDir]);
      assert.equal(code, 1);
      assert.deepEqual(out, []);
      assert.equal(err.length, 2);
      assert.match(err[1]!, message);
    });

  it('says that a command is at work, whatever the last monitor left', async () => {
    const dataDir = await mkdtemp(path.join(folder, 'data-'));
    const leadership = await leadForATool(dataDir, '1', () => undefined);
    try {
      for (const left of [undefined, `{"http":"http://127.0.0.1:9","pid":${dead},"startedAt":1}`]) {
        if (left !== undefined) await writeFile(path.join(dataDir, 'endpoints.json'), left);
        const { code, err } = await wirthforge(['status', '--data-dir', dataDir]);
        assert.equal(code, 1);
        assert.match(err[1]!, /A command of the monitor \(process \d+\) is changing what is recorded/);
      }
    } finally {
      await leadership.release();
    }
  });
});

describe('table', () => {
  it('is as wide as its widest cells and prints no control characters', () => {
    assert.equal(
      table([
        ['a', 'long'],
        ['wider', 'b\u001b[31m'],
      ]),
      'a      long\nwider  b [31m',
    );
    assert.equal(table([]), '');
  });
});
