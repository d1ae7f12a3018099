import type { EventType } from '../../protocol/events';
import type { EventMarks } from '../store/events/eventLog';
import type { EventData } from '../store/events/eventSchemas';

/** Where events go: `record` of an EventLog. */
export type RecordEvent = <T extends EventType>(type: T, data: EventData[T], marks?: EventMarks) => void;
