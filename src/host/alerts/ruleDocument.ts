import * as vscode from 'vscode';
import type { RuleFile } from '../../protocol/rules/ruleFile';

export type ParseRules = (text: string) => RuleFile;

/** Reading a longer text with every pause of typing would hold up every extension of the window. */
const mostTyped = 1_000_000;

/** The rule file of this data folder: in an editor, on disk, and what it says. */
export class RuleDocument {
  readonly name = 'alert-rules.json';
  readonly uri: vscode.Uri;
  private readonly parsed = new WeakMap<vscode.TextDocument, { readonly version: number; readonly file: RuleFile }>();

  /** @param defaults The rules that a data folder begins with. */
  constructor(
    readonly folder: vscode.Uri,
    private readonly defaults: vscode.Uri,
    private readonly parse: ParseRules,
  ) {
    this.uri = vscode.Uri.joinPath(folder, this.name);
  }

  isOf(document: Pick<vscode.TextDocument, 'uri'>): boolean {
    return document.uri.toString() === this.uri.toString();
  }

  /** Whether the text is too long to be read while it is typed. */
  isTooLong(document: vscode.TextDocument): boolean {
    const end = document.lineAt(document.lineCount - 1).range.end;
    return document.offsetAt(end) > mostTyped;
  }

  /** What the text in an editor says, saved or not. */
  rulesOf(document: vscode.TextDocument): RuleFile {
    const known = this.parsed.get(document);
    if (known?.version === document.version) return known.file;
    const file = this.parse(document.getText());
    this.parsed.set(document, { version: document.version, file });
    return file;
  }

  /** The file in an editor, where it is open in one. */
  opened(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find((document) => this.isOf(document));
  }

  /** The file as a document; made with the default rules where it is not there. @throws Error of the file system. */
  async open(): Promise<vscode.TextDocument> {
    const open = this.opened();
    if (open) return open;
    await this.ensure();
    return vscode.workspace.openTextDocument(this.uri);
  }

  /** The engine makes the file at its first start; that it does so at the same moment is no failure. */
  private async ensure(): Promise<void> {
    const { fs } = vscode.workspace;
    try {
      await fs.stat(this.uri);
      return;
    } catch (error) {
      if (!hasCode(error, 'FileNotFound')) throw error;
    }
    try {
      await fs.copy(this.defaults, this.uri, { overwrite: false });
    } catch (error) {
      if (!hasCode(error, 'FileExists')) throw error;
    }
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof vscode.FileSystemError && error.code === code;
}
