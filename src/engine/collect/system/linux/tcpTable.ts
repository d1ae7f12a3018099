import type { ConnectionCounts, ConnectionState } from '../connectionsFrame';

const newline = 0x0a;
const colon = 0x3a;
const space = 0x20;

/** The kernel's numbers of TCP states; what is not here is on its way from one of these to another. */
const states: Partial<Record<number, ConnectionState>> = {
  0x01: 'established',
  0x06: 'time_wait',
  0x08: 'close_wait',
  0x0a: 'listen',
};

/** The state is the fourth word of a line: slot, local address, remote address, state. */
const stateWord = 3;

/** Counts the lines of /proc/net/tcp by state, as the file arrives in pieces of any size. */
export class TcpTable {
  private line = 0;
  private word = 0;
  private isInWord = false;
  private hasSlot = false;
  private state = 0;

  constructor(private readonly counts: ConnectionCounts) {}

  /** Takes in the next piece. False when a line is not one of a socket. */
  take(bytes: Uint8Array, length: number): boolean {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i]!;
      if (byte === newline) {
        if (this.line > 0 && !this.count()) return false;
        this.startLine();
      } else if (byte === space) {
        if (this.isInWord) this.word++;
        this.isInWord = false;
      } else {
        this.isInWord = true;
        if (this.word === 0 && byte === colon) this.hasSlot = true;
        if (this.word === stateWord) this.state = this.state * 16 + hexDigit(byte);
      }
    }
    return true;
  }

  /** Whether what was taken in began with a heading and ended with a whole line. */
  get isWhole(): boolean {
    return this.line > 0 && this.word === 0 && !this.isInWord;
  }

  private count(): boolean {
    if (!this.hasSlot || this.word < stateWord || Number.isNaN(this.state)) return false;
    this.counts[states[this.state] ?? 'other']++;
    return true;
  }

  private startLine(): void {
    this.line++;
    this.word = 0;
    this.isInWord = false;
    this.hasSlot = false;
    this.state = 0;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NaN;
}
