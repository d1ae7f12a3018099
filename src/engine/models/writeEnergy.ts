import type { Origin, Quality } from '../../protocol/metric';
import type { ModelFrame } from './modelFrame';
import type { WorkEnergy } from './workEnergy';

const metrics = ['model.energy_joules', 'model.joules_per_token'] as const;

const guessed =
  'A part of it is an estimate: the idle power of the machine was not known yet, or the energy itself is estimated.';

/**
 * Puts what was attributed to a model into its frame, and says what it is worth.
 * @param at Monotonic ms.
 * @param unknown Why there is no energy now.
 * @param origin What the energy that is shared covers and how it is got.
 */
export function writeEnergy(
  frame: ModelFrame,
  energy: WorkEnergy,
  at: number,
  unknown: string | undefined,
  origin: Origin | undefined,
): void {
  const perToken = energy.lastMinute(at);
  const quality = energy.hasStarted ? energy.quality : 'unavailable';
  const perTokenQuality = perToken?.quality ?? quality;
  frame.say('model.energy_joules', quality, unknown ?? reasonOf(quality));
  frame.say('model.joules_per_token', perTokenQuality, unknown ?? reasonOf(perTokenQuality));
  if (origin) for (const metric of metrics) frame.tell(metric, origin);
  if (energy.hasStarted) frame.set('model.energy_joules', energy.total);
  if (perToken) frame.set('model.joules_per_token', perToken.aboveIdle);
}

function reasonOf(quality: Quality): string | undefined {
  return quality === 'estimated' ? guessed : undefined;
}
