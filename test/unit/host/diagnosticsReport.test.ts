import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Findings } from '../../../src/host/diagnosticsProblems';
import { diagnosticsReport } from '../../../src/host/diagnosticsReport';
import { configWith, statusWith } from '../../support/fakeEngine';

const sound: Findings = {
  holds: { count: 20, meanMs: 0.0123, longestMs: 0.456, longestFor: 'rows' },
  takenAt: new Date(0),
  versions: { 'Wirthforge Monitor': '1.2.3', Node: '20.11.0' },
  state: { state: 'running' },
  status: statusWith({ http: 'http://127.0.0.1:9445' }),
  config: configWith(),
  settingProblems: new Map(),
  http: { url: 'http://127.0.0.1:9445', answers: true, detail: 'HTTP 200' },
};

describe('diagnosticsReport', () => {
  it('says so when all is well, and what was looked at', () => {
    const report = diagnosticsReport(sound);
    assert.ok(report.includes('Everything that was checked is in order.'));
    assert.ok(report.includes('- `system` running'));
    assert.ok(report.includes('- `http://127.0.0.1:9445` answers (HTTP 200).'));
    assert.ok(report.includes('- Machine: 8 cores, 16.0 GiB, `linux`'));
    assert.ok(report.includes('- Wirthforge Monitor 1.2.3'));
    assert.ok(report.includes('llama-server --metrics'), 'no runtime: says how to get one');
  });

  it('shows the fingerprint of a certificate, to compare with what a browser shows', () => {
    const fingerprint = 'AB:'.repeat(31) + 'CD';
    const report = diagnosticsReport({ ...sound, status: statusWith({ http: 'https://127.0.0.1:9445', fingerprint }) });
    assert.ok(report.includes(`answers (HTTP 200). Fingerprint of its certificate (SHA-256): \`${fingerprint}\`.`));
  });

  it('tells of each problem what happened, what it means and what to do', () => {
    const report = diagnosticsReport({
      ...sound,
      state: { state: 'failed', reason: 'The engine fell over.' },
      status: statusWith({
        components: [
          { id: 'engine', state: 'degraded', reason: 'The engine fell over.' },
          { id: 'network', state: 'degraded', reason: 'No counters. Mount /proc.' },
        ],
      }),
      settingProblems: new Map([['server.port', 'Expected <=65535 but received 70000']]),
      http: { url: 'http://127.0.0.1:9445', answers: false, detail: 'connect ECONNREFUSED' },
    });
    const titles = report.match(/^### .*$/gm);
    assert.deepEqual(titles, [
      '### 1. The engine does not run',
      '### 2. `network` is degraded',
      '### 3. The setting `wirthforge.server.port` is not valid',
      '### 4. The HTTP server does not answer',
    ]);
    for (const part of ['What happened:', 'What it means:', 'What to do next:']) {
      assert.equal(report.split(part).length - 1, 4, part);
    }
    assert.ok(report.includes('4 problems were found.'));
    assert.ok(report.includes('Not known while the engine does not run.') && !report.includes('None was found.'));
    assert.ok(report.includes('The last valid value stays in force: `9445`.'));
  });

  it('misses the address of a server that is switched on, and of no other', () => {
    const silent = { ...sound, status: statusWith(), http: undefined };
    assert.ok(diagnosticsReport(silent).includes('### 1. The HTTP server does not listen'));
    const off = diagnosticsReport({ ...silent, config: configWith({ 'server.enabled': false }) });
    assert.ok(off.includes('Everything that was checked is in order.'));
  });

  it('lists runtimes, their models and notes, and where was looked', () => {
    const report = diagnosticsReport({
      ...sound,
      status: statusWith({
        runtimes: [
          {
            name: 'local',
            kind: 'llamacpp',
            url: 'http://127.0.0.1:8080',
            version: 'b4000',
            models: [{ name: 'tiny`\n# heading', state: 'idle' }],
            notes: ['No queue is told.'],
          },
        ],
        probes: [{ url: 'http://127.0.0.1:11434', outcome: 'connection refused' }],
      }),
    });
    assert.ok(report.includes('- `local` llamacpp b4000 `http://127.0.0.1:8080`'));
    assert.ok(report.includes("  - `tiny' # heading` idle"), 'names stay inside their code');
    assert.ok(report.includes('  - No queue is told.'));
    assert.ok(report.includes('- `http://127.0.0.1:11434` connection refused'));
  });
});
