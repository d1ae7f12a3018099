import { stillMs, type PaintTurns, type Picture } from '../shared/paintTurns';
import type { Palette } from '../shared/palette';
import type { PerformanceView } from './performanceView';

/** A performance view as one of the pictures of its page, which are painted in turns. */
export class ViewPicture implements Picture {
  private palette: Palette | undefined;
  /** The palette of the newest picture. */
  private painted: Palette | undefined;
  private isHurried = false;

  constructor(
    private readonly view: Pick<PerformanceView, 'rangeMs' | 'width' | 'draw'>,
    private readonly turns: PaintTurns,
  ) {}

  get stillMs(): number {
    return this.palette === this.painted ? stillMs(this.view.rangeMs, this.view.width) : 0;
  }

  /** Has the view brought up to date with the next frame, once: what the page draws in it asks for no more. */
  hurry(): void {
    this.turns.hurry();
    if (!this.palette) return;
    this.isHurried = true;
    this.turns.ask(this);
  }

  /** Has the view brought up to date when its turn comes. */
  draw(palette: Palette): void {
    const isAsked = this.isHurried && palette === this.palette;
    this.isHurried = false;
    this.palette = palette;
    if (!isAsked) this.turns.ask(this);
  }

  paint(): void {
    if (!this.palette) return;
    this.painted = this.palette;
    this.view.draw(this.palette);
  }

  dispose(): void {
    this.turns.leave(this);
  }
}
