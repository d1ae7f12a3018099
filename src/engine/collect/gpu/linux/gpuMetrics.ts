/**
 * The table `gpu_metrics` of amdgpu: its size in two bytes, a format and a revision, then fields that depend on these.
 * Format 1 is that of cards, 2 and 3 those of processors with graphics.
 */
const headerBytes = 4;

/** Where the throttle status stands that means the same on every chip, by format and revision. Eight bytes each. */
const statusAt: ReadonlyMap<string, number> = new Map([
  ['1.3', 112],
  ['2.2', 120],
  ['2.3', 120],
  ['2.4', 120],
]);
/** Bits 0 to 7 tell of power limits, 16 to 23 of current, 32 to 47 of heat. The others are no reason of these kinds. */
const powerAndCurrent = 0x00ff_00ff;
const heat = 0x0000_ffff;
const unknown = 0xffff_ffff;

export interface GpuMetricsHeader {
  /** Such as `1.3`. */
  readonly version: string;
  readonly format: number;
}

/** The header; undefined when the bytes are no such table. */
export function gpuMetricsHeader(bytes: Buffer, length: number): GpuMetricsHeader | undefined {
  if (length < headerBytes || length > bytes.length) return undefined;
  const size = bytes.readUInt16LE(0);
  const format = bytes[2]!;
  if (size < headerBytes || size > length || format < 1) return undefined;
  return { version: `${format}.${bytes[3]!}`, format };
}

/** 1 when heat, power or current hold the GPU back, 0 when not; NaN when this table does not tell. */
export function throttledOf(bytes: Buffer, length: number): number {
  const header = gpuMetricsHeader(bytes, length);
  const at = statusAt.get(header?.version ?? '');
  if (at === undefined || at + 8 > bytes.readUInt16LE(0)) return NaN;
  const low = bytes.readUInt32LE(at);
  const high = bytes.readUInt32LE(at + 4);
  // A chip that does not fill the field leaves all its bits set.
  if (low === unknown && high === unknown) return NaN;
  return (low & powerAndCurrent) !== 0 || (high & heat) !== 0 ? 1 : 0;
}
