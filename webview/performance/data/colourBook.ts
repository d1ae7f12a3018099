import { lineColours, type LineColour } from '../../shared/palette';

/** Gives lines colours that they keep while they are shown, and as few the same one as can be. */
export class ColourBook {
  private readonly places = new Map<string, number>();

  /** Takes the colours of all other lines back, and gives new lines those that are free. */
  keep(keys: readonly string[]): void {
    const wanted = new Set(keys);
    for (const key of this.places.keys()) if (!wanted.has(key)) this.places.delete(key);
    const taken = new Set(this.places.values());
    let place = 0;
    for (const key of keys) {
      if (this.places.has(key)) continue;
      while (taken.has(place)) place++;
      taken.add(place);
      this.places.set(key, place);
    }
  }

  /** Of the lines that are kept. After all colours once come all of them dashed. */
  styleOf(key: string): { readonly colour: LineColour; readonly isDashed: boolean } {
    const place = this.places.get(key) ?? 0;
    const round = Math.floor(place / lineColours.length);
    return { colour: lineColours[place % lineColours.length]!, isDashed: round % 2 === 1 };
  }
}
