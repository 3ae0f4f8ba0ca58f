import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE } from './browser.ts';
import { findingId } from './mock/findings.ts';
import { incidentId } from './mock/incidents.ts';
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

test('a list is sorted and values are kept out, by pointer and by menu; the address holds both', async () => {
  await run({ path: '/incidents' }, async (page) => {
    const titles = () => rowsOf(page).locator('[role=gridcell]:nth-child(2)').allTextContents();
    const usual = await (async () => {
      await rowsOf(page).first().waitFor();
      return titles();
    })();
    await page.getByRole('button', { name: 'Choose columns and order' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Began' }).last().click();
    await page.waitForURL(/sort=-began/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/sort=began/);
    await page.keyboard.press('Escape');
    assert.deepEqual(await titles(), [...usual].reverse());
    await page.reload();
    await rowsOf(page).first().waitFor();
    assert.deepEqual(await titles(), [...usual].reverse());
    await page
      .getByRole('button', { name: 'medium' })
      .last()
      .click({ modifiers: ['Alt'] });
    await page.getByRole('button', { name: 'severity not medium' }).waitFor();
    await page.getByText('2 incidents of 3.').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('severity'), '!medium');
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
    const [incident] = mock.incidents.rows;
    assert.ok(Date.parse(span.get('from') ?? '') < Date.parse(incident?.first_at ?? ''));
    assert.ok(Date.parse(span.get('to') ?? '') > Date.parse(incident?.last_at ?? ''));
  });
});

test('nothing reported yet says what to do; a store that fails says what, why and what now', async () => {
  await run({ rows: 0, path: '/trust-audit' }, async (page, mock) => {
    await page.getByText('No trust audit has been reported yet').waitFor();
    await page.goto(`${mock.url}/security-posture`);
    await page.getByText('No host scan has been reported yet').waitFor();
    assert.equal(await page.getByText(/known vulnerabilit/).count(), 0);
    await page.goto(`${mock.url}/vulnerabilities`);
    await page.getByText('No host has been scanned yet').waitFor();
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

test('an incident is taken, resolved and undone by keys; of two who work on it the second is told; a comment stays', async () => {
  await run({ path: `/incidents/${incidentId(1)}`, expected: NETWORK }, async (page, mock) => {
    const panel = page.getByRole('complementary', { name: 'Incident' });
    await panel.getByText('The key left the host').waitFor();
    await panel.getByText('not counted').waitFor();
    const owner = panel.locator('dt:text-is("Owner") + dd');
    const statusIs = (wanted: string) =>
      page.waitForFunction((value) => document.querySelector('select')?.value === value, wanted);
    await page.keyboard.press('a');
    await owner.getByText('ada').waitFor();
    await statusIs('investigating');
    await page.keyboard.press('e');
    await statusIs('resolved');
    await page.keyboard.press('u');
    await statusIs('investigating');
    mock.incidents.works.set(incidentId(1), { updated_at: '2026-01-01T00:00:00.000Z', updated_by: 'grace' });
    await page.keyboard.press('e');
    await panel.getByRole('alert').getByText('Somebody else worked on it meanwhile.').waitFor();
    await panel.getByLabel('Comment', { exact: true }).fill('The same page as last week.');
    await panel.getByRole('button', { name: 'Add the comment' }).click();
    await panel.getByLabel('Comment of ada').waitFor();
  });
});

test('a finding of the trust audit shows the way in and the tried change, and is accepted for a time', async () => {
  await run({ path: `/trust-audit/${findingId('trust', 'host-a', 0)}` }, async (page) => {
    await page.getByText('A stranger on Telegram → direct message → agent main').waitFor();
    const change = page.getByLabel('Change of ~/.openclaw/openclaw.json');
    assert.equal(await change.textContent(), '-"open"\n+"pairing"\n');
    await page
      .getByText('It clears this finding, takes away 2 findings, adds none. Highest risk 100 → 22.')
      .waitFor();
    await page.getByRole('button', { name: 'Accept for a time…' }).click();
    await page.getByLabel('Reason').fill('The bot is switched off until Monday.');
    await page.getByRole('button', { name: 'Accept for 30 days' }).click();
    await page.getByText('The bot is switched off until Monday.').waitFor();
    await page.getByRole('button', { name: 'End the acceptance…' }).click();
    await page.getByRole('button', { name: 'Open the finding again' }).click();
    await page.getByText('Nobody has accepted it.').waitFor();
    await page.getByRole('button', { name: 'Audit now' }).click();
    await page.getByText('Done: 12 results, 6 failed.').waitFor();
  });
});

test('the grade of a host says what it is made of; old advisories never say that there is nothing', async () => {
  await run({ path: '/security-posture' }, async (page) => {
    await page.getByText('host-a: 61 of 100, 88 % of what applies was evaluated, 7 failed').click();
    await page.getByText('122 of 200 points').waitFor();
    await page.getByRole('row', { name: 'logging — unknown: Nothing could be evaluated 48 7 6' }).waitFor();
    await page.getByText('1 of them known to be exploited. The data is old: there may be more.').waitFor();
    await page.getByRole('link', { name: '2 known vulnerabilities' }).click();
    await page.getByRole('grid', { name: /exploited first/ }).waitFor();
    assert.match((await rowsOf(page).first().textContent()) ?? '', /litellm/);
    await rowsOf(page).last().click();
    await page.getByText('Install 2026.6.2 or later.').waitFor();
  });
});

test('the graph shows the ways through a node, its table twin says the same, and a cut is tried on a copy', async () => {
  await run({ path: '/blast-radius', expected: NETWORK }, async (page) => {
    await page.getByText('A stranger reaches the host:').waitFor();
    await page.getByRole('button', { name: /^main/ }).click();
    await page.waitForURL(/subject=a:main/);
    const ways = page.getByRole('region', { name: 'Ways into and out of main' });
    await ways.getByText('Telegram direct messages').waitFor();
    assert.equal(await page.locator('button[data-faint]').count(), 4);
    await page.keyboard.press('Escape');
    await ways.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show as a table' }).click();
    assert.equal(
      await page
        .getByRole('region', { name: /^Every node/ })
        .locator('tbody tr')
        .count(),
      9,
    );
    await page.getByLabel('Settings').fill('nonsense');
    await page.getByRole('button', { name: 'Try it on a copy' }).click();
    await page.getByText('No setting has this name: nonsense.').waitFor();
    await page.getByLabel('Settings').fill('');
    await page.getByRole('button', { name: 'Cut it' }).click();
    await page.getByRole('button', { name: 'Try it on a copy' }).click();
    await page.getByText('Highest risk 100 → 22. It takes away 1 finding and adds none.').waitFor();
  });
});

test('the threat score leads to its incidents; there alerts are muted after seeing what that would have hidden', async () => {
  await run({ path: '/correlations' }, async (page) => {
    await page.getByText('of 100 is the threat to the fleet now.').waitFor();
    await page.getByRole('link', { name: 'Poisoned web page' }).click();
    await page.getByRole('complementary', { name: 'Incident' }).getByText('How it went').waitFor();
    await page.keyboard.press('s');
    await page.getByText('it would have muted 9 alerts of 3 incidents').waitFor();
    await page.getByText('1 of which were real.').waitFor();
    await page.getByLabel('Reason').fill('A page of our own tests.');
    await page.getByRole('button', { name: 'Mute for 7 days' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('correlations: muted');
    await page.keyboard.press('Enter');
    await page.getByText('1 suppression in force.').waitFor();
    await page.getByRole('button', { name: 'End it…' }).click();
    await page.getByLabel('Reason').fill('The tests are over.');
    await page.getByRole('button', { name: 'Let it alert again' }).click();
    await page.getByText('0 suppressions in force.').waitFor();
  });
});

test('a correlation rule of one\u2019s own is tried before it goes live; a mistake is shown with its place', async () => {
  await run({ path: '/correlations/own' }, async (page) => {
    const text = page.getByLabel('Own correlation rules, as YAML');
    await text.fill('title: fault');
    await page.getByRole('button', { name: 'Try on recent events' }).click();
    await page.getByText('line 3 /correlation/timespan').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Put in force…/ }).isDisabled(), true);
    await text.fill('title: three denials');
    await page.getByRole('button', { name: 'Try on recent events' }).click();
    await page.getByText('2 alerts over 12,400 events').waitFor();
    await page.getByRole('button', { name: 'Put in force…' }).click();
    await page.getByLabel('Reason').fill('Wanted by the night shift.');
    await page.getByRole('button', { name: 'Put in force', exact: true }).click();
    await page.getByText('Revision 2.').waitFor();
  });
});
