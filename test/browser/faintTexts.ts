/** Runs in the page: visible texts whose contrast to what is below them is less than WCAG's 4.5. */
export function faintTexts(): string[] {
  const parser = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const rgba = (colour: string): [number, number, number, number] => {
    parser.clearRect(0, 0, 1, 1);
    parser.fillStyle = colour;
    parser.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = parser.getImageData(0, 0, 1, 1).data;
    return [red!, green!, blue!, alpha! / 255];
  };
  const luminance = (rgb: readonly number[]): number => {
    const [red, green, blue] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const groundOf = (element: Element | null): number[] => {
    if (!element) return [255, 255, 255];
    const [red, green, blue, alpha] = rgba(getComputedStyle(element).backgroundColor);
    if (alpha === 1) return [red, green, blue];
    const below = groundOf(element.parentElement);
    return [red, green, blue].map((part, at) => part * alpha + below[at]! * (1 - alpha));
  };
  const opacityOf = (element: Element | null): number =>
    element ? Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement) : 1;
  const faint: string[] = [];
  const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!;
    if (!node.textContent?.trim() || !element.checkVisibility()) continue;
    // What cannot be used now may be faint.
    if (element.closest(':disabled, [inert]')) continue;
    const ground = groundOf(element);
    const [red, green, blue, alpha] = rgba(getComputedStyle(element).color);
    const seen = alpha * opacityOf(element);
    const ink = [red, green, blue].map((part, at) => part * seen + ground[at]! * (1 - seen));
    const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    const contrast = (light! + 0.05) / (dark! + 0.05);
    if (contrast < 4.5) faint.push(`${node.textContent.trim()}: ${contrast.toFixed(2)}`);
  }
  return faint;
}
