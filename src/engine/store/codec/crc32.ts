import zlib from 'node:zlib';

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb8_8320 : remainder >>> 1;
  return remainder;
});

/** CRC-32 where Node has none of its own. */
export function crc32OfTable(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}

/** CRC-32 as in gzip and PNG; Node's own where it has one (22.2 and later), which is several times faster. */
export const crc32: (bytes: Uint8Array) => number =
  'crc32' in zlib && typeof zlib.crc32 === 'function' ? zlib.crc32 : crc32OfTable;
