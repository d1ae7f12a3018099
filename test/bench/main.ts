import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { alertLatencies, alertShares } from './alertLatency';
import { costOfRules, feedWithoutRules } from './alerts';
import { bytesPerTime, metricCosts, tierCosts } from './codec';
import { firstTokenDifferences } from './firstToken';
import { questionCosts } from './history';
import { stormCosts } from './hostile';
import { liveCost } from './live';
import { median } from './meter';
import { microsecondsPerEvent } from './measure';
import { microsecondsPerQuery, nanosecondsPerSample, sustained } from './pipeline';
import { measureProxy } from './proxy';
import { measureShares, shareRow, type Subject } from './shares';
import { busyModel } from './busyModel';
import { rollingCosts } from './rolling';
import { scrapeCosts } from './scrape';
import { storeFigures } from './storeBench';
import { madeUpChunks, recordedChunks } from './storedSamples';
import { figureRow } from './storeFigure';
import { table } from './table';
import { takeoverHeader, takeoverRow, takeoverTimes } from './takeover';
import { chartRows, measureCharts } from './views/charts';
import { energyHeader, energyRows, measureEnergyFrames } from './views/energyFrames';
import { measurePastMonth, pastMonthHeader, pastMonthRows } from './views/pastMonthClick';
import { measureInVscode } from './vscode';

/** Everything that the README and the changelog may say in figures is printed here. */
const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const rounds = options.quick ? 1 : 3;
const seconds = options.quick ? 10 : 30;
const sustainSeconds = options.quick ? 10 : 60;
const wants = (part: string): boolean => options.only === undefined || options.only.split(',').includes(part);

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-bench-'));
const node = process.execPath;
const engine = (name: string, extra: Partial<Subject> = {}): Subject => ({
  name,
  command: [
    node,
    'dist/cli.js',
    'serve',
    '--port',
    '0',
    '--proxy-port',
    '0',
    '--data-dir',
    path.join(dataDir, name.replaceAll(' ', '-')),
  ],
  ...extra,
});

