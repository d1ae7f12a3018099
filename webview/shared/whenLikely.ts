/** Who only passes over a button on the way to another is gone after this long, ms. */
const restMs = 60;

/** Tells when a press of a button has become likely: it is being pressed, or pointer or focus rest on it. */
export function whenLikely(button: HTMLButtonElement, tell: () => void): void {
  let timer: number | undefined;
  const leave = (): void => {
    window.clearTimeout(timer);
  };
  const come = (): void => {
    leave();
    timer = window.setTimeout(() => {
      if (button.isConnected) tell();
    }, restMs);
  };
  for (const name of ['pointerenter', 'focus'] as const) button.addEventListener(name, come);
  for (const name of ['pointerleave', 'blur', 'click'] as const) button.addEventListener(name, leave);
  button.addEventListener('pointerdown', () => {
    leave();
    tell();
  });
}
