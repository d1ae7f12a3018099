const circledI = 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 7.2v4M8 4.6v.9';

/** Outlines in a square of 16 by 16, drawn with a line of 1. */
const outlines = {
  pause: 'M5.5 3v10M10.5 3v10',
  resume: 'M4.5 3.2v9.6l8-4.8z',
  log: 'M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h5',
  diagnostics: 'M1.5 8.5h3l2-5.5 3 10 2-6 1 1.5h2',
  dashboard: 'M2.4 12.2a6.3 6.3 0 1 1 11.2 0M8 10.6l2.9-4.3M8 9.7a.9.9 0 1 0 0 1.8a.9.9 0 1 0 0-1.8',
  settings:
    'M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 2.8a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 1 0 0-3.4M6 9.8a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 1 0 0-3.4',
  note: circledI,
  critical: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM8 4.6v4M8 10.8v.6',
  warning: 'M8 2l6.5 12h-13zM8 6.4v3.6M8 11.8v.5',
  info: circledI,
  bell: 'M3 11.5c1-1 1.2-2 1.2-4.3a3.8 3.8 0 0 1 7.6 0c0 2.3.2 3.3 1.2 4.3zM6.6 13.7a1.6 1.6 0 0 0 2.8 0',
  close: 'M4 4l8 8M12 4l-8 8',
  layout: 'M2 2.5h12v11H2zM2 6.5h12M8 6.5v7',
  grip: 'M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1',
  grow: 'M13 6.5L6.5 13M13 10.5L10.5 13',
  rename: 'M3 13l.6-2.8L10.8 3l2.2 2.2l-7.2 7.2zM9.4 4.4l2.2 2.2',
  add: 'M8 3v10M3 8h10',
  undo: 'M5.5 3L2.5 6l3 3M2.5 6h7a3.7 3.7 0 0 1 0 7.5H6',
} as const;

export type IconName = keyof typeof outlines;

const svg = 'http://www.w3.org/2000/svg';

/** A decorative picture in the colour of the text around it. */
export function icon(name: IconName): SVGSVGElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('class', 'icon');
  picture.setAttribute('viewBox', '0 0 16 16');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', outlines[name]);
  picture.append(path);
  return picture;
}
