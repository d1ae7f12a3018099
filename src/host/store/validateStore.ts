import * as vscode from 'vscode';
import type { ValidationReport } from '../../protocol/storeJobs';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';
import { validationText } from './validationText';

/** Reads everything that is recorded, changes nothing, and shows what is wrong with it in a document. */
export async function validateStore(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const report = await runStoreJob(
    context,
    { kind: 'validate' },
    {
      title: l10n.t('Checking recorded data'),
      failed: l10n.t('The recorded data could not be checked.'),
      cancelled: l10n.t('The check was cancelled. It changes nothing.'),
    },
  );
  if (!report) return;
  await context.documents.show('Wirthforge Recorded Data.md', validationText(report, new Date(context.now())));
  await tell(report);
}

async function tell({ problems }: ValidationReport): Promise<void> {
  const { l10n } = vscode;
  const losses = problems.filter(({ weight }) => weight === 'loss').length;
  if (losses > 0) {
    await vscode.window.showWarningMessage(
      losses === 1
        ? l10n.t('1 file of the recorded data cannot be read in full. The report says what it means and what to do.')
        : l10n.t(
            '{0} files of the recorded data cannot be read in full. The report says what it means and what to do.',
            losses,
          ),
    );
    return;
  }
  await vscode.window.showInformationMessage(
    problems.length === 0
      ? l10n.t('All recorded data can be read.')
      : l10n.t('All recorded data can be read. The report has notes, none of which is harmful.'),
  );
}
