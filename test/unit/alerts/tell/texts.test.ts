import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { MetricId } from '../../../../src/protocol/catalogue';
import type { Labels, Unit } from '../../../../src/protocol/metric';
import type { Action, Condition, Rule } from '../../../../src/protocol/rules/rule';
import type { Finding } from '../../../../src/engine/alerts/finding';
import { describer, renderMessage } from '../../../../src/engine/alerts/tell/describer';
import { spoken, spokenSpan } from '../../../../src/engine/alerts/tell/spoken';
import { renderTemplate } from '../../../../src/engine/alerts/tell/template';
import { Pipeline } from '../../../../src/engine/pipeline';
import { FakeClock } from '../../../support/fakeClock';
import { anInstance } from '../life/bookRig';

describe('a value as people read it', () => {
  const cases: readonly (readonly [number, Unit | null, string])[] = [
    [93.44, 'percent', '93.4%'],
    [80, 'percent', '80%'],
    [7.14 * 1024 ** 3, 'bytes', '7.14 GiB'],
    [8 * 1024 ** 3, 'bytes', '8 GiB'],
    [-8 * 1024 ** 3, 'bytes', '-8 GiB'],
    [512.4, 'milliseconds', '512 ms'],
    [58.31, 'tokens_per_second', '58.3 tok/s'],
    [-0.001, 'tokens_per_second', '0 tok/s'],
    [1000, 'requests', '1,000'],
    [1, 'flag', 'yes'],
    [3.14159, null, '3.14'],
    [NaN, 'percent', 'no value'],
    [Infinity, 'bytes', 'no value'],
  ];
  for (const [value, unit, text] of cases)
    it(`is ${text} for ${value} ${unit ?? 'of nothing'}`, () => {
      assert.equal(spoken(value, unit), text);
    });

  const spans: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [-5, '0 s'],
    [250, '250 ms'],
    [90_000, '1 min 30 s'],
    [300_000, '5 min'],
    [3_600_000 * 25 + 60_000, '1 d 1 h'],
    [86_400_000 + 60_000, '1 d'],
  ];
  for (const [ms, text] of spans)
    it(`is ${text} for ${ms} ms`, () => {
      assert.equal(spokenSpan(ms), text);
    });
});

describe('a template', () => {
  const values = new Map([
    ['cpu_percent', '93.4%'],
    ['memory_used_bytes', '7 GiB'],
    ['labels.model', '{{value}} [x](command:y)\nline'],
    ['value', '12'],
  ]);
  const render = (text: string): string => renderTemplate(text, (name) => values.get(name));

  it('has its places filled, with one percent sign', () => {
    assert.equal(render('CPU usage is high ({{cpu_percent}}%)'), 'CPU usage is high (93.4%)');
    assert.equal(render('{{cpu_percent}} %, {{ memory_used_bytes }}; {{value}}%'), '93.4%, 7 GiB; 12%');
    assert.equal(render('{{unknown}}% {{}} {{a b}} }} {{'), 'no value {{}} {{a b}} }} {{');
  });

  it('never reads again what was put in, and makes no link or line of it', () => {
    assert.equal(render('Model {{labels.model}}!'), 'Model {{value}} [x] (command:y) line!');
  });

  it('is one bounded line without control characters, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, value) => {
        const line = renderTemplate(`${text}{{x}}`, () => value);
        assert.ok(line.length <= 500);
        assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
        assert.ok(!line.includes(']('));
      }),
    );
  });

  it('takes time in proportion to its length', () => {
    const hostile = '{{ '.repeat(300) + ' '.repeat(100) + '{{'.repeat(500);
    assert.equal(renderTemplate(hostile, () => 'x').length, 500);
  });
});

/** Any UTF-16 units, halves of pairs among them. */
const anyText = fc.array(fc.nat(0xffff), { maxLength: 700 }).map((units) => String.fromCharCode(...units));

const compare = (metric: string, over: Partial<Extract<Condition, { kind: 'compare' }>> = {}): Condition => ({
  kind: 'compare',
  measure: { selector: { metric, labels: {} }, aggregation: 'avg', windowMs: 300_000 },
  operator: '>',
  bounds: { one: { kind: 'number', value: 80 } },
  ...over,
});

