import { runProgram } from '../system/program';
import { LinuxPower, linuxPowerRoots } from './linux/linuxPower';
import { MacosPower } from './macos/macosPower';
import type { OpenPowerReader } from './powerReader';
import { UnknownPlatform } from './unknownPlatform';
import { WindowsPower } from './windows/windowsPower';

/** What can be read of power on a platform. */
export function platformReader(platform: NodeJS.Platform): OpenPowerReader {
  return (context) => {
    if (platform === 'linux') return new LinuxPower(context, linuxPowerRoots);
    if (platform === 'darwin') return new MacosPower(context, runProgram);
    if (platform === 'win32') return new WindowsPower(context);
    return new UnknownPlatform(context, platform);
  };
}
