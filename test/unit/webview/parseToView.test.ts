import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { parseToView } from '../../../webview/shared/parseToView';
import { alertAt, busyAlerts, noticeOf } from '../../browser/busyAlerts';
import { statusWith } from '../../support/fakeEngine';

const info = { id: 1, metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured' };
const origin = { method: 'energy counter', scope: 'CPU package', source: 'RAPL package-0' };
const request = {
  id: 3,
  runtime: 'local',
  model: 'qwen',
  kind: 'chat',
  state: 'generating',
  startedAt: 1_780_000_000_000,
  tokenQuality: 'estimated',
};
const activity = (over: object = {}, models: unknown = []) => ({
  type: 'activity',
  activity: { models, requests: [{ ...request, ...over }] },
});
const pastSeries = {
  metric: 'system.cpu_percent',
  labels: {},
  unit: 'percent',
  quality: 'measured',
  times: Float64Array.of(0, 10_000),
  values: Array.from({ length: 4 }, () => Float64Array.of(1, NaN)),
};
const past = (over: object = {}, series: readonly object[] = [pastSeries]) => ({
  type: 'history',
  question: 3,
  answer: { from: 0, to: 20_000, stepMs: 10_000, series, ...over },
});
const pastOf = (over: object) => past({}, [{ ...pastSeries, ...over }]);
const long = Float64Array.from({ length: 5001 }, (_, at) => at * 10_000);
const anAlert = alertAt(1_780_000_000_000, { id: 'a' });
const alerts = (over: object = {}) => ({ type: 'alerts', alerts: { ...busyAlerts(1_780_000_000_000), ...over } });
const alertOf = (over: object) => alerts({ active: [{ ...anAlert, ...over }] });
const notice = (over: object = {}) => ({ type: 'notice', notice: { ...noticeOf(1), ...over } });
const mark = { id: 'a', rule: 'r', name: 'Busy', severity: 'warning', message: '97 %', from: 1, to: null };
const session = { id: '20261121T075000Z-00000001', from: 1, to: 2 };
const marks = (over: object = {}) => ({
  type: 'marks',
  question: 3,
  marks: { alerts: [mark], sessions: [session], isComplete: true, ...over },
});
const rows = (over: object = {}) => ({
  type: 'rows',
  rows: [
    {
      group: 0,
      timestamps: Float64Array.of(1, 2),
      series: Int32Array.of(1, 2),
      values: Float64Array.of(1, NaN, 3, 4),
      ...over,
    },
  ],
});

describe('parseToView', () => {
  it('takes every message of the protocol', () => {
    const status = statusWith({
      components: [{ id: 'network', state: 'degraded', reason: 'It cannot be read.' }],
      runtimes: [
        {
          name: 'a',
          kind: 'ollama',
          url: 'http://127.0.0.1:1',
          models: [{ name: 'm', state: 'idle', isElsewhere: true }],
          notes: [],
        },
      ],
      proxy: 'http://127.0.0.1:9446',
      probes: [{ url: 'http://127.0.0.1:8080', outcome: 'nothing listens there' }],
    });
    const messages = [
      { type: 'reset' },
      { type: 'live' },
      { type: 'series', series: [info, { ...info, quality: 'unavailable', reason: 'No sensor.' }] },
      { type: 'series', series: [{ ...info, metric: 'system.power_watts', unit: 'watts', origin }] },
      rows(),
      activity(),
      activity({
        status: 200,
        ttftMs: 1.5,
        durationMs: 2,
        tokensPerSecond: 40,
        inputTokens: 1,
        cachedTokens: 0,
        outputTokens: 3,
        reasoningTokens: 2,
        entropyBits: { lower: 1.2, upper: 1.7 },
        entropyShare: 0.5,
        energyJoules: 12,
        problem: 'None.',
      }),
      activity({}, [
        {
          runtime: 'local',
          model: 'qwen',
          ttft: { p50: 1, p95: 2, count: 3, source: 'histogram', isAtLeast: true },
          today: { input: 1, output: 2, since: 3 },
          joulesPerToken: { aboveIdle: 1, gross: 2, quality: 'estimated' },
          energyReason: 'None.',
          entropyShare: 1,
        },
      ]),
      { type: 'status', status },
      past(),
      pastOf({ quality: 'estimated', reason: 'From the load.' }),
      alerts(),
      alerts({ active: Array(1000).fill(anAlert), recent: Array(200).fill(anAlert), isEnabled: false }),
      notice(),
      notice({ durationMs: 5000, commands: [{ rule: 'a', command: 'b.c', args: ['x', 1, true] }] }),
      { type: 'noHistory', question: 3, reason: 'The folder cannot be read. Give access to it.' },
      marks(),
      marks({ alerts: Array(500).fill({ ...mark, to: 5 }), sessions: Array(500).fill(session), isComplete: false }),
      { type: 'noMarks', question: 3, reason: 'The folder cannot be read. Give access to it.' },
      { type: 'copied' },
      { type: 'ux', isMeasured: false },
    ];
    for (const message of messages) assert.deepEqual(parseToView(message), message);
  });

  it('hands rows on without copying them', () => {
    const message = rows();
    const parsed = parseToView(message);
    assert.ok(parsed?.type === 'rows');
    assert.equal(parsed.rows[0]!.values, message.rows[0]!.values);
  });

  const malformed: readonly [string, unknown][] = [
    ['nothing', undefined],
    ['text', 'rows'],
    ['an unknown type', { type: 'evaluate' }],
    ['no word on what is measured', { type: 'ux', isMeasured: 'false' }],
    ['a series without unit', { type: 'series', series: [{ ...info, unit: undefined }] }],
    ['a series with a unit of an object', { type: 'series', series: [{ ...info, unit: 'toString' }] }],
    ['a series with a huge label', { type: 'series', series: [{ ...info, labels: { a: 'x'.repeat(5000) } }] }],
    ['a series with an id that is none', { type: 'series', series: [{ ...info, id: -1 }] }],
    ['too many series', { type: 'series', series: Array.from({ length: 10_001 }, () => info) }],
    [
      'an origin by a method that there is not',
      { type: 'series', series: [{ ...info, origin: { ...origin, method: 'x' } }] },
    ],
    [
      'an origin with a huge source',
      { type: 'series', series: [{ ...info, origin: { ...origin, source: 'x'.repeat(5000) } }] },
    ],
    ['an activity without requests', { type: 'activity', activity: { models: [] } }],
    ['a request in a state that there is not', activity({ state: 'lost' })],
    ['a request with a time that is none', activity({ ttftMs: NaN })],
    ['a request with negative tokens', activity({ outputTokens: -1 })],
    ['a request with a share above 1', activity({ entropyShare: 1.1 })],
    ['a request with half an interval', activity({ entropyBits: { lower: 1 } })],
    ['a request with a huge model name', activity({ model: 'x'.repeat(2000) })],
    ['a request with a huge problem', activity({ problem: 'x'.repeat(5000) })],
    ['a model without a name', activity({}, [{ runtime: 'local' }])],
    ['a percentile that is endless', activity({}, [{ ttft: { p50: 1, p95: Infinity, count: 1, source: 'proxy' } }])],
    ['too many requests', { type: 'activity', activity: { models: [], requests: Array(201).fill(request) } }],
    ['rows that are no list', { type: 'rows', rows: 5 }],
    ['rows of plain numbers', rows({ timestamps: [1, 2] })],
    ['rows with too few values', rows({ values: Float64Array.of(1) })],
    ['rows with times that descend', rows({ timestamps: Float64Array.of(2, 1) })],
    ['rows with a time that is none', rows({ timestamps: Float64Array.of(1, NaN) })],
    ['too many rows', { type: 'rows', rows: Array.from({ length: 5000 }, () => rows().rows[0]) }],
    ['an answer to no question', { ...past(), question: -1 }],
    ['an answer that ends before it begins', past({ from: 30_000 })],
    ['an answer with steps of no length', past({ stepMs: 0 })],
    ['an answer with steps of half milliseconds', past({ stepMs: 1000.5 })],
    ['an answer from beyond all dates', past({ to: 9e15 })],
    ['an answer with plain numbers', pastOf({ times: [0, 10_000] })],
    ['an answer with times twice', pastOf({ times: Float64Array.of(5, 5) })],
    ['an answer with a time that is none', pastOf({ times: Float64Array.of(5, NaN) })],
    ['an answer without a column', pastOf({ values: [] })],
    ['an answer with more columns than can be asked for', pastOf({ values: Array(14).fill(pastSeries.values[0]) })],
    ['an answer with a column too short', pastOf({ values: [Float64Array.of(1), ...pastSeries.values.slice(1)] })],
    [
      'an answer with more points than asked for',
      past({}, Array(4).fill({ ...pastSeries, times: long, values: [long, long, long, long] })),
    ],
    ['too many active alerts', alerts({ active: Array(1001).fill(anAlert) })],
    ['too many resolved alerts', alerts({ recent: Array(201).fill(anAlert) })],
    ['alerts that say not whether rules are looked at', alerts({ isEnabled: undefined })],
    ['an alert in a state that there is not', alertOf({ state: 'lost' })],
    ['an alert with a severity of an object', alertOf({ severity: 'toString' })],
    ['an alert with a huge message', alertOf({ message: 'x'.repeat(5000) })],
    ['an alert with a value that is endless', alertOf({ value: Infinity })],
    ['an alert from beyond all dates', alertOf({ since: 9e15 })],
    ['an alert that is silenced for a word', alertOf({ silencedUntil: 'ever' })],
    ['an alert with endless advice', alertOf({ advice: Array(33).fill(busyAlerts(0).active[0]!.advice[0]) })],
    ['a notice without an id', notice({ id: undefined })],
    ['a notice that stays for years', notice({ durationMs: 1e12 })],
    ['a notice about too many alerts', notice({ alerts: Array(1001).fill('a') })],
    ['a notice with a command of objects', notice({ commands: [{ rule: 'a', command: 'b', args: [{}] }] })],
    ['marks of no question', { ...marks(), question: -1 }],
    ['marks that say not whether they are all', marks({ isComplete: undefined })],
    ['too many marks of alerts', marks({ alerts: Array(501).fill(mark) })],
    ['too many marks of sessions', marks({ sessions: Array(501).fill(session) })],
    ['a mark without an end', marks({ alerts: [{ ...mark, to: undefined }] })],
    ['a mark from beyond all dates', marks({ alerts: [{ ...mark, from: 9e15 }] })],
    ['a mark of a severity that there is not', marks({ alerts: [{ ...mark, severity: 'toString' }] })],
    ['a mark with a huge message', marks({ alerts: [{ ...mark, message: 'x'.repeat(5000) }] })],
    ['a session with an end that is none', marks({ sessions: [{ ...session, to: NaN }] })],
    ['a refusal without a reason', { type: 'noHistory', question: 3 }],
    ['a status without machine', { type: 'status', status: { ...statusWith(), machine: undefined } }],
    [
      'a degraded part without reason',
      { type: 'status', status: statusWith({ components: [{ id: 'a', state: 'degraded' } as never] }) },
    ],
  ];
  for (const [what, message] of malformed)
    it(`ignores ${what}`, () => {
      assert.equal(parseToView(message), undefined);
    });

  it('throws at nothing', () => {
    fc.assert(
      fc.property(
        fc.anything({ withTypedArray: true, withNullPrototype: true }),
        fc.constantFrom('rows', 'series', 'status', 'activity', 'history', 'alerts', 'notice', 'marks'),
        (x, type) => {
          parseToView(x);
          parseToView({ type, [type]: x });
          parseToView({ type, [type]: [x] });
          parseToView(alerts({ active: [x] }));
          parseToView(past({}, [x as object]));
          parseToView(pastOf({ times: x, values: [x] }));
        },
      ),
    );
  });
});
