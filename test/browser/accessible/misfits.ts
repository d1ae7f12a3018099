/** Runs in the page: what does not fit into its width, or is cut so that it cannot be read. */
export function misfits(): string[] {
  const faults: string[] = [];
  const { scrollWidth, clientWidth, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`${scrollWidth} pixels of content in ${clientWidth}`);

  const describe = ({ tagName, className, textContent }: Element): string =>
    `${tagName.toLowerCase()}.${className} “${textContent.trim().slice(0, 50)}”`;
  const leastReadable = 18;
  const isForReadersOnly = (element: Element | null): boolean =>
    element !== null &&
    (getComputedStyle(element).clipPath === 'inset(50%)' || isForReadersOnly(element.parentElement));
  const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!;
    if (!node.textContent?.trim() || !element.checkVisibility() || element.closest('option')) continue;
    if (isForReadersOnly(element)) continue;
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === 'visible') continue;
      const clip = box.getBoundingClientRect();
      if (style.overflowX === 'auto' || style.overflowX === 'scroll') break;
      const seen = Math.min(text.right, clip.right) - Math.max(text.left, clip.left);
      const isShortened = style.textOverflow === 'ellipsis';
      if (isShortened ? seen < Math.min(leastReadable, text.width) : seen < text.width - 1)
        faults.push(`${Math.round(seen)} of ${Math.round(text.width)} pixels are seen of ${describe(element)}`);
      break;
    }
  }
  for (const control of document.querySelectorAll('button, input, select, summary, [tabindex]')) {
    if (!control.checkVisibility() || isForReadersOnly(control)) continue;
    const { left, right, width } = control.getBoundingClientRect();
    if (width > 0 && (left < -1 || right > clientWidth + 1))
      faults.push(`${describe(control)} reaches from ${Math.round(left)} to ${Math.round(right)} of ${clientWidth}`);
  }
  for (const stuck of document.querySelectorAll('*')) {
    if (getComputedStyle(stuck).position !== 'sticky' || getComputedStyle(stuck).top === 'auto') continue;
    const { height, width } = stuck.getBoundingClientRect();
    if (width > 0.9 * clientWidth && height > clientHeight / 2.5)
      faults.push(`${describe(stuck)} stays over ${Math.round((100 * height) / clientHeight)} % of the page`);
  }
  return [...new Set(faults)];
}
