/** Points of a path, equally far apart along it, first and last included. */
export const pathPoints = 97;
/** Numbers of a point: x, y and the unit vector to its right hand side as one goes along, in CSS pixels, y downwards. */
export const pointNumbers = 4;

const fineSteps = 384;

/** A curve as points that are equally far apart along it. */
export interface Path {
  /** CSS pixels. */
  readonly length: number;
  readonly points: Float32Array;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The curve between two points, level at both ends. */
export function levelCurve(from: Point, to: Point): Path {
  const middle = (from.x + to.x) / 2;
  const xs = new Float64Array(fineSteps + 1);
  const ys = new Float64Array(fineSteps + 1);
  const lengths = new Float64Array(fineSteps + 1);
  for (let step = 0; step <= fineSteps; step++) {
    const t = step / fineSteps;
    const u = 1 - t;
    xs[step] = u * u * u * from.x + 3 * u * t * middle + t * t * t * to.x;
    ys[step] = (u * u * u + 3 * u * u * t) * from.y + (3 * u * t * t + t * t * t) * to.y;
    if (step === 0) continue;
    lengths[step] = lengths[step - 1]! + Math.hypot(xs[step]! - xs[step - 1]!, ys[step]! - ys[step - 1]!);
  }
  const length = lengths[fineSteps]!;
  const points = new Float32Array(pathPoints * pointNumbers);
  let fine = 1;
  for (let point = 0; point < pathPoints; point++) {
    const wanted = (length * point) / (pathPoints - 1);
    while (fine < fineSteps && lengths[fine]! < wanted) fine++;
    const stretch = lengths[fine]! - lengths[fine - 1]!;
    const share = stretch > 0 ? Math.min(1, (wanted - lengths[fine - 1]!) / stretch) : 0;
    points[point * pointNumbers] = xs[fine - 1]! + (xs[fine]! - xs[fine - 1]!) * share;
    points[point * pointNumbers + 1] = ys[fine - 1]! + (ys[fine]! - ys[fine - 1]!) * share;
  }
  addSides(points);
  return { length, points };
}

/** The distance of a place from the path, CSS pixels. */
export function distanceTo({ points }: Path, x: number, y: number): number {
  let least = Infinity;
  for (let at = 0; at + pointNumbers < points.length; at += pointNumbers) {
    const [fromX, fromY] = [points[at]!, points[at + 1]!];
    const [alongX, alongY] = [points[at + pointNumbers]! - fromX, points[at + pointNumbers + 1]! - fromY];
    const squared = alongX * alongX + alongY * alongY;
    const share = squared > 0 ? ((x - fromX) * alongX + (y - fromY) * alongY) / squared : 0;
    const held = Math.min(1, Math.max(0, share));
    least = Math.min(least, Math.hypot(x - fromX - alongX * held, y - fromY - alongY * held));
  }
  return least;
}

function addSides(points: Float32Array): void {
  const last = pathPoints - 1;
  for (let point = 0; point < pathPoints; point++) {
    const before = Math.max(0, point - 1) * pointNumbers;
    const after = Math.min(last, point + 1) * pointNumbers;
    // Level at its ends, the chord there is not quite.
    const isEnd = point === 0 || point === last;
    const alongX = isEnd ? 1 : points[after]! - points[before]!;
    const alongY = isEnd ? 0 : points[after + 1]! - points[before + 1]!;
    const length = Math.hypot(alongX, alongY) || 1;
    points[point * pointNumbers + 2] = -alongY / length;
    points[point * pointNumbers + 3] = alongX / length;
  }
}
