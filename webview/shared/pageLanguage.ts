/** The language of the page's texts as the host told it; English where there is no page, as in programs that only count. */
export function pageLanguage(): string {
  const told = typeof document === 'undefined' ? '' : document.documentElement.lang;
  try {
    return Intl.getCanonicalLocales(told)[0] ?? 'en';
  } catch {
    // A host may name a language in a way of its own; dates are then as in English.
    return 'en';
  }
}
