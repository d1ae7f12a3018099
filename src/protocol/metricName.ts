/** The id of a metric as others write it: `system.data.cpu_percent` means `system.cpu_percent`. */
export function metricName(written: string): string {
  return written.replace(/^([^.]*)\.data\./, '$1.');
}
