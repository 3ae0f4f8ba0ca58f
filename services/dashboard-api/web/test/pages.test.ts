import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { findBarriers, launchBrowser, openPage, PHONE, type Scheme, WIDE } from './browser.ts';
import { buildApp } from './build-app.ts';
import { controlId } from './mock/controls.ts';
import { findingId } from './mock/findings.ts';
import { incidentId } from './mock/incidents.ts';
import { startMockApi } from './mock-api.ts';

/** Set to a folder to get a picture of each page. */
const SHOTS = process.env['CLAWNEX_WEB_SHOTS'];

/** Set to names of pages to see only those. */
const ONLY = process.env['CLAWNEX_WEB_PAGES'];

let app: Awaited<ReturnType<typeof buildApp>>;
let browser: Browser;
let mock: Awaited<ReturnType<typeof startMockApi>>;
let fresh: Awaited<ReturnType<typeof startMockApi>>;
before(async () => {
  [app, browser] = await Promise.all([buildApp(), launchBrowser()]);
  mock = await startMockApi({ dist: app.dist, rows: 2_400 });
  fresh = await startMockApi({ dist: app.dist, rows: 0, operator: null });
  if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });
});
after(async () => {
  await browser.close();
  await mock.close();
  await fresh.close();
  await app.remove();
});

interface View {
  readonly url: string;
  readonly ready: string;
}

function pagesToSee(): Record<string, View> {
  const blocked = mock.rows.find((row) => row.decision === 'blocked');
  const at = (path: string, ready: string): View => ({ url: mock.url + path, ready });
  return {
    setup: { url: `${fresh.url}/setup`, ready: 'text=Create the first operator' },
    traffic: at('/traffic', '[role=grid] [role=row][aria-rowindex="3"]'),
    'traffic-panel': at(`/traffic/${blocked?.call_id}`, 'text=What the score is made of'),
    'traffic-empty': at('/traffic?agent=nobody', 'text=No call matches these filters'),
    exchange: at(`/exchanges/${blocked?.call_id}`, 'text=What the score is made of'),
    incidents: at('/incidents', 'text=Shield was blind'),
    incident: at(`/incidents/${incidentId(1)}`, 'text=Who it is about'),
    threat: at('/correlations/threat', 'text=is the threat to the fleet now'),
    'correlation-rules': at('/correlations/rules', 'text=The same key in two agents'),
    'correlation-rule': at('/correlations/rules/fleet.poisoned_page', 'text=What is known of it'),
    'correlation-own': at('/correlations/own', 'text=Not tried as they stand'),
    'trust-audit': at('/trust-audit', 'text=Strangers can talk'),
    'trust-finding': at(`/trust-audit/${findingId('trust', 'host-a', 0)}`, 'text=What to do'),
    'security-posture': at('/security-posture', 'text=back door'),
    'host-finding': at(`/security-posture/${findingId('host', 'host-a', 0)}?as=page`, 'text=What to do'),
    sessions: at('/sessions/log', 'text=inbox-triage'),
    session: at('/sessions/log/2', 'text=curl -s https://collect'),
    around: at('/sessions/around', 'text=How to route it through the proxy'),
    changes: at('/sessions/changes', 'text=SOUL.md'),
    sources: at('/sessions/sources', 'text=cannot be read'),
    analyser: at('/shield/analyser', 'text=The verdict stands here'),
    policy: at('/shield/policy', 'text=Less noise at night'),
    containment: at('/shield/containment', 'text=Sends the same token'),
    stop: at(`/shield/containment/${controlId(1)}`, 'text=End it now'),
    reviews: at('/shield/reviews', 'text=waits for an operator'),
    review: at(`/shield/reviews/${controlId(21)}`, 'text=What the score is made of'),
    exceptions: at('/shield/exceptions', 'text=release-bot'),
    exception: at(`/shield/exceptions/${controlId(11)}`, 'text=End it now'),
    'own-rules': at('/shield/rules', 'text=No own rules'),
    'shield-tests': at('/shield-tests/cases', 'text=A private key in an answer'),
    'shield-test': at('/shield-tests/cases/builtin-1', 'text=Expected against actual'),
    'shield-test-runs': at('/shield-tests/runs', 'text=Runs, newest first'),
    'blast-radius': at('/blast-radius', 'text=Choke points'),
    'blast-radius-node': at('/blast-radius?subject=a:main', 'text=Ways into and out of main'),
    vulnerabilities: at('/vulnerabilities', 'text=A release with a back door'),
    'nothing-yet': at('/security-posture?host=nowhere', 'text=matches these filters'),
    infrastructure: at('/infrastructure', 'text=5 of 7 daemons are ready'),
    daemon: at('/infrastructure/shield', 'text=since it started'),
  };
}

const SIZES = { 1440: WIDE, 390: PHONE } as const;
const SCHEMES: readonly Scheme[] = ['dark', 'light'];

test('every page, wide and narrow, dark and light: no violation of the content policy, no error, nothing axe minds', async () => {
  const context = await browser.newContext({ viewport: WIDE });
  for (const [name, { url, ready }] of Object.entries(pagesToSee())) {
    if (ONLY !== undefined && !ONLY.split(',').includes(name)) continue;
    const { page, complaints } = await openPage(context);
    await page.goto(url);
    await page.locator(ready).first().waitFor();
    for (const [width, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of SCHEMES) {
        const here = `${name} at ${width}, ${colorScheme}`;
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.locator(ready).first().waitFor();
        if (SHOTS !== undefined)
          await page.screenshot({ path: join(SHOTS, `${name}-${width}-${colorScheme}.png`) });
        assert.deepEqual(await findBarriers(page), [], here);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(sideways <= 0, `${here} is ${sideways} px wider than the window`);
      }
    }
    assert.deepEqual(complaints, [], name);
    await page.close();
  }
  await context.close();
});

test('the palette, the key map, menus and the policy dialog have nothing axe minds', async () => {
  const context = await browser.newContext({ viewport: WIDE });
  const { page, complaints } = await openPage(context);
  await page.goto(`${mock.url}/traffic`);
  await page.locator('[role=grid]').waitFor();
  const openers: Record<string, () => Promise<unknown>> = {
    palette: () => page.keyboard.press('Control+k'),
    keys: () => page.keyboard.press('?'),
    filter: () => page.keyboard.press('/'),
    policy: () => page.getByRole('button', { name: 'protection: observe' }).click(),
  };
  for (const [name, open] of Object.entries(openers)) {
    await open();
    await page.locator('dialog[open]').waitFor();
    assert.deepEqual(await findBarriers(page), [], name);
    if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  }
  for (const name of ['Choose columns', 'Export the list', 'Operator ada, role admin']) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('menu').waitFor();
    assert.deepEqual(await findBarriers(page), [], name);
    if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `menu-${name}.png`) });
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }
  assert.deepEqual(complaints, []);
  await context.close();
});
