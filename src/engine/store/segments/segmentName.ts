/**
 * What a segment holds: raw samples and 1 s buckets; 10 s buckets; buckets of 5 min, 1 h and 1 day; events, snapshots
 * and sessions.
 */
export const segmentKinds = ['raw', 'fine', 'coarse', 'events'] as const;
export type SegmentKind = (typeof segmentKinds)[number];

/** What can be known of a segment without opening it. */
export interface SegmentName {
  readonly kind: SegmentKind;
  /** Nothing in it is earlier. Whole seconds in ms since 1970. */
  readonly from: number;
  /** Nothing in it is later. Whole seconds in ms since 1970. */
  readonly to: number;
  /** Of the first journal it came from. */
  readonly epoch: number;
  readonly sequence: number;
  /** CRC-32 of the file's bytes. */
  readonly crc: number;
}

/** Latest time that a name can say: the end of the year 9999, ms since 1970. */
export const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59);

const mostEpoch = 99_999_999;
const mostSequence = 999_999;
const shape = /^(raw|fine|coarse|events)\.(\d{8}T\d{6}Z)\.(\d{8}T\d{6}Z)\.(\d{8})-(\d{6})\.([0-9a-f]{8})\.db$/;
const timeShape = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** What a file's name (without folder) says; undefined when it is no segment's. */
export function parseSegmentName(text: string): SegmentName | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const from = parsedTime(match[2]!);
  const to = parsedTime(match[3]!);
  if (from === undefined || to === undefined || from > to) return undefined;
  const [epoch, sequence, crc] = [Number(match[4]), Number(match[5]), parseInt(match[6]!, 16)];
  return { kind: match[1] as SegmentKind, from, to, epoch, sequence, crc };
}

/**
 * Name of a segment's file; `from` is rounded down and `to` up to whole seconds.
 * @throws RangeError when a number does not fit in a name.
 */
export function formatSegmentName({ kind, from, to, epoch, sequence, crc }: SegmentName): string {
  const parts = [kind, timeText(Math.floor(from / 1000)), timeText(Math.ceil(to / 1000))];
  const origin = `${digits(epoch, 8, mostEpoch)}-${digits(sequence, 6, mostSequence)}`;
  return [...parts, origin, (crc >>> 0).toString(16).padStart(8, '0'), 'db'].join('.');
}

function timeText(seconds: number): string {
  if (!(seconds >= 0 && seconds * 1000 <= lastTime))
    throw new RangeError(`A segment cannot be named for ${seconds} s since 1970.`);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function parsedTime(text: string): number | undefined {
  const iso = text.replace(timeShape, '$1-$2-$3T$4:$5:$6.000Z');
  const time = Date.parse(iso);
  // The 30th of February parses as a day of March.
  return time >= 0 && new Date(time).toISOString() === iso ? time : undefined;
}

function digits(value: number, width: number, most: number): string {
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new RangeError(`A segment cannot be named for epoch or sequence ${value}.`);
  return String(value).padStart(width, '0');
}
