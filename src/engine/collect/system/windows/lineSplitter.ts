/** Cuts text that arrives in pieces into lines; a line longer than the bound is dropped. */
export class LineSplitter {
  private rest = '';

  constructor(
    private readonly mostCharacters: number,
    private readonly line: (text: string) => void,
  ) {}

  take(piece: string): void {
    const lines = (this.rest + piece).split(/\r?\n/);
    this.rest = lines.pop() ?? '';
    if (this.rest.length > this.mostCharacters) this.rest = '';
    for (const text of lines) if (text.length <= this.mostCharacters) this.line(text);
  }
}
