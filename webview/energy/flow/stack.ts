/** Between two ends, CSS px, so that wide ones do not look like one. */
const gap = 12;

/** The middles of ends that stand below each other, each with room for its width and its name, about a middle line. */
export function spread(widths: readonly number[], height: number, leastSlot: number): number[] {
  const wished = widths.map((width) => Math.max(width + gap, leastSlot));
  const needed = sum(wished);
  const bare = sum(widths);
  // Where names do not fit, what is left beside the widths is shared out evenly.
  const spare = Math.max(0, height - bare) / Math.max(1, widths.length);
  const slots = needed <= height ? wished : widths.map((width) => width + spare);
  return middles(slots, (height - sum(slots)) / 2);
}

/** The middles of ends that stand below each other without a gap, about a middle line. */
export function gather(widths: readonly number[], height: number): number[] {
  return middles(widths, (height - sum(widths)) / 2);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function middles(slots: readonly number[], top: number): number[] {
  let edge = top;
  return slots.map((slot) => {
    edge += slot;
    return edge - slot / 2;
  });
}
