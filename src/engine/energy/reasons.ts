/** Why a domain that was just opened has no figure. */
export const starting = 'It was found, but not read twice yet; its figures come with the next reading.';

/** Why a domain whose counter does not move has no figure. */
export const standsStill =
  'Its energy counter has stood still for 30 s, so it counts nothing on this machine; figures come if it ever moves.';

/** Why there is no total while no reader has announced anything. */
export const nothingRead =
  'Nothing on this machine that tells power or energy has been read, so there is no total; reading starts with the collectors.';

/** Why energy is not attributed while the user does not want it. */
export const switchedOff =
  'Energy is not shared among requests because the setting wirthforge.collectors.model.energyCalculation is off; turn it on for joules per request and token.';

/** Why energy is not attributed while nothing runs. */
export const stopped = 'Energy is not shared among requests while the monitor is paused; resume it to go on.';
