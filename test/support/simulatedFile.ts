import type { Random } from './random';

const sectorBytes = 512;

/** Content of a file, and which of it would be there after a loss of power. */
export class SimulatedFile {
  /** Bytes from the start that were synced, but for those that a failed sync gave up. */
  private synced: number;
  /** The stretches that a failed sync gave up: later syncs succeed without them, as on Linux. */
  private readonly givenUp: { readonly from: number; readonly to: number }[] = [];

  /** @param content What is there from the start, for good. */
  constructor(public content: Buffer = Buffer.alloc(0)) {
    this.synced = content.length;
  }

  append(bytes: Buffer): void {
    this.content = Buffer.concat([this.content, bytes]);
  }

  sync(): void {
    this.synced = this.content.length;
  }

  failSync(): void {
    this.givenUp.push({ from: this.synced, to: this.content.length });
    this.sync();
  }

  /** Keeps what was synced; of the rest any sectors may be there, zero or garbage, and the end may be missing. */
  afterPowerLoss(random: Random): SimulatedFile {
    const length = random.chance(0.3) ? this.content.length : random.integer(this.synced, this.content.length);
    const after = Buffer.from(this.content.subarray(0, length));
    for (const { from, to } of this.givenUp) spoil(after, from, Math.min(to, length), random);
    spoil(after, this.synced, length, random);
    return new SimulatedFile(after);
  }
}

function spoil(bytes: Buffer, from: number, to: number, random: Random): void {
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / sectorBytes) + 1) * sectorBytes);
    if (random.chance(0.5)) bytes.fill(random.chance(0.5) ? 0 : random.bytes(end - at), at, end);
    at = end;
  }
}
