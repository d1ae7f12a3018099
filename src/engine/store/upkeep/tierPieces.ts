import type { TierChunk } from '../chunk';
import type { SegmentBuilder } from '../segments/segmentBuilder';
import { mergeTiers } from '../tiers/mergeTiers';
import { rollUpTier } from '../tiers/rollUp';

/** Pieces of one tier that are collected until they can become one chunk for each group. */
export class TierPieces {
  private readonly pieces = new Map<string, TierChunk[]>();

  add(chunk: TierChunk): void {
    if (chunk.starts.length === 0) return;
    const key = JSON.stringify([chunk.session, chunk.group, chunk.hz]);
    const known = this.pieces.get(key);
    if (known) known.push(chunk);
    else this.pieces.set(key, [chunk]);
  }

  /**
   * Puts the pieces of each group together into a segment, and rolls them up into wider tiers besides.
   * @param wider Widths, ms, narrowest first, each a multiple of the one before.
   */
  moveTo(builder: SegmentBuilder, wider: readonly number[] = []): void {
    for (const pieces of this.pieces.values()) {
      let tier = mergeTiers(pieces);
      builder.addBuckets(tier);
      for (const tierMs of wider) builder.addBuckets((tier = rollUpTier(tier, tierMs)));
    }
    this.pieces.clear();
  }
}
