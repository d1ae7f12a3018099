import type { EventType } from '../../../protocol/events';
import { checkedData, type EventData } from './eventSchemas';
import type { StoreEvent } from './storeEvent';

/** An event whose data is what its type says. */
export type KnownEvent = {
  readonly [T in EventType]: Omit<StoreEvent, 'type' | 'data'> & { readonly type: T; readonly data: EventData[T] };
}[EventType];

/** @returns The event, or why its data is not what its type says. */
export function knownEvent(event: StoreEvent): { readonly event: KnownEvent } | { readonly problem: string } {
  const checked = checkedData(event.type, event.data);
  if ('problem' in checked) return checked;
  // The schema that let the data pass is the one of this very type.
  return { event: { ...event, data: checked.data } as KnownEvent };
}