/** A pipeline with one value for each series, now. */
class Machine {
  readonly clock = new FakeClock();
  readonly pipeline = new Pipeline(1024 * 1024);
  private readonly group = this.pipeline.group('test', 1);

  has(metric: MetricId, labels: Labels, value: number): void {
    this.group.add(this.pipeline.series(metric, labels));
    this.group.values[this.group.values.length - 1] = value;
  }

  describe(
    rule: Partial<Rule>,
    labels: Labels,
    metric: MetricId,
    figures: Partial<Finding>,
  ): ReturnType<ReturnType<typeof describer>> {
    const series = this.pipeline.series(metric, labels);
    this.pipeline.commit(this.group, this.clock.now());
    const finding = {
      level: 'warning',
      isUnknown: false,
      value: null,
      threshold: null,
      unit: null,
      series: [series],
      ...figures,
    } as const;
    const moment = { severity: 'warning', since: this.clock.now() - 90_000, at: this.clock.now() } as const;
    return describer(this.pipeline, this.clock)(anInstance(rule, labels), finding, moment);
  }
}

describe('what is said of an alert', () => {
  const toast = (message: string): Action => ({ type: 'notify.toast', message });
  const figures = { value: 93.44, threshold: 80, unit: 'percent' } as const;

  it('is the first text of the rule, filled', () => {
    const machine = new Machine();
    machine.has('system.load_1m', {}, 3.5);
    const text =
      '{{name}} {{severity}}: {{cpu_percent}}% of {{threshold}} for {{duration}}, {{metric}}, {{load_1m}} {{system.data.load_1m}} {{labels.core}} {{labels.toString}}';
    const condition: Condition = {
      kind: 'all',
      conditions: [compare('system.cpu_percent'), compare('system.load_1m')],
    };
    const actions = [
      { type: 'notify.sound' },
      { type: 'log.audit', category: 'a', message: text },
      toast('no'),
    ] as const;
    const { message } = machine.describe(
      { condition, actions, labels: { core: '7' } },
      {},
      'system.cpu_percent',
      figures,
    );
    assert.equal(
      message,
      'High CPU Usage warning: 93.4% of 80% for 1 min 30 s, system.cpu_percent, 3.5 3.5 7 no value',
    );
  });

  const sentences: readonly (readonly [Condition, Partial<Finding>, string])[] = [
    [compare('system.cpu_percent'), figures, '93.4% on average over 5 min (limit 80%)'],
    [
      compare('system.cpu_percent', { clear: { one: { kind: 'number', value: 70 } } }),
      { ...figures, threshold: 70 },
      '93.4% on average over 5 min (limit 80%, ends at 70%)',
    ],
    [
      compare('system.cpu_percent', { clear: { one: { kind: 'number', value: 70 } } }),
      figures,
      '93.4% on average over 5 min (limit 80%)',
    ],
    [compare('system.*'), { ...figures, threshold: null }, '93.4% on average over 5 min'],
    [
      compare('system.cpu_percent', { operator: 'outside', bounds: { one: { kind: 'range', low: 5, high: 90 } } }),
      figures,
      '93.4% on average over 5 min (limit 5% to 90%)',
    ],
    [
      compare('system.cpu_percent', {
        bounds: { warning: { kind: 'number', value: 80 }, critical: { kind: 'range', low: 1, high: 2 } },
      }),
      figures,
      '93.4% on average over 5 min (limit 80%)',
    ],
    [
      compare('system.cpu_percent', {
        measure: { selector: { metric: 'system.cpu_percent', labels: {} }, aggregation: 'rate', windowMs: 60_000 },
      }),
      { value: 3, threshold: 1, unit: null },
      '3 a second over 1 min (limit 1)',
    ],
    [
      { kind: 'absent', selector: { metric: 'system.cpu_percent', labels: {} }, forMs: 120_000 },
      {},
      'no data for 2 min',
    ],
  ];
  for (const [condition, finding, sentence] of sentences)
    it(`is “${sentence}” where the rule has no words`, () => {
      const { message } = new Machine().describe({ condition }, { core: '0' }, 'system.cpu_percent', finding);
      assert.equal(message, `High CPU Usage (core 0): ${sentence}`);
    });

  it('is said without a finding too', () => {
    assert.equal(renderMessage(anInstance(), undefined), 'High CPU Usage: no value on average over 5 min');
    const instance = anInstance({ actions: [toast('{{value}} {{cpu_percent}} {{severity}}')] });
    assert.equal(renderMessage(instance, undefined), 'no value no value warning');
  });
});

