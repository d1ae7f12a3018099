import * as vscode from 'vscode';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** A whole number with groups of three digits: `1,204`. */
export function wholeNumber(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A moment in local time, to the minute: `2026-11-21 14:30`. */
export function moment(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** How long something took: `12 s`, `4 min`, `3 h 20 min`, `2 d 5 h`. */
export function lasting(ms: number): string {
  const { l10n } = vscode;
  if (ms < minuteMs) return l10n.t('{0} s', Math.max(0, Math.round(ms / 1000)));
  if (ms < hourMs) return l10n.t('{0} min', Math.floor(ms / minuteMs));
  if (ms < dayMs) return l10n.t('{0} h {1} min', Math.floor(ms / hourMs), Math.floor((ms % hourMs) / minuteMs));
  return l10n.t('{0} d {1} h', Math.floor(ms / dayMs), Math.floor((ms % dayMs) / hourMs));
}

/** Energy: joules while they are few, then watt-hours: `812 J`, `4.61 Wh`, `1.20 kWh`. */
export function energy(joules: number): string {
  const wattHours = joules / 3600;
  if (wattHours < 1) return `${joules.toFixed(joules < 10 ? 1 : 0)} J`;
  return wattHours < 1000 ? `${wattHours.toFixed(wattHours < 100 ? 2 : 0)} Wh` : `${(wattHours / 1000).toFixed(2)} kWh`;
}

/** A number of something, with the noun in the right number. */
export function samplesText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 sample') : vscode.l10n.t('{0} samples', wholeNumber(count));
}

export function eventsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 event') : vscode.l10n.t('{0} events', wholeNumber(count));
}

export function filesText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', wholeNumber(count));
}

export function requestsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 request') : vscode.l10n.t('{0} requests', wholeNumber(count));
}

export function snapshotsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 snapshot') : vscode.l10n.t('{0} snapshots', wholeNumber(count));
}

export function sessionsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 session') : vscode.l10n.t('{0} sessions', wholeNumber(count));
}
