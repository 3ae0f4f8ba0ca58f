import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE } from './browser.ts';
import { NETWORK, prepareScenarios, rowsOf } from './scenario.ts';

const run = prepareScenarios();

test('findings stand worst first; filtering, opening, walking and the full page work by keyboard and survive a reload', async () => {
  await run({ path: '/trust-audit' }, async (page) => {
    await page.getByText('4 critical and 2 high to mend. 2 results are unknown').waitFor();
    const states = await rowsOf(page).locator('[role=gridcell]:first-child').allTextContents();
    assert.deepEqual([...new Set(states)], ['critical', 'high', 'not evaluated', 'pass', 'not applicable']);
    await page.getByRole('button', { name: '4 critical' }).click();
    await page.waitForURL('**/trust-audit?severity=critical');
    await page.getByText('4 results of 12.').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Finding' });
    await panel.getByText('What to do').waitFor();
    assert.match((await panel.getByLabel('What was read there').textContent()) ?? '', /\["\*"\]RLO$/);
    const first = page.url();
    await page.keyboard.press(']');
    await page.waitForURL((url) => url.href !== first);
    await page.reload();
    await panel.getByText('What to do').waitFor();
    await page.getByText('4 results of 12.').waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/as=page/);
    await page.getByRole('grid').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL('**/trust-audit?severity=critical');
  });
});

test('what a host could not tell is never counted as fine', async () => {
  await run({ path: '/security-posture?result=not_evaluated' }, async (page) => {
    await page.getByText('Nothing that was checked fails. 2 results are unknown').waitFor();
    await rowsOf(page).first().click();
    await page.getByText('The package lists are 41 days old, so what is missing is not known.').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'What to do' }).count(), 0);
  });
});

test('an incident leads to the calls of those it is about, in its time', async () => {
  await run({ path: '/incidents' }, async (page, mock) => {
    assert.match((await rowsOf(page).first().textContent()) ?? '', /^critical.*Poisoned web page/);
    await rowsOf(page).first().click();
    const panel = page.getByRole('complementary', { name: 'Incident' });
    await panel.getByText('and did so 40 s later').waitFor();
    await panel.getByRole('listitem').filter({ hasText: 'agent' }).getByRole('link').click();
    await page.waitForURL(/\/traffic\?agent=main&from=.*&to=/);
    const span = new URL(page.url()).searchParams;
    const [incident] = mock.incidents;
    assert.ok(Date.parse(span.get('from') ?? '') < Date.parse(incident?.first_at ?? ''));
    assert.ok(Date.parse(span.get('to') ?? '') > Date.parse(incident?.last_at ?? ''));
  });
});

test('nothing reported yet says what to do; a store that fails says what, why and what now', async () => {
  await run({ rows: 0, path: '/trust-audit' }, async (page, mock) => {
    await page.getByText('No trust audit has been reported yet').waitFor();
    await page.goto(`${mock.url}/security-posture`);
    await page.getByText('No host scan has been reported yet').waitFor();
    await page.goto(`${mock.url}/incidents`);
    await page.getByText('No incident', { exact: true }).waitFor();
  });
  await run({ broken: ['listFindings'], path: '/trust-audit', expected: NETWORK }, async (page) => {
    const alert = page.getByRole('alert').filter({ hasText: 'The results could not be read.' });
    await alert.getByText('The store did not answer.').waitFor();
    await alert.getByRole('button', { name: 'Try again' }).waitFor();
  });
});

test('on a phone every page is reached from the bar', async () => {
  await run({ path: '/incidents' }, async (page) => {
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'All pages' }).click();
    await page.getByRole('menuitem', { name: 'Security Posture' }).click();
    await page.waitForURL('**/security-posture');
    await rowsOf(page).first().click();
    await page.getByText('What to do').waitFor();
    await page.getByRole('button', { name: /^Close/ }).click();
    await page.waitForURL('**/security-posture');
  });
});
