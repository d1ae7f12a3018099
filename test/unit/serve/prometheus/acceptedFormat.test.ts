import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { acceptedFormat } from '../../../../src/engine/serve/prometheus/acceptedFormat';

const accepted = (accept: string | undefined): string => acceptedFormat(accept).mediaType;
const [text, open] = ['text/plain', 'application/openmetrics-text'];

describe('the format that a header Accept asks for', () => {
  it('is OpenMetrics for Prometheus, whichever version asks', () => {
    const headers = [
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'application/openmetrics-text; version="1.0.0"; charset=utf-8',
      'Application/OpenMetrics-Text',
      'application/*',
      'text/plain;q=0.5, */*;q=0.8',
    ];
    for (const header of headers) assert.equal(accepted(header), open, header);
  });

  it('is the older one for who prefers it, does not say, or asks for something else', () => {
    const headers = [
      undefined,
      '',
      '*/*',
      'text/html,application/xhtml+xml,*/*;q=0.8',
      'application/json',
      'text/plain',
      'text/plain;version=0.0.4;q=1,*/*;q=0.1',
      'text/plain;q=0.8,application/openmetrics-text;q=0.7',
      'application/openmetrics-text;version=2.0.0',
      'application/openmetrics-text;version=0.0.1',
      'application/openmetrics-text;q=0',
      'application/openmetrics-text;q=0,*/*',
      'application/openmetrics-text;q=much',
      'application/openmetrics-text;q=2',
    ];
    for (const header of headers) assert.equal(accepted(header), text, header);
  });

  it('is one of the two whatever the header holds, and soon', () => {
    const parts = fc.constantFrom(
      'text/plain',
      open,
      '*/*',
      'q=',
      '0.5',
      ';',
      ',',
      '=',
      '"',
      ' ',
      'version=1.0.0',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string()), { maxLength: 60 }), (words) => {
        assert.ok([text, open].includes(accepted(words.join(''))));
      }),
    );
    assert.equal(accepted(`${',;='.repeat(5000)},${open}`), open);
  });
});
