import { escape, fewIntegers } from './layout';

/** Numbers that counting takes. */
export const symbols = escape + 1;

/**
 * About how many bits `count` integers from `at` on take once deflated: the entropy of their bytes, and the bits of
 * those that do not fit one. Few integers are not worth deflating, so there it is their bytes.
 * @param spare Where `symbols` numbers of the same array are free.
 */
export function costOf(numbers: Float64Array, at: number, count: number, spare: number): number {
  const end = at + count;
  let bits = 0;
  if (count <= fewIntegers) {
    for (let i = at; i < end; i++) bits += 8 * bytesOf(numbers[i]!);
    return bits;
  }
  numbers.fill(0, spare, spare + symbols);
  for (let i = at; i < end; i++) {
    const integer = numbers[i]!;
    if (integer >= escape) bits += Math.log2(integer);
    numbers[spare + Math.min(escape, integer)]!++;
  }
  for (let symbol = spare; symbol < spare + symbols; symbol++) {
    const times = numbers[symbol]!;
    if (times > 0) bits += times * Math.log2(count / times);
  }
  return bits;
}

/** Bytes of an integer as a varint. */
export function bytesOf(integer: number): number {
  let bytes = 1;
  for (let rest = Math.abs(integer); rest >= 128; rest /= 128) bytes++;
  return bytes;
}
