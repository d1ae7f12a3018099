import * as v from 'valibot';

const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(256));

/** What the thread that takes stock found; what it could not find is left out and named in `missing`. */
export const inventoryReport = v.object({
  cpu: v.exactOptional(text),
  os: v.exactOptional(text),
  gpus: v.exactOptional(v.pipe(v.array(text), v.maxLength(32))),
  /** What was not found and why, a few words for each. */
  missing: v.pipe(v.array(text), v.maxLength(8)),
});

export type InventoryReport = v.InferOutput<typeof inventoryReport>;
