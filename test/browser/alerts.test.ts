import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { AlertInfo } from '../../src/protocol/alerts';
import type { ViewAlerts } from '../../src/protocol/viewLink';
import { alertAt, busyAlerts, noAlerts } from './busyAlerts';
import { busyMachine, busyStatus } from './busyMachine';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;
const feed = busyMachine();

const withActive = (...active: readonly AlertInfo[]): ViewAlerts => ({ ...noAlerts, active });
const alert = (id: string, over: Partial<AlertInfo> = {}): AlertInfo =>
  alertAt(now, { id, name: `Alert ${id}`, ...over });

describe('Alerts in the dashboard', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start();
  });
  after(() => browser.stop());

  const view = async (alerts: ViewAlerts): Promise<ViewPage> => {
    const page = await browser.open(darkModern);
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await page.tell(feed.rows(now - 5000, now), { type: 'live' }, { type: 'alerts', alerts });
    await page.drawn();
    return page;
  };
  const tellAlerts = async (page: ViewPage, alerts: ViewAlerts): Promise<void> => {
    await page.tell({ type: 'alerts', alerts });
    await page.drawn();
  };
  const focused = (page: ViewPage): Promise<string | null> =>
    page.page.evaluate(() => document.activeElement!.getAttribute('aria-label') ?? document.activeElement!.textContent);
  const said = (page: ViewPage): Promise<string> =>
    page.page.locator('.notices [role=status]').evaluate((element) => element.textContent);

  it('tell severity, message, labels, time, figures and state of each', async () => {
    const page = await view(busyAlerts(now));
    const card = page.page.getByRole('region', { name: 'Alerts', exact: true }).first();
    const rows = await card
      .getByRole('listitem')
      .filter({ has: page.page.locator('.alert-facts') })
      .allInnerTexts();
    assert.match(
      rows[0]!,
      /3 alerts that belong together[^]*Critical[^]*GPU 0 has 97\.2%[^]*for.3.min[^]*97\.2%, ends at 95\.0%[^]*gpu 0/,
    );
    assert.match(
      rows[1]!,
      /Warning[^]*Kept quiet while “GPU memory nearly full” is active[^]*21\.7.tok\/s, ends at 43\.1.tok\/s/,
    );
    assert.match(rows[3]!, /Acknowledged at \d\d:\d\d:\d\d/);
    assert.match(rows[4]!, /Silenced until \d\d:\d\d:\d\d[^]*for.1.d.2.h/);
    assert.match(rows[5]!, /Info[^]*Pending: fires if it lasts[^]*for.2\d.s/);
    assert.equal(await page.page.locator('.alerts-button').innerText(), '5 alerts');
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('are acknowledged, silenced for an hour and heard again', async () => {
    const page = await view(busyAlerts(now));
    const press = (name: string): Promise<void> => page.page.getByRole('button', { name, exact: true }).click();
    await press('Acknowledge: GPU memory nearly full, gpu 0');
    await press('Silence 1 h: CPU busy for minutes');
    await press('End Silence: Disk almost full, mount /home');
    await press('Open the alert rules');
    const [acknowledge, silence, unsilence, rules] = (await page.heard()).slice(-4);
    assert.deepEqual(acknowledge, { type: 'alert', command: { kind: 'acknowledge', alert: 'gpu-memory' } });
    assert.ok(silence?.type === 'alert' && silence.command.kind === 'silence' && silence.command.alert === 'cpu');
    const { until } = silence.command;
    assert.ok(typeof until === 'number' && Number.isInteger(until));
    const ahead = until - now;
    assert.ok(ahead >= 3_599_000 && ahead < 3_720_000, `${ahead} ms after the newest sample`);
    assert.deepEqual(unsilence, { type: 'alert', command: { kind: 'unsilence', alert: 'disk' } });
    assert.deepEqual(rules, { type: 'command', command: 'openAlertRules' });
    await tellAlerts(page, withActive(alert('p', { state: 'pending', silencedUntil: now + 60_000 })));
    const shown = await page.page.locator('[data-alert=p] .alert-acts').innerText();
    assert.equal(shown.trim(), 'End Silence', 'what is pending can be silenced, but not acknowledged');
    await page.close();
  });

  it('keep the focus, and what is unfolded, as they change and move', async () => {
    const advice = [{ kind: 'diagnostic' as const, target: 'x', message: 'Look there.' }];
    const page = await view(withActive(alert('a'), alert('b', { advice }), alert('c')));
    await page.page.locator('[data-alert=b] summary').click();
    await page.page
      .locator('[data-alert=b]')
      .getByRole('button', { name: /^Acknowledge/ })
      .focus();
    await tellAlerts(page, withActive(alert('d'), alert('b', { advice, message: 'Worse.' }), alert('a'), alert('c')));
    assert.equal(await focused(page), 'Acknowledge: Alert b');
    assert.ok(await page.page.locator('[data-alert=b]').getByText('Look there.').isVisible());
    await tellAlerts(page, withActive(alert('a'), alert('c'), alert('b', { advice, state: 'acknowledged' })));
    assert.equal(await focused(page), 'Silence 1 h: Alert b', 'its button is gone; the next one has the focus');
    await tellAlerts(page, withActive(alert('a'), alert('c')));
    assert.equal(await focused(page), 'Acknowledge: Alert c', 'its row is gone; the one in its place has the focus');
    await tellAlerts(page, noAlerts);
    assert.equal(await focused(page), 'Open the alert rules', 'the card stays while the focus is in it');
    await page.close();
  });

  it('do not put the rows in the page anew', async () => {
    const page = await view(withActive(alert('a'), alert('b')));
    await page.page.evaluate(() => {
      for (const row of document.querySelectorAll<HTMLElement>('[data-alert]'))
        row.dataset['mark'] = row.dataset['alert'];
    });
    await tellAlerts(page, withActive(alert('b', { severity: 'critical' }), alert('c'), alert('a')));
    const marks = await page.page
      .locator('[data-alert]')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['mark']));
    assert.deepEqual(marks, ['b', undefined, 'a']);
    assert.match(await page.page.locator('[data-alert=b]').innerText(), /^Critical/);
    await page.close();
  });

  it('let time go on as samples come', async () => {
    const page = await view(withActive(alert('a', { firedAt: now - 20_000 })));
    const time = page.page.locator('[data-alert=a] time');
    assert.match(await time.innerText(), /for.2\d.s/);
    // Texts are written less often than charts are drawn, so the first rows may have come too soon.
    let from = now + 60_000;
    await eventually('a minute is told', async () => {
      await page.tell(feed.rows(from, (from += 100)));
      return /for.1.min/.test(await time.innerText());
    });
    await page.close();
  });

  it('show what was resolved, folded, also while nothing is active', async () => {
    const page = await view({ ...noAlerts, recent: busyAlerts(now).recent });
    const button = page.page.locator('.alerts-button');
    const card = page.page.locator('[data-card=alerts]');
    assert.equal(await card.isVisible(), false);
    await button.click();
    assert.match(await card.innerText(), /Nothing is active\. 18 rules are in force\.[^]*Resolved · 2/);
    await page.drawn();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    await card.getByText('Resolved · 2').click();
    await card.getByText('Its data stopped coming.').waitFor();
    assert.match(await card.innerText(), /Memory was 93\.1% full\.[^]*Resolved 3\d.s ago after 2.min/);
    assert.match(await card.innerText(), /Resolved 2.min ago after 1.min: Its data stopped coming\./);
    await button.click();
    assert.equal(await card.isVisible(), false);
    await page.close();
  });

  it('are read out when a critical one is new, and only then', async () => {
    const critical = (id: string): AlertInfo => alert(id, { severity: 'critical', message: `Trouble ${id}.` });
    const page = await view(withActive(critical('a')));
    assert.equal(await said(page), '', 'what was there before is no news');
    await tellAlerts(page, withActive(critical('a'), critical('b'), alert('c')));
    assert.equal(await said(page), 'Critical: Trouble b.');
    await tellAlerts(page, noAlerts);
    assert.equal(await said(page), '');
    await page.close();
  });

  it('show texts as texts, whatever they hold', async () => {
    const text = '<img src=x onerror=alert(1)><b>{{value}}</b>';
    const page = await view(
      withActive(
        alert('"><script>1</script>', {
          message: text,
          name: text,
          labels: { model: text },
          advice: [{ kind: 'mitigation', target: 'x', message: text }],
        }),
      ),
    );
    assert.equal(await page.page.locator('.alert-message').first().innerText(), text);
    assert.equal(await page.page.locator('main img, main script').count(), 0);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('stay quick to draw where there are a thousand', async () => {
    const many = Array.from({ length: 1000 }, (_, at) => alert(`a${at}`));
    const page = await view(withActive(...many));
    assert.equal(await page.page.locator('[data-alert]').count(), 100);
    assert.match(await page.page.locator('[data-card=alerts]').innerText(), /900 more are active/);
    assert.equal(await page.page.locator('.alerts-button').innerText(), '1000 alerts');
    await page.close();
  });
});
