import { DefaultSerializer, deserialize } from 'node:v8';
import { FrameError, headerBytes, writeHeader } from './frames';

/** First byte of a frame: what its rest is. */
const linkKind = 0;
const engineKind = 1;
/** Room for the header, and the kind. */
const linkStart = Buffer.from([0, 0, 0, 0, linkKind]);
const engineStart = Buffer.from([0, 0, 0, 0, engineKind]);

/** What a frame holds: words of the link itself, or of and for the engine. Both are only known to have a `type`. */
export type Parcel =
  { readonly kind: 'link'; readonly content: Typed } | { readonly kind: 'engine'; readonly content: Typed };

export interface Typed {
  readonly type: string;
}

/**
 * A whole frame, header included.
 * @throws FrameError when it is too long; Error for what cannot be copied, such as a function.
 */
export function packParcel(kind: Parcel['kind'], content: Typed): Buffer {
  const serializer = new DefaultSerializer();
  serializer.writeRawBytes(kind === 'link' ? linkStart : engineStart);
  serializer.writeHeader();
  serializer.writeValue(content);
  const frame = serializer.releaseBuffer();
  writeHeader(frame, frame.length - headerBytes);
  return frame;
}

/**
 * What a frame holds; undefined for a kind that this version does not know.
 * Typed arrays come with buffers of their own, so that posting one to a thread does not copy the whole frame.
 * @throws FrameError when it is damaged.
 */
export function unpackParcel(frame: Buffer): Parcel | undefined {
  const kind = frame[0];
  if (kind !== linkKind && kind !== engineKind) return undefined;
  let content: unknown;
  try {
    content = withOwnBuffers(deserialize(frame.subarray(1)));
  } catch (error) {
    throw new FrameError('A message between windows is damaged.', { cause: error });
  }
  if (!isTyped(content)) throw new FrameError('A message between windows has no type.');
  return { kind: kind === linkKind ? 'link' : 'engine', content };
}

function isTyped(value: unknown): value is Typed {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The value was made a moment ago and is nobody else's, so it is changed where it is. */
function withOwnBuffers(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return ownCopy(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (isObject(value[i])) value[i] = withOwnBuffers(value[i]);
    return value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) if (isObject(fields[key])) fields[key] = withOwnBuffers(fields[key]);
  return value;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function ownCopy(view: ArrayBufferView): unknown {
  if (Buffer.isBuffer(view)) return new Uint8Array(view);
  // Every typed array has `slice`; a DataView, which no message holds, has not.
  return 'slice' in view ? (view as Uint8Array).slice() : view;
}
