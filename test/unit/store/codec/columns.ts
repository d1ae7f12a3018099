import fc from 'fast-check';

const edges = [
  ...[0, -0, 1, 0.1, 0.30000000000000004, 2 ** 31, 2 ** 32, 2 ** 49, 2 ** 50, 2 ** 51, 2 ** 52, 2 ** 53],
  ...[2 ** 51 - 1, 2 ** 51 + 1, 2 ** 51 - 0.25, 2 ** 53 - 1, 2 ** 53 + 2, 1e15, 1e22],
  ...[Number.MIN_VALUE, 2.2250738585072014e-308, Number.EPSILON, Number.MAX_VALUE, Infinity],
].flatMap((value) => [value, -value]);

const edge = fc.constantFrom(...edges);
const missing = fc.constant(NaN);

/** Values as instruments give them: levels, percentages, sizes in pages. */
const plain = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.double({ min: 0, max: 100, noNaN: true }),
  fc.integer({ min: 0, max: 2 ** 24 }).map((pages) => pages * 4096),
);

/** The same value several times, as gauges and gaps come. */
const runs = fc
  .array(fc.tuple(fc.oneof(plain, missing, edge), fc.integer({ min: 1, max: 40 })), { maxLength: 12 })
  .map((all) => all.flatMap(([value, times]) => new Array<number>(times).fill(value)));

/** A counter, steps of one width with a jump now and then. */
const counter = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 45 }), fc.array(fc.oneof(fc.nat(9), fc.nat(2 ** 30)), { maxLength: 150 }))
  .map(([start, steps]) => {
    let at = start;
    return steps.map((step) => (at += step));
  });

/** Decimals that a column may be asked to have, those out of range included. */
export const decimals = fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.integer({ min: -1, max: 16 }));

/** Columns of every kind, short ones and ones too long for varints. */
export const column = fc
  .oneof(
    fc.array(fc.oneof(plain, missing), { maxLength: 200 }),
    fc.array(fc.oneof(edge, missing, plain, fc.double()), { maxLength: 60 }),
    fc.array(fc.double(), { maxLength: 60 }),
    fc.array(fc.integer({ min: -(2 ** 49), max: 2 ** 49 }), { maxLength: 100 }),
    runs,
    counter,
  )
  .map((values) => Float64Array.from(values));
