import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openPage, WIDE } from './browser.ts';
import { buildApp } from './build-app.ts';
import { type MockOptions, startMockApi } from './mock-api.ts';

export type Mock = Awaited<ReturnType<typeof startMockApi>>;
type Scenario = (page: Page, mock: Mock, context: BrowserContext) => Promise<void>;

/** What browsers write on their console for refused and broken requests, whatever the page does. */
export const NETWORK = [/Failed to load resource/, /net::ERR_/, /EventSource/];

/**
 * Builds the app and starts a browser for the tests of a file. Each scenario runs on an API and a page of its own; at
 * its end the page must not have complained.
 */
export function prepareScenarios() {
  let app: Awaited<ReturnType<typeof buildApp>>;
  let browser: Browser;
  before(async () => {
    [app, browser] = await Promise.all([buildApp(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await app.remove();
  });
  return async function run(
    options: Omit<MockOptions, 'dist'> & { path?: string; expected?: readonly RegExp[] },
    scenario: Scenario,
  ): Promise<void> {
    const { path, expected, ...mockOptions } = options;
    const mock = await startMockApi({ rows: 40, ...mockOptions, dist: app.dist });
    const context = await browser.newContext({ viewport: WIDE, acceptDownloads: true });
    try {
      const { page, complaints } = await openPage(context, expected);
      if (path !== undefined) await page.goto(mock.url + path);
      await scenario(page, mock, context);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      await mock.close();
    }
  };
}

/** The rows of the list in sight. */
export function rowsOf(page: Page) {
  return page.locator('[role=grid] [role=row][aria-selected]');
}

export async function liveIsOpen(page: Page): Promise<void> {
  await page.getByRole('img', { name: /^Live updates: open/ }).waitFor();
}
