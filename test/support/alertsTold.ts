import type { AlertInfo, AlertsInfo, Notice, RuleStatus } from '../../src/protocol/alerts';

/** 2026-11-21 14:30:05, local time. */
export const now = new Date(2026, 10, 21, 14, 30, 5).getTime();
const minute = 60_000;

/** An alert that fires since 14:02, unless told otherwise. */
export function alertWith(changes: Partial<AlertInfo> = {}): AlertInfo {
  return {
    id: 'a1',
    rule: 'cpu_busy',
    name: 'CPU busy',
    category: 'performance',
    severity: 'warning',
    state: 'firing',
    message: 'CPU at 91.5% for 5 min',
    labels: {},
    since: now - 33 * minute,
    firedAt: now - 28 * minute,
    value: 91.5,
    threshold: 80,
    unit: 'percent',
    incident: 'i1',
    advice: [],
    ...changes,
  };
}

export function ruleWith(changes: Partial<RuleStatus> = {}): RuleStatus {
  return { id: 'cpu_busy', name: 'CPU busy', state: 'quiet', instances: 1, ...changes };
}

export function alertsWith(changes: Partial<AlertsInfo> = {}): AlertsInfo {
  return {
    active: [],
    recent: [],
    silences: [],
    rules: [ruleWith()],
    problems: [],
    file: '/data/alert-rules.json',
    ...changes,
  };
}

export function noticeWith(changes: Partial<Notice> = {}): Notice {
  return {
    id: 1,
    level: 'warning',
    message: 'CPU at 91.5% for 5 min',
    alerts: ['a1'],
    incident: 'i1',
    hasSound: false,
    advice: [],
    commands: [],
    ...changes,
  };
}
