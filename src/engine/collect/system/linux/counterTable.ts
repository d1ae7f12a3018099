import { countersEach } from '../rates';

/**
 * Lines of a file that each name a thing and count something of it. Names are compared as bytes and become strings only
 * when they change, so reading an unchanged list allocates nothing.
 */
export class CounterTable {
  names: readonly string[] = [];
  /** `countersEach` for each name; longer than that when things went. */
  counters = new Float64Array(8 * countersEach);
  private known: Uint8Array[] = [];
  private count = 0;
  private isChanged = false;

  begin(): void {
    this.count = 0;
    this.isChanged = false;
  }

  /** Takes in one line; the name is `bytes[from]` up to `bytes[to]`, not included. */
  add(bytes: Uint8Array, from: number, to: number, first: number, second: number): void {
    const index = this.count++;
    if (!isSame(this.known[index], bytes, from, to)) {
      this.known[index] = bytes.slice(from, to);
      this.isChanged = true;
    }
    if (this.count * countersEach > this.counters.length) this.makeRoom();
    this.counters[index * countersEach] = first;
    this.counters[index * countersEach + 1] = second;
  }

  /** Whether the names are others than the last time. */
  end(): boolean {
    if (this.known.length > this.count) {
      this.known.length = this.count;
      this.isChanged = true;
    }
    if (this.isChanged) this.names = this.known.map((name) => Buffer.from(name).toString('utf8'));
    return this.isChanged;
  }

  private makeRoom(): void {
    const larger = new Float64Array(this.counters.length * 2);
    larger.set(this.counters);
    this.counters = larger;
  }
}

function isSame(known: Uint8Array | undefined, bytes: Uint8Array, from: number, to: number): boolean {
  if (known?.length !== to - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
