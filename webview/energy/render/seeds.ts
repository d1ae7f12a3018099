/** Numbers of a particle: where it started along the path, and where across it, shares from 0 to 1. */
export const seedNumbers = 2;

/** The powers of the plastic number's reciprocal: their multiples fill a square evenly from the first point on. */
const along = 0.754_877_666_246_692_7;
const across = 0.569_840_290_998_053_2;

/**
 * Places of particles that are even however many of the first are taken, so that particles come and go without moving the
 * others.
 */
export function seedsOf(count: number): Float32Array {
  const seeds = new Float32Array(count * seedNumbers);
  for (let particle = 0; particle < count; particle++) {
    seeds[particle * seedNumbers] = (0.5 + along * particle) % 1;
    seeds[particle * seedNumbers + 1] = (0.5 + across * particle) % 1;
  }
  return seeds;
}
