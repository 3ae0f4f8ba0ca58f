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
  app = await buildApp();
  browser = await launchBrowser();
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

function pagesToSee(): Record<string, { url: string; ready: string }> {
  const blocked = mock.rows.find((row) => row.decision === 'blocked');
  return {
    setup: { url: `${fresh.url}/setup`, ready: 'text=Create the first operator' },
    traffic: { url: `${mock.url}/traffic`, ready: '[role=grid] [role=row][aria-rowindex="3"]' },
    'traffic-panel': {
      url: `${mock.url}/traffic/${blocked?.call_id}`,
      ready: 'text=What the score is made of',
    },
    'traffic-empty': { url: `${mock.url}/traffic?agent=nobody`, ready: 'text=No call matches these filters' },
    exchange: { url: `${mock.url}/exchanges/${blocked?.call_id}`, ready: 'text=What the score is made of' },
    infrastructure: { url: `${mock.url}/infrastructure`, ready: 'text=5 of 7 daemons are ready' },
    daemon: { url: `${mock.url}/infrastructure/shield`, ready: 'text=since it started' },
  };
}

for (const [viewportName, viewport] of Object.entries({ 1440: WIDE, 390: PHONE })) {
  for (const scheme of ['dark', 'light'] satisfies Scheme[]) {
    test(`every page at ${viewportName}, ${scheme}: no violation of the content policy, no error, nothing axe minds`, async () => {
      // One context under the real policy, one without it for axe, which the policy would forbid.
      for (const bypassCSP of [false, true]) {
        const context = await browser.newContext({ viewport, colorScheme: scheme, bypassCSP });
        for (const [name, { url, ready }] of Object.entries(pagesToSee())) {
          const { page, complaints } = await openPage(context);
          await page.goto(url);
          await page.locator(ready).first().waitFor();
          if (bypassCSP) assert.deepEqual(await findBarriers(page), [], name);
          const sideways = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          assert.ok(sideways <= 0, `${name} is ${sideways} px wider than the window`);
          if (SHOTS !== undefined && !bypassCSP) {
            await page.screenshot({ path: join(SHOTS, `${name}-${viewportName}-${scheme}.png`) });
          }
          assert.deepEqual(complaints, [], name);
          await page.close();
        }
        await context.close();
      }
    });
  }
}

test('the palette, the key map, menus and the policy dialog have nothing axe minds', async () => {
  const context = await browser.newContext({ viewport: WIDE, bypassCSP: true });
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
