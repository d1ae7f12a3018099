import type { Quality } from '../../../src/protocol/metric';
import type { LineColour } from '../../shared/palette';
import { endsOf } from './ends';
import { levelCurve, type Path } from './path';
import { bytesPerMebibyte, scaleOf, type Scale } from './scale';
import { gather, spread, sum } from './stack';
import { streamOf, type Stream } from './stream';

export interface DomainReading {
  readonly domain: string;
  /** NaN where unknown. */
  readonly watts: number;
  readonly quality: Quality;
}

export interface ModelReading {
  readonly key: string;
  readonly name: string;
  /** NaN where unknown, 0 while idle. */
  readonly tokensPerSecond: number;
  /** A token's, NaN where unknown. */
  readonly entropyBits: number;
  /** The power that the energy account charges it with, NaN where unknown. */
  readonly watts: number;
  readonly quality: Quality;
  readonly colour: LineColour;
}

export interface Readings {
  readonly domains: readonly DomainReading[];
  /** In an order that lasts. Where they are many, only some are drawn on their own, rather those that generate. */
  readonly models: readonly ModelReading[];
  /** What the machine moves, for scenes without power; NaN where unknown. */
  readonly bytesPerSecond: number;
}

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * `other`: power beyond the known domains; `others`: models that are not drawn on their own; `rest`: power that no model is
 * charged with; `unattributed`: such power while that of a model at work is not known, and is a part of it.
 */
export type EndRole = 'domain' | 'other' | 'machine' | 'model' | 'others' | 'rest' | 'unattributed';
export type Ink = LineColour | 'neutral';

/** A stretch from one end to the hub or from the hub to one end, as wide as its value demands. */
export interface Ribbon {
  /** Unique in the scene. */
  readonly key: string;
  readonly role: EndRole;
  /** Of a domain its id, of a model its name, else empty. */
  readonly name: string;
  /** NaN where unknown. */
  readonly value: number;
  readonly unit: 'watts' | 'tokens_per_second' | 'bytes_per_second';
  /** `estimated` is drawn with broken edges, `unavailable` as an outline whose width says nothing. */
  readonly quality: Quality;
  /** Whether something belongs to it that is not in `value`, because nobody knows how much it is. */
  readonly isAtLeast?: boolean;
  /** CSS pixels. */
  readonly width: number;
  readonly path: Path;
  readonly ink: Ink;
}

/** A bar at the end of a ribbon, or the hub through which all goes. Coordinates are those of its upper left corner. */
export interface Bar extends Size {
  readonly x: number;
  readonly y: number;
  readonly ink: Ink;
}

export interface Scene {
  readonly size: Size;
  /** Whether ribbons show power; else tokens a second and bytes a second. */
  readonly isByPower: boolean;
  readonly scale: Scale;
  readonly ribbons: readonly Ribbon[];
  readonly bars: readonly Bar[];
  readonly streams: readonly Stream[];
}

export interface SceneLimits {
  /** The scale of the scene of before, which stays while it fits. */
  readonly before?: Scale;
  /** Particles in all, at most; 10,000 where not told. */
  readonly particles?: number;
  /** Particles on 100 px of a stream, at most; 40 where not told. */
  readonly densest?: number;
  /** Models that are drawn on their own, at most; 8 where not told. */
  readonly models?: number;
  /** Room at the sides in which nothing is drawn, CSS px. */
  readonly margin?: { readonly left: number; readonly right: number };
  /** Height that the name of an end needs, CSS px; 34 where not told. */
  readonly slot?: number;
}

const barWidth = 4;
/** Of a ribbon whose value is not known. */
export const outlineWidth = 6;

const usual = { particles: 10_000, densest: 40, models: 8, margin: { left: 0, right: 0 }, slot: 34 };
const hubAt = 0.34;
const mostPixels = 16_384;

/**
 * The picture of what is read now. Widths, speeds and densities are linear in their numbers, by `scale`: a ribbon is
 * watts wide (without power tokens or bytes a second), particles go as fast as tokens come, and stand as densely as a token
 * has entropy. What is not known is an outline or stands still.
 */
