import { cleanText } from '../../../cleanText';
import type { ListedModel, Props } from './identityPages';
import { LlamaModel } from './llamaModel';

const maxRead = 32;
const maxKept = 256;
const nameCharacters = 120;

/**
 * The models of one llama-server by their names, which are their labels. A model that is unloaded is kept, so that its
 * totals go on when it comes back.
 */
export class LlamaModels {
  /** Those that are loaded, and so are read. */
  loaded: readonly LlamaModel[] = [];
  /** Names of those that are being loaded. */
  loading: readonly string[] = [];
  /** How many are loaded beyond what is read. */
  unread = 0;
  private readonly known = new Map<string, LlamaModel>();

  /** Takes over what a server says of itself and its models; `listed` is undefined where it does not list them. */
  update(props: Props, listed: readonly ListedModel[] | undefined): void {
    const models = this.withDistinctNames(listed?.length || props.isRouter ? (listed ?? []) : [alone(props)]);
    const ready = models.filter((model) => model.state === 'loaded');
    this.loading = models.filter((model) => model.state === 'loading').map((model) => model.name);
    this.loaded = ready.slice(0, maxRead).map((model) => this.open(model, props));
    this.unread = ready.length - this.loaded.length;
    this.forgetOldest();
  }

  /** The server was not reached, and may come back with other models and flags. */
  lost(): void {
    for (const model of this.known.values()) model.lost();
  }

  private open(listed: ListedModel, props: Props): LlamaModel {
    // Without `autoload=false` a question about a model that was just unloaded would load it again.
    const query = props.isRouter ? `?model=${encodeURIComponent(listed.id.toWellFormed())}&autoload=false` : '';
    let model = this.known.get(listed.name);
    if (model?.query !== query) this.known.set(listed.name, (model = new LlamaModel(listed.name, query)));
    model.vocabularyTokens = listed.vocabularyTokens;
    if (props.isRouter) model.renew(undefined, undefined, listed.contextTokens);
    else model.renew(props.hasMetrics, props.hasSlots, listed.contextTokens ?? props.contextTokens);
    return model;
  }

  private withDistinctNames(models: readonly ListedModel[]): readonly ListedModel[] {
    const taken = new Set<string>();
    return models.flatMap((model) => {
      const name = taken.has(model.name) ? cleanText(model.id, nameCharacters) : model.name;
      if (taken.has(name)) return [];
      taken.add(name);
      return [{ ...model, name }];
    });
  }

  private forgetOldest(): void {
    for (const [name, model] of this.known) {
      if (this.known.size <= maxKept) return;
      if (!this.loaded.includes(model)) this.known.delete(name);
    }
  }
}

/** Builds that do not list their model name its file. */
function alone(props: Props): ListedModel {
  const { model = 'unnamed', contextTokens } = props;
  return { id: '', name: model, state: 'loaded', contextTokens, vocabularyTokens: undefined };
}
