import type { Ink, Scene } from '../flow/scene';
import type { Tones } from './tones';
import type { Course } from './travel';

/** Draws scenes on one canvas, whose size in device pixels is the scene's times `resolution`. */
export interface Painter {
  /** Takes a scene over; what depends on it alone is made ready here. */
  show(scene: Scene, tones: (ink: Ink) => Tones, resolution: number): void;
  /** One picture, with nothing allocated. */
  paint(courses: readonly Course[]): void;
  dispose(): void;
}
