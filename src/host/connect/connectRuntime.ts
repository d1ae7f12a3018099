import * as vscode from 'vscode';
import type { Config } from '../../protocol/settings';
import type { RuntimeStatus } from '../../protocol/status';
import type { EngineClient } from '../engineClient';
import type { Observed } from '../observable';
import { clientRecipes, throughProxy, type ClientRecipe } from './clientRecipes';
import { kindNames, recipeWords } from './connectWords';
import { findObstacle, showObstacle } from './obstacle';

/** What the user chooses a runtime and a client from. */
type Sources = Pick<EngineClient, 'state' | 'status'>;

interface RuntimeItem extends vscode.QuickPickItem {
  readonly runtime: RuntimeStatus;
}

interface RecipeItem extends vscode.QuickPickItem {
  readonly recipe: ClientRecipe;
}

/**
 * Lets the user choose a runtime and a client, and copies what to set in that client so that its requests pass through
 * the measuring proxy. Only the clipboard is written.
 */
export async function connectRuntime(engine: Sources, config: Observed<Config>): Promise<void> {
  const found = findObstacle(engine.state.value, engine.status.value, config.value);
  if (found.obstacle) {
    await showObstacle(found.obstacle);
    return;
  }
  const { proxy, runtimes, platform } = found;
  const runtime = await chooseRuntime(proxy, runtimes);
  if (!runtime) return;
  const recipe = await chooseRecipe(clientRecipes(proxy, runtime, platform), runtime.name);
  if (!recipe) return;
  await vscode.env.clipboard.writeText(recipe.text);
  await vscode.window.showInformationMessage(copiedText(recipe, runtime.name));
}

async function chooseRuntime(proxy: string, runtimes: readonly RuntimeStatus[]): Promise<RuntimeStatus | undefined> {
  const items = runtimes.map((runtime): RuntimeItem => ({
    label: runtime.name,
    description: kindNames[runtime.kind],
    detail: vscode.l10n.t('{0}, through the proxy {1}', runtime.url, throughProxy(proxy, runtime.name)),
    runtime,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: vscode.l10n.t('Connect a client: which model server? (1/2)'),
    placeHolder: vscode.l10n.t('The proxy passes requests on unchanged, and measures them'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.runtime;
}

async function chooseRecipe(recipes: readonly ClientRecipe[], runtime: string): Promise<ClientRecipe | undefined> {
  const items = recipes.map((recipe): RecipeItem => {
    const { label, description } = recipeWords(recipe.client);
    return { label, description, detail: recipe.text, recipe };
  });
  const picked = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: vscode.l10n.t('Connect a client to {0}: which client? (2/2)', runtime),
    placeHolder: vscode.l10n.t('What to set in the client is copied'),
    matchOnDetail: true,
  });
  return picked?.recipe;
}

function copiedText(recipe: ClientRecipe, runtime: string): string {
  const { l10n } = vscode;
  return [
    l10n.t('Copied: {0}', recipe.text),
    l10n.t('{0} Its requests to {1} then show up in the dashboard.', recipeWords(recipe.client).next, runtime),
    l10n.t(
      'The proxy belongs to the window that leads: answers under way through it end when that window closes. "wirthforge serve" outlives windows.',
    ),
  ].join(' ');
}
