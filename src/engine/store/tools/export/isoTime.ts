/** Times as ISO 8601 in UTC. Consecutive times share most of their text, which is made once a second. */
export class IsoTime {
  private second = NaN;
  private prefix = '';

  /** @param time Milliseconds since 1970, fractions included; they are told to the microsecond. */
  text(time: number): string {
    const second = Math.floor(time / 1000);
    if (second !== this.second) {
      this.second = second;
      this.prefix = new Date(second * 1000).toISOString().slice(0, -4);
    }
    const within = time - second * 1000;
    const ms = Math.floor(within);
    const micro = Math.min(999, Math.round((within - ms) * 1000));
    const text = this.prefix + String(ms).padStart(3, '0');
    return micro === 0 ? `${text}Z` : `${text}${String(micro).padStart(3, '0')}Z`;
  }
}
