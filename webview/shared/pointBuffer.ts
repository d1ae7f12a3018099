export interface Point {
  x: number;
  y: number;
}

/** An array of points that is filled anew for every picture without making new points. */
export class PointBuffer {
  readonly points: Point[] = [];
  private readonly pool: Point[] = [];
  private used = 0;

  /** The height of the newest point; NaN before there is one. */
  get lastY(): number {
    return this.pool[this.used - 1]?.y ?? NaN;
  }

  begin(): void {
    this.used = 0;
  }

  push(x: number, y: number): void {
    const at = this.used++;
    let point = this.pool[at];
    if (point) {
      point.x = x;
      point.y = y;
    } else {
      point = { x, y };
      this.pool.push(point);
    }
    this.points[at] = point;
  }

  end(): void {
    this.points.length = this.used;
  }
}
