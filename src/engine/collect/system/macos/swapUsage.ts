const units = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 } as const;

/** Size of the swap files and what is free of it, in bytes. */
export interface SwapUsage {
  readonly total: number;
  readonly free: number;
}

/** Reads what `sysctl vm.swapusage` prints; undefined when it is something else. */
export function parseSwapUsage(output: string): SwapUsage | undefined {
  const found = /total = (\d+[.,]\d+)([KMGT])\s+used = \S+\s+free = (\d+[.,]\d+)([KMGT])/.exec(output);
  if (!found) return undefined;
  const [, total, totalUnit, free, freeUnit] = found;
  const size = { total: bytes(total, totalUnit), free: bytes(free, freeUnit) };
  return size.free <= size.total ? size : undefined;
}

function bytes(number: string | undefined, unit: string | undefined): number {
  return Number(number?.replace(',', '.')) * units[unit as keyof typeof units];
}