function installed(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

/** Other monitors at their own rates, where they are installed. */
function otherMonitors(): Subject[] {
  const home = mkdtempSync(path.join(dataDir, 'btop-'));
  mkdirSync(path.join(home, 'btop'));
  writeFileSync(path.join(home, 'btop', 'btop.conf'), 'update_ms = 2000\nshown_boxes = "cpu mem net proc"\n');
  const known: (Subject & { readonly program: string })[] = [
    {
      program: 'btop',
      name: 'btop, every 2000 ms',
      command: ['script', '-qfec', 'stty rows 50 cols 160; btop', '/dev/null'],
      env: { XDG_CONFIG_HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    },
    {
      program: 'netdata',
      name: 'netdata, every 1000 ms',
      command: ['netdata', '-D', '-P', path.join(dataDir, 'netdata.pid')],
    },
  ];
  return known.filter(({ program }) => {
    const isHere = installed(program);
    if (!isHere)
      process.stderr.write(`${program} is not installed, so it is left out; on Debian: apt-get install ${program}\n`);
    return isHere;
  });
}

const report: Record<string, unknown> = {
  date: new Date().toISOString(),
  machine: { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version, platform: os.platform() },
  rounds,
  seconds,
};
const print = (title: string, body: string): void => {
  process.stdout.write(`\n## ${title}\n\n${body}\n`);
};

async function main(): Promise<void> {
  if (wants('pipeline')) {
    const perSample = nanosecondsPerSample(options.quick ? 5 : 15);
    const queries = [1000, 10_000, 30_000, 60_000, 300_000, 3_600_000].map(
      (ms) => [ms, microsecondsPerQuery(ms)] as const,
    );
    const loads = [await sustained(10_000, sustainSeconds), await sustained(500_000, sustainSeconds)];
    report['pipeline'] = {
      nanosecondsPerSample: perSample,
      microsecondsPerQuery: Object.fromEntries(queries),
      sustained: loads,
    };
    print(
      'From a collector to the windows',
      `${median(perSample).toFixed(0)} ns a sample (${Math.min(...perSample).toFixed(0)} to ${Math.max(...perSample).toFixed(0)}, ${perSample.length} runs)`,
    );
    print(
      'One query of a window',
      table(
        ['window', 'us a series'],
        queries.map(([ms, us]) => [`${ms / 1000} s`, us.toFixed(1)]),
      ),
    );
    print(
      `Sustained for ${sustainSeconds} s`,
      table(
        ['offered a second', 'taken a second', '% of a core', 'longest, ms'],
        loads.map((l) => [
          String(l.offered),
          l.takenPerSecond.toFixed(0),
          l.cpuPercent.toFixed(2),
          l.longestMs.toFixed(1),
        ]),
      ),
    );
  }

  if (wants('alerts')) {
    const passes = options.quick ? 100 : 500;
    const bare = feedWithoutRules(passes);
    const costs = [100, 1000, 10_000].map((count) => costOfRules(count, passes));
    report['alerts'] = { feedWithoutRulesMs: bare, costs };
    print(
      `One look at the rules, ${passes} passes with a budget of 2 ms over 200 series, in time of the thread (targets: 1,000 rules p99 0.5 ms; none over 2 ms)`,
      table(
        [
          'rules',
          'instances',
          'all of them, p50 ms',
          'p99 ms',
          'kB allocated',
          'in the budget, p50 ms',
          'p99 ms',
          'longest ms',
          'longest on the wall',
          'longest of all threads',
          '% looked at',
          'fast ones, p99 ms',
          'figures, ms a second',
        ],
        costs.map((c) => [
          String(c.rules),
          String(c.instances),
          c.wholeP50Ms.toFixed(3),
          c.wholeP99Ms.toFixed(3),
          (c.passBytes / 1000).toFixed(1),
          c.p50Ms.toFixed(3),
          c.p99Ms.toFixed(3),
          c.maxMs.toFixed(3),
          c.maxWallMs.toFixed(3),
          c.maxProcessMs.toFixed(3),
          (c.share * 100).toFixed(0),
          c.frameP99Ms.toFixed(3),
          (c.feedMs - bare).toFixed(2),
        ]),
      ),
    );
    print(
      'Loading rules',
      table(
        ['rules', 'at once, ms', 'until all are in force, ms', 'longest step, ms', 'bytes a rule'],
        costs.map((c) => [
          String(c.rules),
          c.loadMs.toFixed(1),
          c.bindMs.toFixed(0),
          c.bindMaxMs.toFixed(2),
          c.bytesPerRule.toFixed(0),
        ]),
      ),
    );
  }

  if (wants('alertLatency')) {
    const latencies = (await alertLatencies(options.quick ? 100 : 500)).sort((a, b) => a - b);
    const at = (share: number): string => latencies[Math.ceil(share * latencies.length) - 1]!.toFixed(1);
    const shares = await alertShares(path.join(dataDir, 'alerts'), options.quick ? 1 : 4, options.quick ? 10 : 60);
    report['alertLatency'] = { latencies, shares };
    print(
      `From a sample to the notice, ms, ${latencies.length} transitions (target: p99 100)`,
      table(['p50', 'p99', 'longest'], [[at(0.5), at(0.99), at(1)]]),
    );
    print(
      'CPU that the default rules add to an engine at default rates, % of a core',
      table(
        ['without', 'with', 'difference', 'range'],
        [
          [
            median(shares.without).toFixed(2),
            median(shares.withAlerts).toFixed(2),
            median(shares.differences).toFixed(2),
            `${Math.min(...shares.differences).toFixed(2)} to ${Math.max(...shares.differences).toFixed(2)}`,
          ],
        ],
      ),
    );
  }

  if (wants('rolling')) {
    const costs = rollingCosts([100, 1000, 10_000], options.quick ? 100 : 500);
    report['rolling'] = costs;
    print(
      'Figures over rolling windows of samples at 10 Hz (target: 1,000 of a mix in 0.3 ms a second)',
      table(
        ['figure', 'figures', 'feed, ns', 'read, ns', 'all, ms a second', 'bytes a figure'],
        costs.map((c) => [
          c.what,
          String(c.figures),
          c.feedNs.toFixed(0),
          c.valueNs.toFixed(0),
          c.secondMs.toFixed(3),
          c.bytes.toFixed(0),
        ]),
      ),
    );
  }

  if (wants('codec')) {
    for (const [name, chunks] of [
      ['recorded', recordedChunks()],
      ['made up', madeUpChunks()],
    ] as const) {
      const metrics = metricCosts(chunks);
      const tiers = tierCosts(chunks);
      const samples = metrics.reduce((sum, metric) => sum + metric.samples, 0);
      const mean = (of: (metric: (typeof metrics)[number]) => number): number =>
        metrics.reduce((sum, metric) => sum + of(metric) * metric.samples, 0) / samples;
      const all = {
        metric: 'all',
        samples,
        journalBytes: mean((metric) => metric.journalBytes),
        segmentBytes: mean((metric) => metric.segmentBytes),
        encodeNs: mean((metric) => metric.encodeNs),
        decodeNs: mean((metric) => metric.decodeNs),
      };
      report[`codec, ${name}`] = { metrics, tiers, all, bytesPerTime: bytesPerTime(chunks) };
      print(
        `Stored samples, ${name}: bytes and nanoseconds a sample (${bytesPerTime(chunks).toFixed(2)} bytes a timestamp)`,
        table(
          ['metric', 'samples', 'journal', 'segment', 'encode ns', 'decode ns'],
          [...metrics, all].map((m) => [
            m.metric,
            String(m.samples),
            m.journalBytes.toFixed(2),
            m.segmentBytes.toFixed(2),
            m.encodeNs.toFixed(0),
            m.decodeNs.toFixed(0),
          ]),
        ),
      );
      print(
        `Tiers, ${name}`,
        table(
          ['bucket', 'buckets', 'bytes a sample', 'of sketches', 'bytes a bucket'],
          tiers.map((t) => [
            `${t.tierMs / 1000} s`,
            String(t.buckets),
            t.bytesPerSample.toFixed(3),
            t.sketchBytesPerSample.toFixed(3),
            t.bytesPerBucket.toFixed(1),
          ]),
        ),
      );
    }
  }

  if (wants('store')) {
    const figures = await storeFigures({ folder: path.join(dataDir, 'store'), rounds, isQuick: options.quick });
    report['store'] = figures;
    print(
      `The store, ${rounds} rounds`,
      table(['figure', 'median', 'range', 'unit', 'target', ''], figures.map(figureRow)),
    );
  }

  if (wants('history')) {
    const days = options.quick ? 5 : 30;
    const { past, costs } = await questionCosts(path.join(dataDir, 'history'), days, 5);
    report['history'] = { past, costs };
    print(
      `Questions about ${days} days at 1,500 samples a second: ${past.files} files, ${(past.bytes / 2 ** 20).toFixed(0)} MiB`,
      table(
        ['question', 'points', 'ms', 'first in a process, ms', 'target, ms'],
        costs.map((c) => [
          c.question,
          String(c.points),
          c.laterMs.toFixed(1),
          median(c.firstMs).toFixed(1),
          String(c.targetMs),
        ]),
      ),
    );
  }

  if (wants('proxy')) {
    const cost = microsecondsPerEvent();
    const ms = options.quick ? 2000 : 8000;
    const figures = await measureProxy({ rounds, ms, proxy: 'dist/bench/subjects/measuringProxy.cjs' });
    const later = (await firstTokenDifferences()).sort((a, b) => a - b);
    report['proxy'] = { cost, figures, firstToken: later };
    print(
      'Time to the first token of a real llama-server, client minus monitor',
      `${median(later).toFixed(2)} ms (${later[0]!.toFixed(2)} to ${later.at(-1)!.toFixed(2)}, ${later.length} requests; target 2)`,
    );
    print(
      'Measuring a stream',
      table(
        ['what', 'us'],
        [
          ['an event of a chat', cost.plain.toFixed(1)],
          ['one with 20 log-probabilities', cost.withLogprobs.toFixed(1)],
          ['a megabyte of a request', cost.requestMegabyte.toFixed(0)],
        ],
      ),
    );
    print(
      `Through the measuring proxy, ${rounds} rounds of ${ms / 1000} s`,
      table(
        ['figure', 'unit', 'direct', 'proxied', 'compared', 'target'],
        figures.map(({ name, unit, direct, proxied, compared, target }) => [
          name,
          unit,
          direct === undefined ? '' : direct.toFixed(direct < 100 ? 2 : 0),
          proxied.toFixed(proxied < 100 ? 2 : 0),
          compared,
          target,
        ]),
      ),
    );
  }

  if (wants('live')) {
    const loads = [
      { clients: 5, series: 50, hz: 60, rate: 60 },
      { clients: 50, series: 1000, hz: 10, rate: 10 },
      { clients: 20, series: 200, hz: 10, rate: 10 },
    ];
    const costs = [];
    for (const load of loads) costs.push(await liveCost({ ...load, seconds: options.quick ? 5 : 20 }));
    report['live'] = costs;
    print(
      'From a sample to a client over WebSocket (targets: 5 clients at 60 Hz p99 20 ms; 50 at 10,000 samples/s p99 100 ms)',
      table(
        ['clients', 'samples/s', 'updates/s', 'p50 ms', 'p99 ms', 'kB/s a client', '% of a core a client'],
        costs.map((c) => [
          String(c.clients),
          String(c.samplesPerSecond),
          String(c.rate),
          c.p50Ms.toFixed(0),
          c.p99Ms.toFixed(0),
          (c.bytesPerSecond / 1000).toFixed(1),
          c.cpuPercentPerClient.toFixed(2),
        ]),
      ),
    );
  }

  if (wants('scrape')) {
    const costs = await scrapeCosts(10, options.quick ? 20 : 100);
    report['scrape'] = costs;
    print(
      'A scrape of /metrics with as many series as there may be (target: the thread is held for 0.5 ms at most)',
      table(
        ['format', 'series', 'kB', 'p50 ms', 'longest ms', 'held at once, ms', 'worst, ms'],
        costs.map((c) => [
          c.format,
          String(c.series),
          (c.bytes / 1000).toFixed(0),
          c.p50Ms.toFixed(1),
          c.maxMs.toFixed(1),
          c.heldMs.toFixed(2),
          c.heldMaxMs.toFixed(2),
        ]),
      ),
    );
  }

  if (wants('takeover')) {
    const times = await takeoverTimes(options.quick ? 5 : 20);
    report['takeover'] = times;
    print(
      'Time without a leader, from its end until another window says that it leads, and until its server answers',
      table(takeoverHeader, times.map(takeoverRow)),
    );
  }

  if (wants('hostile')) {
    const costs = await stormCosts();
    report['hostile'] = costs;
    print(
      "Storms of hostile clients, and how late ticks of the server's thread come meanwhile",
      table(
        ['storm', 's', 'ticks late by, p99 ms', 'longest ms', 'MiB kept'],
        costs.map((c) => [
          c.name,
          c.seconds.toFixed(1),
          c.p99Ms.toFixed(1),
          c.maxMs.toFixed(1),
          (c.keptBytes / 2 ** 20).toFixed(1),
        ]),
      ),
    );
  }

  if (wants('shares')) {
    const subjects: Subject[] = [
      { name: 'floor: four files at 10 Hz', command: [node, 'dist/bench/subjects/bareReader.cjs'] },
      engine('engine, no model'),
      engine('engine, busy model', { alongside: busyModel }),
      { name: 'systeminformation, asked at 10 Hz', command: [node, 'dist/bench/subjects/systeminformation.cjs'] },
      ...otherMonitors(),
    ];
    const shares = await measureShares(subjects, rounds, seconds);
    report['shares'] = shares;
    const floor = median(shares[0]!.cpuPercent);
    print(
      `CPU and memory, ${rounds} rounds of ${seconds} s`,
      table(
        ['program', '% of a core', 'range', 'MiB', 'times the floor'],
        shares.map((share) => [...shareRow(share), (median(share.cpuPercent) / floor).toFixed(2)]),
      ),
    );
  }

  if (wants('vscode')) {
    const figures = await measureInVscode(rounds);
    report['vscode'] = figures;
    print(
      'In a real VS Code',
      table(
        ['figure', 'median', 'worst'],
        figures.map((f) => [f.name, f.median.toFixed(2), f.worst.toFixed(2)]),
      ),
    );
  }

  if (wants('views')) {
    const costs = await measureCharts(rounds);
    report['charts'] = costs;
    print(
      `${costs.charts} charts of ${costs.linesEach} lines with 5 min at 10 Hz, ms a redraw of all`,
      table(['figure', 'ours', 'uPlot', 'ours by uPlot'], chartRows(costs)),
    );
    print(
      'The same charts painted in turns as on the dashboard, script a frame (target: p95 4 ms)',
      `median ${median(costs.inTurns).toFixed(2)} ms, p95 ${costs.inTurns[Math.floor(costs.inTurns.length * 0.95)]!.toFixed(2)} ms in ${costs.inTurns.length} frames`,
    );
    print(
      '30 days in six lines with bands, from columns to pixels',
      `${median(costs.pastMonth).toFixed(1)} ms (at most ${Math.max(...costs.pastMonth).toFixed(1)} ms, ${costs.pastMonth.length} pictures)`,
    );
    const clicks = await measurePastMonth(path.join(dataDir, 'past-month'), options.quick ? 3 : 10);
    report['pastMonth'] = clicks;
    print(
      `30 days of ${clicks.lines} lines, from the click through engine and store to the picture, medians (target: 200 ms)`,
      table(pastMonthHeader, pastMonthRows(clicks)),
    );
    const energy = await measureEnergyFrames(sustainSeconds);
    report['energy'] = energy;
    print(
      `10,000 particles of 8 models for ${sustainSeconds} s without a graphics processor (targets: 58 frames a second, p95 16.7 ms, script p95 4 ms)`,
      table(energyHeader, energyRows(energy)),
    );
  }

  report['vsixBytes'] = statSync('wirthforge-monitor.vsix').size;
  print('VSIX', `${(statSync('wirthforge-monitor.vsix').size / 1024 / 1024).toFixed(2)} MiB`);
  mkdirSync('artifacts', { recursive: true });
  writeFileSync('artifacts/bench.json', `${JSON.stringify(report, null, 2)}\n`);
  rmSync(dataDir, { recursive: true, force: true });
}

void main();
