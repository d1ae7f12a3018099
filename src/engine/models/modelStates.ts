import type { ModelStatus, RuntimeStatus } from '../../protocol/status';
import type { ModelMeter } from './modelMeter';

/** Runtimes as they describe themselves, with models that only the proxy saw and what it sees of the others. */
export function joinedStatuses(statuses: readonly RuntimeStatus[], meters: readonly ModelMeter[]): RuntimeStatus[] {
  return statuses.map((status) => {
    const own = meters.filter((meter) => meter.runtime === status.name);
    const models = status.models.map((model) => joined(model, own));
    const unlisted = own.filter((meter) => meter.underWay.size > 0 && !models.some(({ name }) => name === meter.model));
    return { ...status, models: [...models, ...unlisted.map((meter) => stateOf(meter))] };
  });
}

function joined(model: ModelStatus, meters: readonly ModelMeter[]): ModelStatus {
  const isAtWork = meters.some((meter) => meter.model === model.name && meter.underWay.size > 0);
  return isAtWork && model.state === 'idle' ? { ...model, state: 'generating' } : model;
}

function stateOf(meter: ModelMeter): ModelStatus {
  return { name: meter.model, state: meter.isGenerating ? 'generating' : 'loading' };
}
