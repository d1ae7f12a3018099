import type { AlertInfo, Notice } from '../../src/protocol/alerts';
import type { ViewAlerts } from '../../src/protocol/viewLink';

const minute = 60_000;

/** An alert that fires, with what a test says otherwise. @param now Milliseconds since 1970. */
export function alertAt(now: number, over: Partial<AlertInfo> & Pick<AlertInfo, 'id'>): AlertInfo {
  return {
    rule: 'cpu_busy',
    name: 'CPU busy for minutes',
    category: 'performance',
    severity: 'warning',
    state: 'firing',
    message: 'CPU was at 92.4% for 5 min.',
    labels: {},
    since: now - 8 * minute,
    firedAt: now - 3 * minute,
    value: 92.4,
    threshold: 80,
    unit: 'percent',
    incident: over.id,
    advice: [],
    ...over,
  };
}

/** Alerts of every severity and state, an incident of three among them. */
export function busyAlerts(now: number): ViewAlerts {
  return {
    active: [
      alertAt(now, {
        id: 'gpu-memory',
        rule: 'gpu_memory_full',
        name: 'GPU memory nearly full',
        severity: 'critical',
        message: 'GPU 0 has 97.2% of its memory in use. A model that grows now is moved to the CPU, and becomes slow.',
        labels: { gpu: '0' },
        value: 97.2,
        threshold: 95,
        incident: 'one',
        advice: [
          { kind: 'diagnostic', target: 'gpu', message: 'llama-server (2190) holds 7.1 GiB of it.' },
          { kind: 'mitigation', target: 'gpu', message: 'Unload llama3.2:3b, which was idle for 40 min.' },
        ],
      }),
      alertAt(now, {
        id: 'tokens',
        rule: 'throughput_degraded',
        name: 'Throughput degraded',
        message: 'qwen2.5-coder-7b-instruct-q4_k_m generates 21.7 tok/s, half of what it did in the last day.',
        labels: { model: 'qwen2.5-coder-7b-instruct-q4_k_m', runtime: 'llama' },
        value: 21.7,
        threshold: 43.1,
        unit: 'tokens_per_second',
        incident: 'one',
        inhibitedBy: 'gpu-memory',
      }),
      alertAt(now, {
        id: 'cpu',
        state: 'acknowledged',
        acknowledgedAt: now - minute,
        advice: [{ kind: 'diagnostic', target: 'cpu', message: 'rust-analyzer (4075) takes 41% of the machine.' }],
      }),
      alertAt(now, {
        id: 'ttft',
        rule: 'ttft_high',
        name: 'First token is late',
        message: 'The first token of llama3.2:3b takes 2.4 s.',
        labels: { model: 'llama3.2:3b', runtime: 'ollama' },
        value: 2400,
        threshold: 1200,
        unit: 'milliseconds',
        incident: 'one',
      }),
      alertAt(now, {
        id: 'disk',
        rule: 'disk_filling',
        name: 'Disk almost full',
        state: 'silenced',
        silencedUntil: now + 42 * minute,
        message: '/home is 93.8% full.',
        labels: { mount: '/home' },
        firedAt: now - 26 * 60 * minute,
        value: 93.8,
        threshold: 90,
      }),
      alertAt(now, {
        id: 'swap',
        rule: 'swap_used',
        name: 'Swap in use',
        severity: 'info',
        state: 'pending',
        since: now - 20_000,
        message: 'Swap is at 3.4%.',
        value: 3.4,
        threshold: 1,
      }),
    ],
    recent: [
      alertAt(now, {
        id: 'memory',
        name: 'Memory almost full',
        severity: 'critical',
        state: 'resolved',
        message: 'Memory was 93.1% full.',
        resolvedAt: now - 30_000,
      }),
      alertAt(now, {
        id: 'stuck',
        name: 'Agent stuck',
        state: 'resolved',
        message: 'The agent reviewer did nothing for 10 min.',
        labels: { agent: 'reviewer' },
        resolvedAt: now - 2 * minute,
        reason: 'Its data stopped coming.',
      }),
    ],
    isEnabled: true,
    hasSound: false,
    rules: 18,
  };
}

export const noAlerts: ViewAlerts = { active: [], recent: [], isEnabled: true, hasSound: false, rules: 18 };

/** A notice about an alert, with what a test says otherwise. */
export function noticeOf(id: number, over: Partial<Notice> = {}): Notice {
  return {
    id,
    level: 'warning',
    message: `Notice ${id}: CPU was at 92.4% for 5 min.`,
    alerts: [`alert-${id}`],
    incident: `incident-${id}`,
    hasSound: false,
    advice: [],
    commands: [],
    ...over,
  };
}
