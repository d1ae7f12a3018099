/** The plain classes of VS Code's API that editors and trees are made of; they only hold what they were given. */

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}

  static file(path: string): Uri {
    return new Uri('file', path);
  }

  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path);
  }

  static parse(text: string): Uri {
    const colon = text.indexOf(':');
    return new Uri(text.slice(0, colon), text.slice(colon + 1));
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(base.scheme, [base.path, ...parts].join('/'));
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

export const FileType = { File: 1, Directory: 2 };

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState: number,
  ) {}
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };

export class Diagnostic {
  source = '';

  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

export class CodeLens {
  constructor(
    readonly range: Range,
    readonly command: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] },
  ) {}
}

export const CodeActionKind = { QuickFix: 'quickfix' };

export class CodeAction {
  edit: WorkspaceEdit | undefined;
  isPreferred = false;

  constructor(
    readonly title: string,
    readonly kind: string,
  ) {}
}

export class WorkspaceEdit {
  readonly replacements: { readonly range: Range; readonly text: string }[] = [];

  replace(_uri: unknown, range: Range, text: string): void {
    this.replacements.push({ range, text });
  }
}

export class RelativePattern {
  constructor(
    readonly base: unknown,
    readonly pattern: string,
  ) {}
}

export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };

export class FileSystemError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** A text in an editor, which the test types into. */
export class FakeDocument {
  version = 1;
  isClosed = false;

  constructor(
    readonly uri: { toString(): string },
    public text: string,
  ) {}

  get lineCount(): number {
    return this.text.split('\n').length;
  }

  type(text: string): void {
    this.text = text;
    this.version++;
  }

  getText(range?: Range): string {
    return range ? this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end)) : this.text;
  }

  lineAt(line: number): { readonly range: Range } {
    const end = new Position(line, this.text.split('\n')[line]!.length);
    return { range: new Range(new Position(line, 0), end) };
  }

  positionAt(offset: number): Position {
    const before = this.text.slice(0, offset).split('\n');
    return new Position(before.length - 1, before[before.length - 1]!.length);
  }

  offsetAt({ line, character }: Position): number {
    const before = this.text.split('\n').slice(0, line);
    return before.reduce((sum, one) => sum + one.length + 1, 0) + character;
  }
}

export class MarkdownString {
  /** Trusted texts may run the commands that are named. */
  isTrusted: boolean | { readonly enabledCommands: readonly string[] } = false;

  constructor(
    readonly value: string,
    readonly supportThemeIcons = false,
  ) {}
}
