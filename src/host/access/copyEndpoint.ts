import * as vscode from 'vscode';
import { messageOf } from '../../protocol/messageOf';
import { roles, type Role } from '../../protocol/role';
import type { EngineClient } from '../engineClient';

interface ChoiceItem extends vscode.QuickPickItem {
  /** undefined: the address alone. */
  readonly role: Role | undefined;
  readonly what: 'address' | 'token' | 'both';
}

/** Lets the user choose a role, and copies the address of the server, a token, or both as a request. */
export async function copyEndpoint(engine: Pick<EngineClient, 'endpoint'>): Promise<void> {
  const { l10n, window } = vscode;
  const picked = await window.showQuickPick(choices(), {
    title: l10n.t('Copy address or token of the server'),
    placeHolder: l10n.t('Give a program no more than it needs: most only look'),
    matchOnDetail: true,
  });
  if (!picked) return;
  try {
    const { url, token } = await engine.endpoint(picked.role ?? 'viewer');
    await vscode.env.clipboard.writeText(textOf(picked.what, url, token));
  } catch (error) {
    await window.showErrorMessage(l10n.t('Nothing was copied. {0}', messageOf(error)));
    return;
  }
  const told =
    picked.what === 'address' ? l10n.t('Copied the address.') : l10n.t('Copied. Keep the token to yourself.');
  window.setStatusBarMessage(told, 5000);
}

function choices(): ChoiceItem[] {
  const { l10n } = vscode;
  const items: ChoiceItem[] = [
    {
      label: l10n.t('Address'),
      detail: l10n.t('Where programs on this machine ask'),
      role: undefined,
      what: 'address',
    },
  ];
  for (const role of roles) {
    const detail = roleText(role);
    items.push({ label: l10n.t('Token for {0}', role), detail, role, what: 'token' });
    items.push({ label: l10n.t('curl command for {0}', role), detail, role, what: 'both' });
  }
  return items;
}

function roleText(role: Role): string {
  const { l10n } = vscode;
  switch (role) {
    case 'viewer':
      return l10n.t('May look at everything that is measured and recorded');
    case 'operator':
      return l10n.t('May look, acknowledge alerts and silence them');
    case 'admin':
      return l10n.t('May do everything: pause, change rules, delete what was recorded');
  }
}

function textOf(what: ChoiceItem['what'], url: string, token: string): string {
  switch (what) {
    case 'address':
      return url;
    case 'token':
      return token;
    case 'both':
      return `curl -H "Authorization: Bearer ${token}" ${url}/api/metrics/realtime`;
  }
}
