import * as vscode from 'vscode';
import { parseLayout } from '../../protocol/layout/parseLayout';
import type { CheckedFile } from '../fileDiagnostics';

/** The layout file in an editor. */
export class LayoutEditor implements CheckedFile {
  constructor(readonly uri: vscode.Uri) {}

  isOf(document: Pick<vscode.TextDocument, 'uri'>): boolean {
    return document.uri.toString() === this.uri.toString();
  }

  opened(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find((document) => this.isOf(document));
  }

  problemsOf(document: vscode.TextDocument): ReturnType<CheckedFile['problemsOf']> {
    return parseLayout(document.getText()).problems;
  }

  /** The text that is typed and not saved; undefined where there is none. */
  unsaved(): string | undefined {
    const document = this.opened();
    return document?.isDirty === true ? document.getText() : undefined;
  }

  /** Puts another text in the place of the unsaved one and saves it, so that undoing brings the old one back. @throws Error for people. */
  async replace(text: string): Promise<void> {
    const document = this.opened();
    if (!document)
      throw new Error(vscode.l10n.t('The layout was closed in the editor before it could be changed. Try again.'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(this.uri, ...changedPart(document, text));
    if (!(await vscode.workspace.applyEdit(edit)))
      throw new Error(
        vscode.l10n.t(
          'The layout is open in an editor and could not be changed there. Save or revert it, then try again.',
        ),
      );
    if (!(await document.save()))
      throw new Error(
        vscode.l10n.t(
          'The layout was changed in its editor, beside what you typed, but could not be saved: the file may be newer. The dashboard stays as it was. Save the layout in the editor, which offers to compare both, or undo the change there.',
        ),
      );
  }

  /** Brings the file to the front. @throws Error of the editor. */
  async show(): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.uri));
  }
}

/** What differs, so that cursors and marks elsewhere stay. */
function changedPart(document: vscode.TextDocument, after: string): [vscode.Range, string] {
  const before = document.getText();
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(before.length - end));
  return [range, after.slice(start, after.length - end)];
}
