import { asArray, asCount, field, parseJson } from '../parse/json';
import type { BusySlot } from '../tokens/slotLedger';

const maxSlots = 1024;

/** The slots at work in an answer of `/slots`, or undefined when it is not one. Prompts in it are not kept. */
export function readSlotsPage(text: string): readonly BusySlot[] | undefined {
  const slots = asArray(parseJson(text));
  if (!slots || slots.length > maxSlots) return undefined;
  const busy: BusySlot[] = [];
  const ids = new Set<number>();
  for (const slot of slots) {
    const id = asCount(field(slot, 'id'));
    if (id === undefined || ids.has(id)) return undefined;
    ids.add(id);
    if (!isProcessing(slot)) continue;
    const task = asCount(field(slot, 'id_task'));
    const generated = decodedCount(field(slot, 'next_token'));
    if (task === undefined || generated === undefined) return undefined;
    busy.push({ id, task, generated, evaluated: asCount(field(slot, 'n_prompt_tokens_processed')) ?? 0 });
  }
  return busy;
}

/** Builds before November 2024 wrote a number for the state, 0 when idle. */
function isProcessing(slot: unknown): boolean {
  return field(slot, 'is_processing') === true || (asCount(field(slot, 'state')) ?? 0) > 0;
}

/** One object in older builds, an array of them in newer ones. */
function decodedCount(nextToken: unknown): number | undefined {
  const entries = asArray(nextToken) ?? [nextToken];
  let sum = 0;
  for (const entry of entries) {
    const decoded = asCount(field(entry, 'n_decoded'));
    if (decoded === undefined) return undefined;
    sum += decoded;
  }
  return sum;
}
