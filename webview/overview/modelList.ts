import * as l10n from '@vscode/l10n';
import type { EngineStatus, ModelStatus, RuntimeStatus } from '../../src/protocol/status';
import type { FromView } from '../../src/protocol/viewLink';
import { attributes, el, setText } from '../shared/dom';
import { showFigure } from '../shared/figure';
import { setTextHint } from '../shared/hint';
import { KeyedList, type Entry } from '../shared/keyedList';
import { modelStateWords } from '../shared/models/stateWords';
import { meanReading, type Reading } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';

/** More than fit into a side bar; the dashboard has all of them. */
const mostShown = 8;

interface ListedModel {
  readonly runtime: RuntimeStatus;
  readonly model: ModelStatus;
  readonly rate: Reading;
}

/** The local models and what each does now. */
export class ModelList {
  readonly root: HTMLElement;
  private readonly items = el('ul');
  private readonly note = el('p', 'muted');
  private readonly settings = el('button', 'quiet', l10n.t('Open Settings'));
  private readonly list: KeyedList<ListedModel>;

  constructor(
    private readonly store: SeriesStore,
    post: (message: FromView) => void,
  ) {
    attributes(this.items, { role: 'list', 'aria-label': l10n.t('Local models') });
    this.settings.type = 'button';
    this.settings.addEventListener('click', () => {
      post({ type: 'command', command: 'openSettings' });
    });
    this.list = new KeyedList<ListedModel>(
      this.items,
      ({ runtime, model }) => `${runtime.name}\n${model.name}`,
      () => new ModelRow(),
      () => undefined,
    );
    this.root = el('section', '', el('h2', '', l10n.t('Models')), this.items, this.note, this.settings);
    this.root.hidden = true;
  }

  write(status: EngineStatus | undefined): void {
    this.root.hidden = !status;
    if (!status) return;
    const rates = this.store.all('model.tokens_per_second');
    const models = status.runtimes.flatMap((runtime) =>
      runtime.models.map((model): ListedModel => {
        const known = rates.find(
          ({ info }) => info.labels['runtime'] === runtime.name && info.labels['model'] === model.name,
        );
        return { runtime, model, rate: meanReading(known, this.store.newest) };
      }),
    );
    this.list.write(models.slice(0, mostShown));
    this.items.hidden = models.length === 0;
    setText(this.note, noteOf(status, models.length));
    this.note.hidden = this.note.textContent === '';
    this.settings.hidden = status.runtimes.length > 0;
  }
}

function noteOf({ runtimes, discovers }: EngineStatus, models: number): string {
  if (models > mostShown) return l10n.t('{0} more are on the dashboard.', models - mostShown);
  if (models > 0) return '';
  if (runtimes.length > 0) return l10n.t('{0} has no model loaded.', runtimes.map(({ name }) => name).join(', '));
  return discovers
    ? l10n.t('No model server found. Start llama-server or Ollama, or name yours in the settings.')
    : l10n.t('No model server is watched. Name yours in the settings, or let them be looked for.');
}

/** One model: its speed while it generates, else what it does. */
class ModelRow implements Entry<ListedModel> {
  readonly root: HTMLElement;
  private readonly name = el('span', 'model-name');
  private readonly state = el('span', 'model-state');
  private readonly rate = el('span');

  constructor() {
    this.root = el('li', 'model', this.name, this.state, this.rate);
    this.root.setAttribute('role', 'listitem');
  }

  write({ runtime, model, rate }: ListedModel): void {
    const isGenerating = model.state === 'generating';
    setText(this.name, model.name);
    setTextHint(this.name, l10n.t('{0}, on {1}', model.name, runtime.name));
    this.rate.hidden = !isGenerating;
    if (isGenerating) showFigure(this.rate, rate);
    setText(this.state, modelStateWords[model.state]);
    this.state.hidden = isGenerating;
    attributes(this.root, { 'data-state': model.state });
  }
}