export function sceneOf(readings: Readings, size: Size, limits: SceneLimits = {}): Scene {
  const { before, particles, densest, models, margin, slot } = { ...usual, ...limits };
  const [width, height] = [held(size.width), held(size.height)];
  const left = Math.min(margin.left, width / 3);
  const inner = width - left - Math.min(margin.right, width / 3);
  const { isByPower, sources, sinks, drawn } = endsOf(readings, models);
  const hub = { x: left + inner * hubAt, y: height / 2 };
  const right = left + inner;

  const fast = drawn.map(({ tokensPerSecond }) => tokensPerSecond).filter((rate) => rate > 0);
  const tallest = (unit: Ribbon['unit']): number =>
    Math.max(
      ...[sources, sinks].map((ends) => sum(ends.map((end) => (end.unit === unit && end.value > 0 ? end.value : 0)))),
    );
  const lengthAtMost = Math.hypot(right - hub.x, height / 2) * 1.2;
  const scale = scaleOf(
    {
      watts: tallest('watts'),
      tokenRate: tallest('tokens_per_second'),
      byteRate: tallest('bytes_per_second'),
      fastestTokenRate: Math.max(0, ...fast),
      streams: drawn
        .filter(({ entropyBits }) => entropyBits > 0)
        .map(({ entropyBits }) => ({ entropyBits, length: lengthAtMost })),
    },
    { width: inner, height, particles, densest },
    before,
  );

  const pxPer = {
    watts: scale.pxPerWatt,
    tokens_per_second: scale.pxPerTokenRate,
    bytes_per_second: scale.pxPerMebibyteRate / bytesPerMebibyte,
  };
  const widthOf = (end: (typeof sources)[number]): number =>
    end.quality === 'unavailable' ? outlineWidth : end.value * pxPer[end.unit];
  const side = (ends: typeof sources, x: number, isSource: boolean): Ribbon[] => {
    const widths = ends.map(widthOf);
    const [apart, together] = [spread(widths, height, slot), gather(widths, height)];
    return ends.map((end, at) => {
      const outer = { x, y: apart[at]! };
      const inside = { x: hub.x, y: together[at]! };
      const path = isSource ? levelCurve(outer, inside) : levelCurve(inside, outer);
      return { ...end, width: widths[at]!, path };
    });
  };
  const ribbons = [...side(sources, left, true), ...side(sinks, right, false)];
  const byKey = new Map(ribbons.map((ribbon) => [ribbon.key, ribbon]));
  return {
    size: { width, height },
    isByPower,
    scale,
    ribbons,
    bars: barsOf(ribbons, sources.length, { left, right, hub: hub.x, height }),
    streams: drawn.flatMap((model) => streamOf(model, byKey.get(`model ${model.key}`), scale) ?? []),
  };
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly hub: number;
  readonly height: number;
}

/** One bar at each outer end, and the hub, as high as the higher side. */
function barsOf(ribbons: readonly Ribbon[], sources: number, { left, right, hub, height }: Frame): Bar[] {
  if (ribbons.length === 0) return [];
  const total = (some: readonly Ribbon[]): number => sum(some.map(({ width }) => width));
  const high = Math.max(total(ribbons.slice(0, sources)), total(ribbons.slice(sources)));
  const ends = ribbons.map(({ path, width, ink }, at): Bar => {
    const isSource = at < sources;
    const y = path.points[isSource ? 1 : path.points.length - 3]!;
    return { x: isSource ? left : right - barWidth, y: y - width / 2, width: barWidth, height: width, ink };
  });
  return [...ends, { x: hub - barWidth / 2, y: (height - high) / 2, width: barWidth, height: high, ink: 'neutral' }];
}

function held(pixels: number): number {
  return Number.isFinite(pixels) ? Math.min(mostPixels, Math.max(1, pixels)) : 1;
}
