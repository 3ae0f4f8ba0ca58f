import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { findBarriers, launchBrowser, openPage, PHONE, type Scheme, WIDE } from './browser.ts';
import { buildApp } from './build-app.ts';
import { startMockApi } from './mock-api.ts';

/** Set to a folder to get a picture of each page. */
const SHOTS = process.env['CLAWNEX_WEB_SHOTS'];

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
  const incident = 'incident-1'.padEnd(32, '0');
  const finding = (source: string) => `${source}-host-a-0`.padEnd(32, '0');
  return {
    setup: { url: `${fresh.url}/setup`, ready: 'text=Create the first operator' },
    traffic: at('/traffic', '[role=grid] [role=row][aria-rowindex="3"]'),
    'traffic-panel': at(`/traffic/${blocked?.call_id}`, 'text=What the score is made of'),
    'traffic-empty': at('/traffic?agent=nobody', 'text=No call matches these filters'),
    exchange: at(`/exchanges/${blocked?.call_id}`, 'text=What the score is made of'),
    incidents: at('/incidents', 'text=Shield was blind'),
    incident: at(`/incidents/${incident}`, 'text=Who it is about'),
    'trust-audit': at('/trust-audit', 'text=Strangers can talk'),
    'trust-finding': at(`/trust-audit/${finding('trust')}`, 'text=What to do'),
    'security-posture': at('/security-posture', 'text=back door'),
    'host-finding': at(`/security-posture/${finding('host')}?as=page`, 'text=What to do'),
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
    const { page, complaints } = await openPage(context);
    await page.goto(url);
    await page.locator(ready).first().waitFor();
    for (const [width, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of SCHEMES) {
        const here = `${name} at ${width}, ${colorScheme}`;
        await page.emulateMedia({ colorScheme });
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
