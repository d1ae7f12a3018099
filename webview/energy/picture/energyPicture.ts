import * as l10n from '@vscode/l10n';
import { attributes, el, setText } from '../../shared/dom';
import type { Anchor, HoverBox } from '../../shared/hoverBox';
import type { Palette } from '../../shared/palette';
import { reducesMotion } from '../../shared/themeWatch';
import { ribbonAt } from '../flow/ribbonAt';
import { sceneOf, type Ribbon, type Scene } from '../flow/scene';
import { MotionLoop, motionTime } from '../motionLoop';
import type { EnergyNow } from '../readings/energyReadings';
import { EnergyCanvas } from '../render/energyCanvas';
import { EndLabels } from './endLabels';
import { ribbonText } from './ribbonFacts';
import { roomOf } from './room';

export interface EnergyPictureOptions {
  readonly hoverBox: HoverBox;
  /** Whether tokens are drawn as dots. */
  readonly hasDots: boolean;
  /** Called before each frame, so that nothing moves by numbers that are old. */
  readonly beforeFrame: () => void;
  /** Called when the picture got another size, after which its scene is another. */
  readonly resized: () => void;
}

/** The ribbon that is pointed at, and what is told of it. */
interface Pointed {
  readonly key: Ribbon['key'];
  readonly anchor: Anchor;
  readonly text: HTMLElement;
}

/** The ribbons and what flows in them, with names and numbers at their ends. */
export class EnergyPicture {
  readonly root: HTMLElement;
  scene: Scene | undefined;
  private readonly canvas = el('canvas');
  private readonly labels = new EndLabels(l10n.t('Ribbons'));
  private readonly drawing: EnergyCanvas;
  private readonly loop: MotionLoop;
  private readonly sizes: ResizeObserver;
  private readonly sights: IntersectionObserver;
  private now: EnergyNow | undefined;
  private palette: Palette | undefined;
  private pointed: Pointed | undefined;

  constructor(private readonly options: EnergyPictureOptions) {
    const { canvas, labels } = this;
    attributes(canvas, { 'aria-hidden': 'true' });
    this.root = el('div', 'energy-picture', canvas, labels.root);
    attributes(this.root, { role: 'group', 'aria-label': l10n.t('Flow of energy') });
    this.drawing = new EnergyCanvas(canvas, {
      motion: () => !reducesMotion(),
      changed: () => {
        this.loop.request();
      },
    });
    this.loop = new MotionLoop(motionTime, (now) => {
      options.beforeFrame();
      return this.drawing.frame(now);
    });
    this.sizes = new ResizeObserver(() => {
      this.drawing.resize();
      this.layOut();
      options.resized();
    });
    this.sights = new IntersectionObserver(([entry]) => {
      this.loop.scrolled(entry?.isIntersecting === true);
    });
    this.sizes.observe(this.root);
    this.sights.observe(this.root);
    // Not on the canvas: where the graphics processor is lost for good, another one takes its place.
    this.root.addEventListener('pointermove', (event) => {
      this.point(event);
    });
    this.root.addEventListener('pointerleave', () => {
      this.unpoint();
    });
  }

  /** Takes in what is read now. */
  write(now: EnergyNow): void {
    this.now = now;
    const { domains, models } = now.readings;
    this.root.hidden = models.length === 0 && !domains.some(({ watts }) => watts > 0);
    this.layOut();
  }

  /** Draws in the colours of a theme. */
  draw(palette: Palette): void {
    if (palette === this.palette) return;
    this.palette = palette;
    this.show();
  }

  visibilityChanged(): void {
    this.loop.visibilityChanged();
  }

  dispose(): void {
    this.loop.stop();
    this.sizes.disconnect();
    this.sights.disconnect();
    this.unpoint();
    this.drawing.dispose();
  }

  private layOut(): void {
    const { now, root } = this;
    const size = { width: root.clientWidth, height: root.clientHeight };
    // It is not in the page, or has no room there.
    if (!now || size.width === 0 || size.height === 0) {
      this.scene = undefined;
      this.unpoint();
      return;
    }
    const before = this.scene?.scale;
    const scene = sceneOf(now.readings, size, { ...roomOf(size), ...(before ? { before } : {}) });
    this.scene = this.options.hasDots ? scene : { ...scene, streams: [] };
    const { left, right } = roomOf(size).margin;
    root.style.setProperty('--from-width', `${left}px`);
    root.style.setProperty('--to-width', `${right}px`);
    this.labels.write(scene, (ribbon) => ribbonText(ribbon, now));
    this.retell(scene, now);
    this.show();
  }

  private show(): void {
    const { scene, palette } = this;
    if (!scene || !palette) return;
    this.drawing.show(scene, palette);
    this.loop.request();
  }

  private point({ target, offsetX, offsetY, clientX, clientY }: PointerEvent): void {
    const { scene, now } = this;
    const ribbon = scene && target === this.drawing.canvas ? ribbonAt(scene, offsetX, offsetY) : undefined;
    if (!ribbon || !now) {
      this.unpoint();
      return;
    }
    const text = el('p', 'hint', ribbonText(ribbon, now));
    const anchor = { left: clientX + 12, top: clientY - 6, bottom: clientY + 12 };
    this.pointed = { key: ribbon.key, anchor, text };
    this.options.hoverBox.show(text, anchor);
  }

  /** Tells the numbers of now under a pointer that rests, and nothing more of a ribbon that is gone. */
  private retell({ ribbons }: Scene, now: EnergyNow): void {
    const { pointed, options } = this;
    if (!pointed || !options.hoverBox.shows(pointed.text)) return;
    const ribbon = ribbons.find(({ key }) => key === pointed.key);
    if (!ribbon) {
      this.unpoint();
      return;
    }
    const text = ribbonText(ribbon, now);
    if (text === pointed.text.textContent) return;
    setText(pointed.text, text);
    options.hoverBox.show(pointed.text, pointed.anchor);
  }

  private unpoint(): void {
    const { pointed, options } = this;
    if (pointed && options.hoverBox.shows(pointed.text)) options.hoverBox.hide();
    this.pointed = undefined;
  }
}
