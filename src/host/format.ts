const kibi = 1024;
const sizeUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** What stands where there is no value; never 0. */
export const noValue = '–';

/** Stands before an estimate, as it does on the pages. */
export const estimateMark = '≈\u00a0';

/** A size with three significant digits at most: `7.14 GiB`, `41 MiB`. */
export function bytes(value: number): string {
  let scaled = value;
  let unit = 0;
  while (scaled >= kibi && unit < sizeUnits.length - 1) {
    scaled /= kibi;
    unit++;
  }
  const decimals = unit < 3 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
  return `${scaled.toFixed(decimals)} ${sizeUnits[unit]!}`;
}

/** A share of 0 to 100 as whole percent: `23%`. */
export function percent(value: number): string {
  return `${Math.round(value)}%`;
}

/** Electrical power; one decimal below 10 W: `48 W`, `4.2 W`. */
export function watts(value: number): string {
  return `${value.toFixed(value >= 9.95 ? 0 : 1)} W`;
}

/** A time that people wait: `240 ms`, `1.2 s`. */
export function waitingTime(ms: number): string {
  return ms < 999.5 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Energy for each token: `0.52 J/tok`. */
export function joulesPerToken(value: number): string {
  return `${value.toFixed(value < 9.995 ? 2 : 1)} J/tok`;
}

/** A speed of generation; one decimal below 10, where it still says something: `58 tok/s`, `4.2 tok/s`. */
export function tokenRate(value: number): string {
  return `${tokenRateNumber(value)} tok/s`;
}

/** The figure of `tokenRate` without its unit. */
export function tokenRateNumber(value: number): string {
  return value >= 9.95 || value === 0 ? value.toFixed(0) : value.toFixed(1);
}