describe('advice', () => {
  const suggest = (message?: string): readonly Action[] => [
    { type: 'suggest.mitigation', target: 'the_target', ...(message === undefined ? {} : { message }) },
  ];
  const about = (machine: Machine, metric: MetricId, labels: Labels = {}, text?: string): string => {
    const { advice } = machine.describe({ condition: compare(metric), actions: suggest(text) }, labels, metric, {});
    assert.deepEqual(
      advice.map(({ kind, target }) => [kind, target]),
      [['mitigation', 'the_target']],
    );
    return advice[0]!.message;
  };

  it('names the processes that use most', () => {
    const machine = new Machine();
    for (const [name, cpu] of [
      ['a (1)', 12],
      ['b (2)', 45.5],
      ['c (3)', 3],
      ['d (4)', 4],
      ['e (5)', 0],
    ] as const) {
      machine.has('system.process_cpu_percent', { process: name }, cpu);
      machine.has('system.process_memory_bytes', { process: name }, cpu * 1024 ** 3);
    }
    assert.equal(
      about(machine, 'system.cpu_percent', {}, 'Close one.'),
      'Close one. Busiest processes: b (2) 45.5%, a (1) 12%, d (4) 4%.',
    );
    assert.match(
      about(machine, 'system.memory_percent'),
      /^Processes with most memory: b \(2\) 45\.5 GiB, a \(1\) 12 GiB/,
    );
  });

  it('says what makes a model slow', () => {
    const machine = new Machine();
    const own = { runtime: 'local', model: 'own' };
    const other = { runtime: 'local', model: 'other' };
    machine.has('model.tokens_per_second', own, 4);
    machine.has('model.tokens_per_second', other, 30);
    machine.has('model.tokens_per_second', { runtime: 'local', model: 'idle' }, 0);
    machine.has('model.requests_queued', own, 3);
    machine.has('model.requests_queued', other, 9);
    machine.has('system.gpu_throttled', { gpu: '0' }, 1);
    machine.has('system.gpu_throttled', { gpu: '1' }, 0);
    machine.has('system.memory_percent', {}, 95);
    assert.equal(
      about(machine, 'model.ttft_ms', own, 'Look at {{labels.model}}.'),
      'Look at own. Other models that generate at the same time: other 30 tok/s. 3 requests wait for a free slot. GPU 0 runs slower than it could, because of heat or power. Memory is 95% full.',
    );
  });

  it('says which file system, which GPU, and who holds its memory', () => {
    const machine = new Machine();
    machine.has('system.filesystem_percent', { mount: '/home' }, 93);
    machine.has('system.filesystem_percent', { mount: '/' }, 99);
    machine.has('system.gpu_temperature_celsius', { gpu: '0' }, 84);
    machine.has('system.process_gpu_memory_bytes', { process: 'llama (7)' }, 1024 ** 3);
    machine.has('model.tokens_per_second', { runtime: 'r', model: 'm' }, 5);
    assert.equal(about(machine, 'system.filesystem_percent', { mount: '/home' }), 'The file system /home is 93% full.');
    assert.equal(
      about(machine, 'system.gpu_memory_percent', { gpu: '0' }),
      'Processes with most GPU memory: llama (7) 1 GiB. Models that generate now: m 5 tok/s.',
    );
    assert.match(about(machine, 'system.gpu_throttled', { gpu: '0' }), /^GPU 0 is at 84 °C\./);
  });

  it('is none where nothing more is known, rather than an empty word or a made-up figure', () => {
    const machine = new Machine();
    machine.has('system.process_cpu_percent', { process: 'a' }, NaN);
    const actions = [{ type: 'suggest.diagnostic' as const, target: 'cpu_usage' }];
    assert.deepEqual(machine.describe({ actions }, {}, 'system.cpu_percent', {}).advice, []);
    assert.deepEqual(machine.describe({}, {}, 'system.cpu_percent', {}).advice, []);
  });
});
