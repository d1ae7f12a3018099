import type { Unreadable } from '../../system/unreadable';
import { estimateHint } from '../noInstrument';

/** Why a counter cannot be read by an ordinary user, which is the normal case. */
export function rootOnly(name: string, file: string): string {
  return (
    `The energy counter ${name} may be read by root only, as is usual since Linux 5.10: fine readings of energy can betray what other programs compute. ` +
    `So the power of this part is not known and in no total. An administrator who accepts that risk can let a group read ${file}, by a udev rule or sysfs.conf; ` +
    `the monitor sees it within a minute. ${estimateHint}`
  );
}

/** Why an instrument that is there has no figure. */
export function unread({ happened, next }: Unreadable): string {
  return `${happened} Its power and energy are missing meanwhile; the monitor looks again every minute. ${next}`;
}

/** Why nothing tells the CPU's energy at all. */
export const noCpuSensor =
  'This Linux has no energy counter (RAPL) and no known power sensor of the CPU, as is usual in virtual machines, containers and WSL. ' +
  `So the power of the CPU is not known. ${estimateHint}`;

/** Why a battery says nothing while the machine hangs on mains. */
export const onMains =
  "The machine runs on mains power; a battery tells the machine's power only while it discharges. Unplug it to see the figure.";

/** Why a battery has no figure although it discharges. */
export const noDischargeRate =
  'The battery discharges, but its driver tells neither power nor current; there is nothing to read on this machine.';
