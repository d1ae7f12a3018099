/** Marks a control as of use in the editor only: a page in a browser does not show it. */
export function forEditor<T extends HTMLElement>(control: T): T {
  control.classList.add('for-editor');
  return control;
}
