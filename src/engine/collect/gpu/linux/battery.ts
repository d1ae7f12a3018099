import { firstLine, namesIn } from './sysFiles';

/** Whether a battery of the machine is being emptied. Those of mice and keyboards do not count. */
export function isOnBattery(sys: string): boolean {
  const supplies = `${sys}/class/power_supply`;
  return namesIn(supplies).some(
    (name) =>
      firstLine(`${supplies}/${name}/type`) === 'Battery' &&
      firstLine(`${supplies}/${name}/scope`) !== 'Device' &&
      firstLine(`${supplies}/${name}/status`) === 'Discharging',
  );
}
