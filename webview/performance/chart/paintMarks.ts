import type { AlertMark, SessionMark } from '../../../src/protocol/marks';
import { severities, type Severity } from '../../../src/protocol/rules/rule';
import { withOpacity, type LineColour, type Palette } from '../../shared/palette';
import type { Plane } from '../../shared/plane';
import type { MarkCluster } from './markClusters';

const tones: Readonly<Record<Severity, LineColour>> = { info: 'blue', warning: 'orange', critical: 'red' };
const shadeOpacity = 0.12;
const glyphRadius = 5;
const stripHeight = 3;

/** Shades the stretches in which alerts fired; those of one severity together, so that none grows darker by overlapping. */
export function paintStretches(
  context: CanvasRenderingContext2D,
  { area, xOf }: Plane,
  alerts: readonly AlertMark[],
  palette: Palette,
): void {
  for (const severity of severities) {
    const shown = alerts.filter((alert) => alert.severity === severity);
    if (shown.length === 0) continue;
    context.beginPath();
    for (const { from, to } of shown) {
      const left = Math.max(area.left, xOf(from));
      const right = Math.min(area.right, to === null ? area.right : xOf(to));
      if (right < area.left || left > area.right) continue;
      context.rect(left, area.top, Math.max(1, right - left), area.bottom - area.top);
    }
    const colour = palette.lines[tones[severity]];
    if (palette.isHighContrast) {
      context.setLineDash(severity === 'critical' ? [] : severity === 'warning' ? [6, 3] : [1.5, 3]);
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.stroke();
      context.setLineDash([]);
    } else {
      context.fillStyle = withOpacity(colour, shadeOpacity);
      context.fill();
    }
  }
}

/** Draws the glyph of each cluster: a ring, a triangle or a diamond, so that severities differ by shape too. */
export function paintGlyphs(
  context: CanvasRenderingContext2D,
  clusters: readonly MarkCluster[],
  y: number,
  chosen: string | undefined,
  palette: Palette,
): void {
  for (const { x, severity, marks } of clusters) {
    const isChosen = marks.some(({ id }) => id === chosen);
    context.beginPath();
    outline(context, severity, x, y, isChosen ? glyphRadius + 2 : glyphRadius);
    context.fillStyle = palette.lines[tones[severity]];
    context.strokeStyle = isChosen ? palette.text : palette.background;
    context.lineWidth = isChosen ? 1.5 : 1;
    context.fill();
    context.stroke();
  }
}

function outline(context: CanvasRenderingContext2D, severity: Severity, x: number, y: number, r: number): void {
  switch (severity) {
    case 'info':
      context.arc(x, y, r - 1, 0, 2 * Math.PI);
      return;
    case 'warning':
      context.moveTo(x, y - r);
      context.lineTo(x + r, y + r - 1);
      context.lineTo(x - r, y + r - 1);
      context.closePath();
      return;
    case 'critical':
      context.moveTo(x, y - r);
      context.lineTo(x + r, y);
      context.lineTo(x, y + r);
      context.lineTo(x - r, y);
      context.closePath();
  }
}

/** Draws, along the bottom, when the monitor recorded; where it did not there is only a thin track. */
export function paintSessions(
  context: CanvasRenderingContext2D,
  { area, xOf }: Plane,
  sessions: readonly SessionMark[],
  bottom: number,
  palette: Palette,
): void {
  if (sessions.length === 0) return;
  const top = bottom - stripHeight - 1;
  context.fillStyle = palette.grid;
  context.fillRect(area.left, top + 1, area.right - area.left, 1);
  context.fillStyle = palette.mutedText;
  for (const { from, to } of sessions) {
    const left = Math.max(area.left, xOf(from));
    const right = Math.min(area.right, to === null ? area.right : xOf(to));
    // A pixel less, so that sessions that follow each other at once are seen to be two.
    if (right > left) context.fillRect(left, top, Math.max(1, right - left - 1), stripHeight);
  }
}
