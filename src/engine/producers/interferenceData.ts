import type { Interference } from '../models/interference/interferenceWatch';
import type { EventData } from '../store/events/eventSchemas';

export function interferenceData(found: Interference): EventData['pattern.interference'] {
  return {
    models_involved: found.models,
    interference_type: found.type,
    strength: found.strength,
    frequency: found.frequency,
    duration_ms: found.durationMs,
  };
}
