import * as l10n from '@vscode/l10n';
import { el, setText } from '../../shared/dom';
import { Table } from '../../shared/table';
import { densityScale, speedScale, widthScales } from '../flow/scaleText';
import type { Scene } from '../flow/scene';
import { pictureColumns, pictureRows } from './pictureTable';

/** How the picture is to be read: its scales, and behind a button all its numbers as text. */
export class Legend {
  readonly root: HTMLElement;
  private readonly width = el('p');
  private readonly dots = el('p');
  private readonly numbers = new Table(l10n.t('Numbers of the picture'), pictureColumns());
  private readonly details: HTMLDetailsElement;
  private scene: Scene | undefined;

  constructor(private readonly hasDots: boolean) {
    this.numbers.root.classList.add('stacks');
    const summary = el('summary', 'quiet', l10n.t('Show numbers'));
    this.details = el('details', 'energy-numbers', summary, el('div', 'table-frame', this.numbers.root));
    this.details.addEventListener('toggle', () => {
      this.writeNumbers();
    });
    this.dots.hidden = !hasDots;
    this.root = el('div', 'energy-legend', this.width, this.dots, this.details);
  }

  write(scene: Scene | undefined): void {
    this.scene = scene;
    this.root.hidden = !scene || scene.ribbons.length === 0;
    if (!scene) return;
    const widths = widthScales(scene).join(', ');
    setText(
      this.width,
      scene.isByPower
        ? l10n.t('Width is power: {0}.', widths)
        : l10n.t('Power is not known, so width is tokens per second and bytes per second: {0}.', widths),
    );
    const flows = scene.streams.length > 0;
    setText(
      this.dots,
      flows
        ? l10n.t(
            'Dots are as fast as tokens come: {0}. They are as dense as a token is uncertain, by its lower bound: {1}. Outlines: uncertainty is not available.',
            speedScale(scene),
            densityScale(scene),
          )
        : l10n.t('Dots flow while a model generates.'),
    );
    this.writeNumbers();
  }

  private writeNumbers(): void {
    if (this.details.open && this.scene) this.numbers.write(pictureRows(this.scene, this.hasDots));
  }
}
