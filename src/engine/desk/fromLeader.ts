import type { FromEngine } from '../../protocol/engineLink';
import type { Rows } from '../../protocol/rows';
import { logLevels } from '../../protocol/settings';

type Fields = Readonly<Record<string, unknown>>;

/** What each message must hold before it is passed on; whoever shows it looks at the rest. */
const forms: Readonly<Record<FromEngine['type'], ((message: Fields) => boolean) | undefined>> = {
  status: ({ status }) => isObject(status) && areObjects(status['components']) && areObjects(status['instances']),
  // It is for the process that made the engine to say.
  renewed: undefined,
  stopped: undefined,
  series: ({ stream, series }) => isId(stream) && areObjects(series),
  rows: ({ stream, rows }) => isId(stream) && areObjects(rows) && rows.every(isRows),
  activity: ({ stream, activity }) =>
    isId(stream) && isObject(activity) && areObjects(activity['models']) && areObjects(activity['requests']),
  live: ({ stream }) => isId(stream),
  history: ({ question, answer }) =>
    isId(question) && isObject(answer) && areObjects(answer['series']) && answer['series'].every(isPast),
  noHistory: isRefusal,
  marks: ({ question, marks }) =>
    isId(question) && isObject(marks) && areObjects(marks['alerts']) && areObjects(marks['sessions']),
  noMarks: isRefusal,
  link: ({ question, url }) => isId(question) && typeof url === 'string',
  endpoint: ({ question, url, token }) => isId(question) && typeof url === 'string' && typeof token === 'string',
  tokenRotated: ({ question }) => isId(question),
  noEntrance: isRefusal,
  jobProgress: ({ job, progress }) => isId(job) && isObject(progress) && typeof progress['step'] === 'string',
  jobDone: ({ job, result }) => isId(job) && isObject(result),
  jobFailed: ({ job, reason, isCancelled }) =>
    isId(job) && typeof reason === 'string' && typeof isCancelled === 'boolean',
  alerts: ({ alerts }) =>
    isObject(alerts) && ['active', 'recent', 'silences', 'rules', 'problems'].every((part) => areObjects(alerts[part])),
  notice: ({ notice }) => isObject(notice) && typeof notice['message'] === 'string' && Array.isArray(notice['alerts']),
  alertRefused: ({ reason }) => typeof reason === 'string',
  log: ({ level, message }) => logLevels.some((known) => known === level) && typeof message === 'string',
};

/** Whether the leader's engine, which is another process, said something that it may say. */
export function isFromLeader(message: FromEngine): boolean {
  return Object.hasOwn(forms, message.type) && (forms[message.type]?.({ ...message }) ?? false);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function areObjects(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.every(isObject);
}

function isId(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRefusal({ question, reason }: Fields): boolean {
  return isId(question) && typeof reason === 'string';
}

function isRows({ timestamps, series, values }: Fields & Partial<Rows>): boolean {
  return (
    timestamps instanceof Float64Array &&
    series instanceof Int32Array &&
    values instanceof Float64Array &&
    values.length === series.length * timestamps.length
  );
}

function isPast({ times, values }: Fields): boolean {
  if (!(times instanceof Float64Array) || !Array.isArray(values)) return false;
  return values.every((column) => column instanceof Float64Array && column.length === times.length);
}
