import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CLAWNEX_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** How long a step may take on a loaded machine before the test gives up. */
const WAIT_MS_MAX = 60_000;

export type Scheme = 'dark' | 'light';
export const WIDE = { width: 1440, height: 900 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** A page that notes everything a browser complains about: CSP violations, console errors, uncaught errors. */
export async function openPage(
  context: BrowserContext,
  expected: readonly RegExp[] = [],
): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS_MAX);
  const complaints: string[] = [];
  const note = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') note(message.text());
  });
  page.on('pageerror', (error) => note(String(error)));
  await page.exposeFunction('noteViolation', (text: string) => note(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const hook: unknown = Reflect.get(window, 'noteViolation');
      if (typeof hook === 'function') hook(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, complaints };
}

/**
 * What axe finds moderate or worse. It is handed over as a browser's developer tools do, past the page's own policy,
 * which stays in force.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Runtime.evaluate', { expression: AXE });
  await tools.detach();
  return page.evaluate(async () => {
    const axe: {
      run(): Promise<{
        violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
      }>;
    } = Reflect.get(window, 'axe');
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
      .map(
        ({ id, impact, nodes }) =>
          `${impact} ${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`,
      );
  });
}
