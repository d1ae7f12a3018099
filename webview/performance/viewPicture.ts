import { stillMs, type PaintTurns, type Picture } from '../shared/paintTurns';
import type { Palette } from '../shared/palette';
import type { PerformanceView } from './performanceView';

/** A performance view as one of the pictures of its page, which are painted in turns. */
export class ViewPicture implements Picture {
  private palette: Palette | undefined;
  /** The palette of the newest picture. */
  private painted: Palette | undefined;

  constructor(
    private readonly view: Pick<PerformanceView, 'rangeMs' | 'width' | 'draw'>,
    private readonly turns: PaintTurns,
  ) {}

  get stillMs(): number {
    return this.palette === this.painted ? stillMs(this.view.rangeMs, this.view.width) : 0;
  }

  /** Has the view brought up to date when its turn comes. */
  draw(palette: Palette): void {
    this.palette = palette;
    this.turns.ask(this);
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
