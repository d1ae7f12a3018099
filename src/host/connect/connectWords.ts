import * as vscode from 'vscode';
import type { RuntimeKind } from '../../protocol/status';
import type { ClientRecipe } from './clientRecipes';

/** What people call each kind of runtime. */
export const kindNames: Readonly<Record<RuntimeKind, string>> = {
  llamacpp: 'llama.cpp',
  ollama: 'Ollama',
  vllm: 'vLLM',
  sglang: 'SGLang',
  lmstudio: 'LM Studio',
  llamaswap: 'llama-swap',
  openai: 'OpenAI-compatible',
};

/** How a way to connect is told in a list, and what to do with what was copied. */
export interface RecipeWords {
  readonly label: string;
  readonly description: string;
  readonly next: string;
}

export function recipeWords(client: ClientRecipe['client']): RecipeWords {
  const { l10n } = vscode;
  const environment = l10n.t("Set it in the client's environment and start the client again.");
  switch (client) {
    case 'openaiEnvironment':
      return {
        label: l10n.t('OpenAI-compatible tool'),
        description: l10n.t('environment variable'),
        next: environment,
      };
    case 'openaiCode':
      return {
        label: l10n.t('OpenAI SDK'),
        description: l10n.t('argument of the client'),
        next: l10n.t('Give it to the client where your code makes it, or as its base URL in the settings of a tool.'),
      };
    case 'anthropic':
      return {
        label: l10n.t('Anthropic-compatible tool'),
        description: l10n.t('environment variable'),
        next: environment,
      };
    case 'ollama':
      return { label: l10n.t('Ollama client'), description: l10n.t('environment variable'), next: environment };
    case 'url':
      return {
        label: l10n.t('Plain URL'),
        description: l10n.t('for any other client'),
        next: l10n.t("Use it in place of the server's own address."),
      };
    case 'curl':
      return {
        label: l10n.t('curl'),
        description: l10n.t('an example request'),
        next: l10n.t(
          'Run it in a terminal of this machine; put a model name in the place of MODEL if that stands there.',
        ),
      };
  }
}
