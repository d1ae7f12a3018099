import type { Stream } from '../flow/stream';

/** How far one stream has come. */
export interface Course {
  stream: Stream;
  /** Share of the path that its particles have moved, 0 to 1, around and around. */
  share: number;
}

/** How far the particles of each stream have come: with their speed, so that a new speed moves none of them at once. */
export class Travel {
  private courses: Course[] = [];
  private movedAt = NaN;

  /** In the order of the streams that were told last. */
  get all(): readonly Course[] {
    return this.courses;
  }

  get isMoving(): boolean {
    for (const { stream } of this.courses) if (stream.speed > 0 && stream.count > 0) return true;
    return false;
  }

  /** Takes new streams; those that were there before go on where they are. */
  adopt(streams: readonly Stream[]): void {
    const before = new Map(this.courses.map((course) => [course.stream.key, course.share]));
    this.courses = streams.map((stream) => ({ stream, share: before.get(stream.key) ?? 0 }));
  }

  /** Moves on to a time, ms. */
  moveTo(nowMs: number): void {
    const seconds = (nowMs - this.movedAt) / 1000;
    this.movedAt = nowMs;
    if (!(seconds > 0)) return;
    for (const course of this.courses) {
      const { speed, path } = course.stream;
      if (speed > 0 && path.length > 0) course.share = (course.share + (speed * seconds) / path.length) % 1;
    }
  }

  /** Lets the time until the next move pass without one. */
  rest(): void {
    this.movedAt = NaN;
  }
}
