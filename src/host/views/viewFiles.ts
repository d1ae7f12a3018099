import type { ViewFile } from '../../protocol/viewLink';
import { copyText } from './copyText';
import { tellRefusedFile } from './refusedFile';
import { saveViewFile } from './saveViewFile';

/** What one page saves and copies for its user. */
export class ViewFiles {
  private isSaving = false;
  private isRefusing = false;

  /** @param attempt Told each thing that was begun, which tells people itself why it was not done. */
  constructor(private readonly attempt: (asked: Thenable<unknown>) => void) {}

  /** One file at a time: a page that asks for the next while its user is asked where to has gone wrong. */
  save(file: ViewFile): void {
    if (this.isSaving) return;
    this.isSaving = true;
    const asked = (): void => {
      this.isSaving = false;
    };
    this.attempt(saveViewFile(file, asked));
  }

  /** @param copied Called once the text is on the clipboard. */
  copy(text: string, copied: () => void): void {
    this.attempt(copyText(text, copied));
  }

  /** Says that a file is too large: once until it was read, however often the page tries. */
  refuse(): void {
    if (this.isRefusing) return;
    this.isRefusing = true;
    const read = (): void => {
      this.isRefusing = false;
    };
    tellRefusedFile().then(read, read);
  }
}
