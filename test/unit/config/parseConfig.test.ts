import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { defaults } from '../../../src/engine/config/defaults';
import { withEnvironment } from '../../../src/engine/config/environment';
import { parseConfig } from '../../../src/engine/config/parseConfig';
import { settingKeys } from '../../../src/protocol/settings';

describe('configuration', () => {
  it('is the defaults when nothing is set', () => {
    assert.deepEqual(parseConfig({}), { config: defaults(), problems: [] });
    assert.deepEqual(Object.keys(defaults()), settingKeys);
  });

  it('has defaults that its own rules take', () => {
    assert.deepEqual(parseConfig(defaults()).problems, []);
  });

  it('is nested by the dots of the keys, and takes them written out too', () => {
    const { config, problems } = parseConfig({
      collectors: { system: { sampleRate: 5, enabled: false }, 'model.sampleRate': 30 },
      'server.port': 8080,
      runtimes: [{ name: 'local', kind: 'llamacpp', url: 'http://127.0.0.1:8080' }],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(config, {
      ...defaults(),
      'collectors.system.sampleRate': 5,
      'collectors.system.enabled': false,
      'collectors.model.sampleRate': 30,
      'server.port': 8080,
      runtimes: [{ name: 'local', kind: 'llamacpp', url: 'http://127.0.0.1:8080' }],
    });
  });

  const wrong: readonly [unknown, string, RegExp][] = [
    [
      { server: { port: 70000 } },
      'server.port',
      /^70000 is not valid: .*a whole number from 0 to 65535\. 9445 is used/,
    ],
    [{ server: { port: 80.5 } }, 'server.port', /^80\.5 is not valid/],
    [{ server: { port: '8080' } }, 'server.port', /^"8080" is not valid/],
    [{ server: { port: null } }, 'server.port', /^null is not valid/],
    [{ server: { host: '0.0.0.0' } }, 'server.host', /one of 127\.0\.0\.1, ::1, localhost\. "127\.0\.0\.1" is used/],
    [{ enabled: 'yes' }, 'enabled', /true or false\. true is used/],
    [
      { collectors: { system: { sampleRate: 0 } } },
      'collectors.system.sampleRate',
      /a number from 0\.1 to 10\. 10 is used/,
    ],
    [
      { collectors: { system: { metrics: ['cpu', 'gpus'] } } },
      'collectors.system.metrics.1',
      /^"gpus".*a list of at most 8/,
    ],
    [{ collectors: { system: { metrics: 'cpu' } } }, 'collectors.system.metrics', /^"cpu"/],
    [
      { runtimes: [{ name: 'x', kind: 'magic', url: 'http://localhost' }] },
      'runtimes.0.kind',
      /^"magic".*kind \(one of llamacpp/,
    ],
    [{ runtimes: [{ name: 'x', kind: 'ollama', url: 'http://localhost', key: 1 }] }, 'runtimes.0.key', /is not valid/],
    [{ aggregation: { windowSizes: ['1m', '0s'] } }, 'aggregation.windowSizes.1', /^"0s"/],
    [{ server: { allowedOrigins: ['x'.repeat(300)] } }, 'server.allowedOrigins.0', /…/],
    [{ server: 8080 }, 'server', /^This is an object of settings, not 8080/],
    [{ server: [1] }, 'server', /^This is an object of settings, not \[1\]/],
    [{ nothing: 1 }, 'nothing', /^There is no setting of this name, so it changes nothing\.$/],
    [{ server: { prot: 1 } }, 'server.prot', /^There is no setting of this name/],
    [{ server: { frameBudgetMs: 1 } }, 'server.frameBudgetMs', /Did you mean collectors\.frameBudgetMs\?/],
    [[], '', /^A configuration is an object of settings, not \[\]/],
    [null, '', /^A configuration is/],
    ['text', '', /^A configuration is/],
    [undefined, '', /^A configuration is an object of settings, not nothing/],
  ];
  for (const [json, path, message] of wrong)
    it(`reports ${path}: ${String(message)} and keeps the default`, () => {
      const { config, problems } = parseConfig(json);
      assert.deepEqual(config, defaults());
      assert.equal(problems.length, 1);
      assert.equal(problems[0]!.path, path);
      assert.match(problems[0]!.message, message);
    });

  it('keeps the last good value, and says which', () => {
    const lastGood = { ...defaults(), 'server.port': 7000 };
    const { config, problems } = parseConfig({ server: { port: -1 } }, lastGood);
    assert.equal(config['server.port'], 7000);
    assert.match(problems[0]!.message, /7000 is used instead/);
  });

  it('takes what is right beside what is wrong', () => {
    const { config, problems } = parseConfig({ server: { port: -1, maxConnections: 5 }, x: {} });
    assert.equal(config['server.maxConnections'], 5);
    assert.equal(problems.length, 2);
  });

  it('cannot be used to reach a prototype', () => {
    const text =
      '{"__proto__":{"enabled":false},"constructor":{"prototype":{"a":1}},"server":{"__proto__":{"port":1}}}';
    const { config, problems } = parseConfig(JSON.parse(text));
    assert.deepEqual(config, defaults());
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['__proto__', 'constructor', 'server.__proto__'],
    );
    assert.equal(({} as { a?: unknown }).a, undefined);
  });

  it('does not follow what is nested without end', () => {
    for (const name of ['', 'server', 'collectors']) {
      let json: unknown = 1;
      for (let depth = 0; depth < 100_000; depth++) json = { [name]: json };
      assert.equal(parseConfig(json).problems.length, 1);
    }
  });

  it('reports no more than can be read, in names that can be printed', () => {
    const json = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`\u001b[31m${'x'.repeat(1000)}${i}`, 1]));
    const { problems } = parseConfig(json);
    assert.equal(problems.length, 51);
    assert.match(problems[50]!.message, /950 more/);
    for (const { path } of problems) assert.match(path, /^[^\p{Cc}]{0,100}$/u);
  });

  it('is complete and valid, whatever it is made from', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...settingKeys), (value, key) => {
        const { config } = parseConfig({ [key]: value, [key.split('.')[0]!]: value });
        assert.deepEqual(parseConfig(config).problems, []);
        assert.deepEqual(Object.keys(config), settingKeys);
      }),
    );
  });
});

describe('environment', () => {
  it('overrides port, frame budget and the days that statistics are kept', () => {
    const { config, problems } = withEnvironment(defaults(), {
      WF_MONITORING_PORT: '8080',
      WF_FRAME_BUDGET_MS: ' 8.5 ',
      WF_RETENTION_DAYS: '14',
    });
    assert.equal(config['server.port'], 8080);
    assert.equal(config['collectors.frameBudgetMs'], 8.5);
    assert.equal(config['retention.aggregatedDays'], 14);
    assert.deepEqual(problems, []);
  });

  it('says nothing when it is empty or not set', () => {
    assert.deepEqual(withEnvironment(defaults(), { WF_MONITORING_PORT: '', PATH: '/bin' }), {
      config: defaults(),
      problems: [],
    });
  });

  for (const value of ['99999', '-1', 'abc', '0x50', '1e3', '80.5', '8080; rm'])
    it(`reports ${value} under the name of the variable`, () => {
      const { config, problems } = withEnvironment(defaults(), { WF_MONITORING_PORT: value });
      assert.deepEqual(config, defaults());
      assert.equal(problems[0]?.path, 'WF_MONITORING_PORT');
      assert.match(problems[0].message, /server\.port takes a whole number from 0 to 65535\. 9445 is used/);
    });
});
