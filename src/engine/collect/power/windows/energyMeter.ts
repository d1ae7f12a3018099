import type { CounterRow } from '../../system/windows/typeperf';

/** A CPU package among the channels of Windows' energy meters. */
export interface PackageChannel {
  /** Number of the package as Windows names it. */
  readonly socket: string;
  /** Column of its power, milliwatts. */
  readonly power: number;
  /** Column of its energy since the machine started; -1 where there is none. */
  readonly energy: number;
}

const meter = 'Energy Meter';
const packageName = /^RAPL_Package(\d{1,4})_PKG$/i;

/**
 * The packages among the columns. Every core has a meter of its own beside the package that it belongs to, so nothing
 * but packages counts, whichever meter shows them; and a package that several meters show counts once.
 */
export function packageChannels(columns: CounterRow['columns']): readonly PackageChannel[] {
  const find = (instance: string, counter: string): number =>
    columns.findIndex(
      (column) => column.object === meter && column.instance === instance && column.counter === counter,
    );
  const instances = new Set(columns.map(({ instance }) => instance));
  return [...instances]
    .flatMap((instance) => {
      const socket = packageName.exec(instance)?.[1];
      const power = find(instance, 'Power');
      return socket === undefined || power < 0 ? [] : [{ socket, power, energy: find(instance, 'Energy') }];
    })
    .sort((a, b) => Number(a.socket) - Number(b.socket));
}

/** Energies of two counters that are the same one are read a moment apart; others differ by far more than this share. */
const mirroredShare = 1e-4;

/** Leaves out packages that show the counter of another once more, as the dies of some processors do. */
export function withoutMirrors(channels: readonly PackageChannel[], row: CounterRow): readonly PackageChannel[] {
  const energyOf = ({ energy }: PackageChannel): number => (energy < 0 ? NaN : row.values[energy]!);
  return channels.filter(
    (channel, index) =>
      !channels
        .slice(0, index)
        .some((other) => Math.abs(energyOf(other) - energyOf(channel)) <= energyOf(channel) * mirroredShare),
  );
}
