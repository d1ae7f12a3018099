import * as v from 'valibot';
import type { ViewFile } from '../../../protocol/viewLink';

const mebibyte = 1_048_576;
const largestCsv = 32 * mebibyte;
const largestPng = 64 * mebibyte;
/** With which every PNG begins. */
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** It is cleaned before it names a file. */
const name = v.pipe(v.string(), v.maxLength(256));

const isPng = (bytes: Uint8Array): boolean => pngSignature.every((byte, at) => bytes[at] === byte);

export const viewFile = v.variant('kind', [
  v.strictObject({
    kind: v.literal('csv'),
    name,
    // A character is a byte at least, so a text that is too long need not be measured.
    text: v.pipe(v.string(), v.maxLength(largestCsv), v.maxBytes(largestCsv)),
  }),
  v.strictObject({
    kind: v.literal('png'),
    name,
    bytes: v.pipe(
      v.instance(Uint8Array),
      v.check((bytes) => bytes.byteLength <= largestPng && isPng(bytes)),
    ),
  }),
]) satisfies v.GenericSchema<ViewFile>;
