/** Numbers of a particle: where it started along the path, and where across it, shares from 0 to 1. */
export const seedNumbers = 2;

/** The golden ratio's: its multiples fill a length evenly, from the first point on. */
const goldenPart = 0.618_033_988_749_894_8;

/**
 * Places of particles that are even however many of the first are taken, so that particles come and go without moving the
 * others.
 */
export function seedsOf(count: number): Float32Array {
  const seeds = new Float32Array(count * seedNumbers);
  for (let particle = 0; particle < count; particle++) {
    seeds[particle * seedNumbers] = (0.5 + goldenPart * particle) % 1;
    seeds[particle * seedNumbers + 1] = scattered(particle);
  }
  return seeds;
}

/** A share that looks like chance, and is the same for the same number: in even steps, particles would show as a lattice. */
function scattered(number: number): number {
  let bits = Math.imul(number + 1, 0x9e37_79b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85eb_ca77);
  bits ^= bits >>> 13;
  return (bits >>> 0) / 2 ** 32;
}
