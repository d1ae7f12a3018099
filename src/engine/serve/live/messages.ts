import type { AlertInfo } from '../../../protocol/alerts';
import type { EventType } from '../../../protocol/events';
import type { AlertChange } from '../../alerts/change';
import type { Update } from './newestValues';
import type { ToldSeries } from './wantedSeries';

/** Where a message stands: numbers of one epoch grow. */
export interface Place {
  readonly epoch: number;
  readonly seq: number;
}

/** `{"type","epoch","seq",…}` up to where more can follow. */
function head(type: string, { epoch, seq }: Place): string {
  return `{"type":"${type}","epoch":${epoch},"seq":${seq}`;
}

/**
 * The newest values of one source.
 * @param missed Values that this client was not told, because it did not keep up; 0 says nothing.
 */
export function metricsText(place: Place, { timestamp, source, told, values }: Update, missed: number): string {
  const bare = new Values();
  let labelled: Map<string, Values> | undefined;
  for (let i = 0; i < told.length; i++) {
    const each = told[i]!;
    let into = bare;
    if (each.labels !== '') {
      labelled ??= new Map();
      const known = labelled.get(each.labels);
      into = known ?? new Values();
      if (!known) labelled.set(each.labels, into);
    }
    into.add(each, values[i]!);
  }
  let text = `${head('metrics', place)},"source":"${source}","timestamp":${timestamp},${bare.text}`;
  if (labelled) {
    const sets = Array.from(labelled, ([labels, set]) => `{"labels":${labels},${set.text}}`);
    text += `,"labels":[${sets.join(',')}]`;
  }
  return `${text}${missedText(missed)}}`;
}

/** Values of one set of labels, and how good those are that were not measured. */
class Values {
  private data = '';
  private quality = '';

  add({ key, series }: ToldSeries, value: number): void {
    const isKnown = Number.isFinite(value) && series.quality !== 'unavailable';
    this.data += `${this.data === '' ? '' : ','}${key}${isKnown ? value : 'null'}`;
    if (series.quality !== 'measured') this.quality += `${this.quality === '' ? '' : ','}${key}"${series.quality}"`;
  }

  get text(): string {
    return `"data":{${this.data}}${this.quality === '' ? '' : `,"quality":{${this.quality}}`}`;
  }
}

/** A step in the life of an alert: the alert as it is after it. */
export function alertText(place: Place, { type, alert, at }: AlertChange): string {
  return `${head('alert', place)},"change":"${type}","timestamp":${at},${JSON.stringify(alert satisfies AlertInfo).slice(1)}`;
}

export function eventText(place: Place, event: EventType, timestamp: number, data: object): string {
  return `${head('event', place)},"event":"${event}","timestamp":${timestamp},"data":${JSON.stringify(data)}}`;
}

/** A note's text, with what was missed before it. */
export function withMissed(text: string, missed: number): string {
  return missed === 0 ? text : `${text.slice(0, -1)}${missedText(missed)}}`;
}

/** @param code For programs. @param message What happened, what it means and what to do. */
export function errorText(place: Place, code: string, message: string): string {
  return `${head('error', place)},"code":${JSON.stringify(code)},"message":${JSON.stringify(message)}}`;
}

/** @param timestamp Milliseconds since 1970. */
export function pongText(place: Place, timestamp: number): string {
  return `${head('pong', place)},"timestamp":${timestamp}}`;
}

/** The beginning of a snapshot; its series follow, and then whatever else it has. */
export function snapshotHead(place: Place, timestamp: number): string {
  return `${head('snapshot', place)},"timestamp":${timestamp}`;
}

function missedText(missed: number): string {
  return missed === 0 ? '' : `,"missed":${missed}`;
}
