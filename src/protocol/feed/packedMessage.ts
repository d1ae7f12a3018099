import type { ToView } from '../viewLink';

/** By which a column is told in the text: what it holds, where it begins and how many values it has. */
const kinds = { f64: Float64Array, i32: Int32Array } as const;
type Kind = keyof typeof kinds;
type Column = InstanceType<(typeof kinds)[Kind]>;

const align = 8;
const headBytes = 4;

/**
 * A message as bytes: the length of a JSON text (32 bits), the text, and the columns of numbers that the text points to,
 * each at a multiple of 8 bytes. All of it is little-endian.
 */
export function packMessage(message: ToView): Uint8Array<ArrayBuffer> {
  const columns: { readonly column: Column; readonly at: number }[] = [];
  let columnBytes = 0;
  const text = JSON.stringify(message, (_key, value: unknown) => {
    const kind = kindOf(value);
    if (kind === undefined) return value;
    const column = value as Column;
    columns.push({ column, at: columnBytes });
    const place = [columnBytes, column.length];
    columnBytes += aligned(column.byteLength);
    return { [kind]: place };
  });
  const encoded = new TextEncoder().encode(text);
  const columnsAt = aligned(headBytes + encoded.length);
  const bytes = new Uint8Array(columnsAt + columnBytes);
  new DataView(bytes.buffer).setUint32(0, encoded.length, true);
  bytes.set(encoded, headBytes);
  for (const { column, at } of columns)
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), columnsAt + at);
  return bytes;
}

/** What was packed; whether it is a message of the protocol is not yet known. @throws Error for bytes that are none. */
export function unpackMessage(bytes: ArrayBuffer): unknown {
  const length = bytes.byteLength < headBytes ? Infinity : new DataView(bytes).getUint32(0, true);
  if (headBytes + length > bytes.byteLength) throw new Error('The message ends before its text does.');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes, headBytes, length));
  const columnsAt = aligned(headBytes + length);
  return JSON.parse(text, (_key, value: unknown) => columnIn(value, bytes, columnsAt) ?? value) as unknown;
}

function columnIn(value: unknown, bytes: ArrayBuffer, columnsAt: number): Column | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const kind of ['f64', 'i32'] as const) {
    const place = (value as Partial<Record<Kind, unknown>>)[kind];
    if (!Array.isArray(place)) continue;
    const [at, length] = place as unknown[];
    const make = kinds[kind];
    if (!isCount(at) || !isCount(length) || at % align !== 0) throw new Error('A column has no place.');
    if (columnsAt + at + length * make.BYTES_PER_ELEMENT > bytes.byteLength)
      throw new Error('The message ends before a column does.');
    return new make(bytes, columnsAt + at, length);
  }
  return undefined;
}

function kindOf(value: unknown): Kind | undefined {
  if (value instanceof Float64Array) return 'f64';
  return value instanceof Int32Array ? 'i32' : undefined;
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const aligned = (bytes: number): number => Math.ceil(bytes / align) * align;
