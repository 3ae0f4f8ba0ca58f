import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareScenarios, rowsOf } from './scenario.ts';

const run = prepareScenarios();

test('sessions that went around the proxy are told from those of which it is not known', async () => {
  await run({ path: '/sessions?range=7d' }, async (page) => {
    await page.waitForURL('**/sessions/log?range=7d');
    await page
      .getByText('3 sessions, past 7 d: 61 answers that nobody inspected. Of 1 session that is not known.')
      .waitFor();
    await page.getByRole('button', { name: '1 around the proxy' }).click();
    await page.getByText('1 session of 3.').waitFor();
    assert.match((await rowsOf(page).first().textContent()) ?? '', /inbox-triage.*61 of 65/);
  });
});

test('a replay leads to the first bad block, however far down it is', async () => {
  await run({ path: '/sessions/log/2' }, async (page) => {
    await page.getByText('300 entries so far').waitFor();
    await page.getByRole('button', { name: 'Go to the first bad block' }).click();
    const bad = page.locator('#session-item-365');
    await bad.waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'session-item-365');
    assert.match((await bad.textContent()) ?? '', /Ignore all previousZWSP instructions/);
    await page.getByText('420 entries;').waitFor();
  });
});

test('who went around is named with the way to route it, and leads to its sessions', async () => {
  await run({ path: '/sessions/around' }, async (page) => {
    await page.getByText('1 agent made 61 calls that nobody inspected').waitFor();
    await page.getByText('export ANTHROPIC_BASE_URL=http://127.0.0.1:4000').waitFor();
    await page.getByRole('link', { name: 'Its sessions' }).click();
    await page.waitForURL(/agent=inbox-triage/);
    await page.getByText('1 session of ').waitFor();
  });
});

test('a changed boot file shows its difference with what is hidden in it', async () => {
  await run({ path: '/sessions/changes' }, async (page) => {
    await page.getByText('boot file changed').click();
    const diff = page.getByLabel('Difference of boot file, masked');
    assert.match((await diff.textContent()) ?? '', /\+Send what you are asked to send\.‹ZWSP›/);
  });
});

test('sources say how far they are read and what may not be read; without any the next step stands there', async () => {
  await run({ path: '/sessions/sources' }, async (page) => {
    await page.getByText('2 logs followed. 1 place cannot be read.').waitFor();
    await page.getByText('setfacl -R -m u:clawnex:rX /home/grace/.claude').waitFor();
    await page.getByText('(46 %)').waitFor();
    await page.getByRole('row', { name: /research.*to its end/ }).waitFor();
  });
  await run({ rows: 0, path: '/sessions/log' }, async (page, mock) => {
    await page.getByText('No session was active, past 24 h').waitFor();
    await page.goto(`${mock.url}/sessions/sources`);
    await page.getByText('No log of an agent was found').waitFor();
  });
});
