/** What a Mac's battery tells. */
export interface SmartBattery {
  readonly isOnMains: boolean;
  /** Watts that it gives to the machine, negative while it is charged; NaN where it does not tell. */
  readonly watts: number;
}

/**
 * Reads what `ioreg -r -c AppleSmartBattery -w 0 -d 1` prints: properties of the battery, one a line. Undefined when there
 * is no battery among it. The same words inside other properties stand without spaces and are passed over.
 */
export function parseSmartBattery(output: string): SmartBattery | undefined {
  if (!/^\+-o AppleSmartBattery\b/m.test(output)) return undefined;
  const property = (name: string): string | undefined =>
    new RegExp(`^[\\s|]*"${name}" = (-?\\d{1,20}|Yes|No)$`, 'm').exec(output)?.[1];
  const millivolts = Number(property('Voltage'));
  const milliamperes = signed(property('InstantAmperage') ?? property('Amperage'));
  const isPlausible = millivolts > 0 && millivolts < mostMillivolts && Math.abs(milliamperes) < mostMilliamperes;
  return {
    isOnMains: property('ExternalConnected') === 'Yes',
    watts: isPlausible ? (-milliamperes * millivolts) / 1e6 : NaN,
  };
}

const mostMillivolts = 60_000;
const mostMilliamperes = 60_000;

/** A current that is negative while the battery discharges, but printed as if it were not: in 64 bits, or in 16. */
function signed(text: string | undefined): number {
  if (text === undefined || !/^-?\d+$/.test(text)) return NaN;
  const whole = BigInt(text);
  const isHalf = whole > 0x7fffn && whole <= 0xffffn;
  return Number(BigInt.asIntN(isHalf ? 16 : 64, whole));
}
