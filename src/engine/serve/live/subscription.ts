import { badRequest } from '../refusal';
import { metricPattern } from '../metricPattern';

/** What a client can be told of. */
export const channels = ['metrics', 'alerts', 'events'] as const;
export type Channel = (typeof channels)[number];
/** Those whose every message is told, and not only the newest. */
export type NoteChannel = Exclude<Channel, 'metrics'>;

/** What one client wants to hear. Clients that want the same share the texts that are made for them. */
export interface Subscription {
  /** In the order of `channels`. */
  readonly channels: readonly Channel[];
  /** Patterns of metric names, sorted. */
  readonly metrics: readonly string[];
  /** Updates of metrics a second at the most, 0.1 to 60. */
  readonly maxRate: number;
}

export const leastRate = 0.1;
export const mostRate = 60;
const defaultRate = 10;
const mostPatterns = 32;

/** What a client said or asked for, as far as it is known to be text at all. */
export interface Wish {
  readonly channels?: unknown;
  readonly metrics?: unknown;
  readonly maxRate?: unknown;
}

/**
 * What a client hears after it asked for more: the channels add up, patterns and rate replace the earlier ones.
 * @throws Refusal 400 for what cannot be subscribed to; the client hears what it heard before then.
 */
export function subscribed(before: Subscription | undefined, wish: Wish): Subscription {
  const added = wish.channels === undefined ? channels : channelsOf(wish.channels);
  return {
    channels: channels.filter((channel) => added.includes(channel) || before?.channels.includes(channel)),
    metrics: wish.metrics === undefined ? (before?.metrics ?? ['*']) : patternsOf(wish.metrics),
    maxRate: wish.maxRate === undefined ? (before?.maxRate ?? defaultRate) : rateOf(wish.maxRate),
  };
}

/** What a client hears after it asked for less; undefined: nothing. @throws Refusal 400 for unknown channels. */
export function unsubscribed(before: Subscription | undefined, wish: Wish): Subscription | undefined {
  const removed = wish.channels === undefined ? channels : channelsOf(wish.channels);
  const left = before?.channels.filter((channel) => !removed.includes(channel)) ?? [];
  return before && left.length > 0 ? { ...before, channels: left } : undefined;
}

export function noteChannelsOf(subscription: Subscription | undefined): readonly NoteChannel[] {
  return subscription?.channels.filter((channel) => channel !== 'metrics') ?? [];
}

/** The same for all subscriptions to the same. */
export function keyOf({ channels: wanted, metrics, maxRate }: Subscription): string {
  return JSON.stringify([wanted, wanted.includes('metrics') ? [metrics, maxRate] : []]);
}

function channelsOf(given: unknown): readonly Channel[] {
  const list = Array.isArray(given) ? given : [];
  const known = channels.filter((channel) => list.includes(channel));
  if (list.length === 0 || list.length > channels.length || known.length !== new Set(list).size)
    throw badRequest(`channels takes a list of one or more of ${channels.join(', ')}.`);
  return known;
}

function patternsOf(given: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (list.length === 0 || list.length > mostPatterns)
    throw badRequest(`metrics takes a list of 1 to ${mostPatterns} metrics or patterns, such as ["system.*"].`);
  return [...new Set(list.map((each) => metricPattern(typeof each === 'string' ? each : '')))].sort();
}

function rateOf(given: unknown): number {
  if (typeof given === 'number' && given >= leastRate && given <= mostRate) return given;
  throw badRequest(`maxRate takes a number from ${leastRate} to ${mostRate}: updates a second at the most.`);
}
