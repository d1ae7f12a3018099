import assert from 'node:assert/strict';
import type { EventType } from '../../../src/protocol/events';
import type { RecordEvent } from '../../../src/engine/producers/recordEvent';
import type { EventMarks } from '../../../src/engine/store/events/eventLog';
import { checkedData } from '../../../src/engine/store/events/eventSchemas';

export interface Recorded {
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
  readonly marks: EventMarks | undefined;
}

/** Keeps what is recorded, and holds it to its schema. */
export function recorder(): { readonly record: RecordEvent; readonly events: Recorded[] } {
  const events: Recorded[] = [];
  const record: RecordEvent = (type, data, marks) => {
    const checked = checkedData(type, data);
    assert.ok('data' in checked, 'problem' in checked ? checked.problem : '');
    events.push({ type, data: { ...checked.data }, marks });
  };
  return { record, events };
}
