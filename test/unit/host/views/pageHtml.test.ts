import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageHtml } from '../../../../src/host/views/pageHtml';

const parts = {
  view: 'overview',
  cspSource: 'https://source',
  nonce: 'abc',
  script: 'https://source/overview.js',
  style: 'https://source/overview.css',
  language: 'de',
  title: 'Overview',
} as const;

describe('The page of a view', () => {
  it('names its view and has no data where there is none', () => {
    const html = pageHtml(parts);
    assert.ok(html.includes('<body data-view="overview">'));
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it('carries translations as data that cannot end or become a script', () => {
    const translations = { Memory: '</script><script>alert(1)</script>', 'a "quoted"': 'ü <!-- x' };
    const html = pageHtml({ ...parts, translations });
    const [, data] = /<script type="application\/json" id="l10n">([^<]*)<\/script>/.exec(html)!;
    assert.deepEqual(JSON.parse(data!), translations);
    assert.equal(html.match(/<script/g)?.length, 2);
    assert.equal(html.match(/nonce="abc"/g)?.length, 1, 'only the script of the view may run');
  });

  it('lets no word out of its place', () => {
    const html = pageHtml({ ...parts, title: '<b>"&', language: '" onload="x' });
    assert.ok(html.includes('<title>&lt;b>&quot;&amp;</title>'));
    assert.ok(html.includes('lang="&quot; onload=&quot;x"'));
  });
});
