import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { PASSWORD, SETUP_TOKEN } from './mock-api.ts';
import { liveIsOpen, type Mock, NETWORK, prepareScenarios } from './scenario.ts';

const run = prepareScenarios();
type Options = Omit<Parameters<typeof run>[0], 'rows' | 'expected'>;
const withApp = (options: Options, scenario: Parameters<typeof run>[1]) =>
  run({ ...options, rows: 20, expected: NETWORK }, scenario);

test('the set-up link creates the first operator, and its token leaves the address', async () => {
  await withApp({ operator: null }, async (page, mock) => {
    await page.goto(`${mock.url}/setup#token=${SETUP_TOKEN}`);
    await page.getByLabel('Username').waitFor();
    assert.equal(page.url(), `${mock.url}/setup`);
    await page.getByLabel('Username').fill('Ada Lovelace');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Create operator' }).click();
    await page.getByText('Use 2 to 32 of a-z').waitFor();
    await page.getByText('7 more to reach 12 characters.').waitFor();
    await page.getByLabel('Username').fill('taken');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create operator' }).click();
    await page.getByText('This name is taken. Choose another.').waitFor();
    await page.getByLabel('Username').fill('ada');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/traffic/);
    await page.getByRole('grid').waitFor();
  });
});

test('a used set-up link says so', async () => {
  await withApp({ operator: null }, async (page, mock) => {
    await page.goto(`${mock.url}/setup#token=0123456789abcdef-not-it`);
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('This set-up link has expired or was used.').waitFor();
  });
});

test('sign-in explains its refusals and leads back to where one was', async () => {
  await withApp({ signed_in: false }, async (page, mock) => {
    await page.goto(`${mock.url}/traffic?agent=main`);
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel('Username').fill('throttled');
    await page.getByLabel('Password').fill('x');
    await page.keyboard.press('Enter');
    await page.getByText('Too many attempts. Try again in 30 s.').waitFor();
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('Username or password is wrong.').waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${mock.url}/traffic?agent=main`);
  });
});

test('sign-in does not lead to another site', async () => {
  await withApp({ signed_in: false }, async (page, mock) => {
    await page.goto(`${mock.url}/sign-in?next=//evil.example/x`);
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${mock.url}/traffic`);
  });
});

test('signing out in one tab ends the other one', async () => {
  await withApp({}, async (page, mock, context) => {
    await page.goto(`${mock.url}/infrastructure`);
    const second = await context.newPage();
    await second.goto(`${mock.url}/traffic`);
    await second.getByRole('grid').waitFor();
    await page.getByRole('button', { name: /^Operator/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await second.waitForURL(/\/sign-in/);
  });
});

test('a session that ends on the server leads to sign-in', async () => {
  await withApp({}, async (page, mock) => {
    await page.goto(`${mock.url}/infrastructure`);
    await liveIsOpen(page);
    mock.endSession();
    await page.waitForURL(/\/sign-in\?next=/);
  });
});

test('a lost stream is said with since-when, and comes back by itself without losing rows', async () => {
  await withApp({}, async (page, mock) => {
    await page.goto(`${mock.url}/traffic`);
    await liveIsOpen(page);
    mock.emit((revision) => ({ ...firstRow(mock), call_id: 'before', agent: 'before-loss', revision }));
    await page.getByText('before-loss').waitFor();
    mock.setAway(true);
    await page.getByText(/^Not live since/).waitFor();
    mock.emit((revision) => ({ ...firstRow(mock), call_id: 'during', agent: 'during-loss', revision }));
    mock.setAway(false);
    await page.getByText('during-loss').waitFor();
    await page.getByText(/^Not live since/).waitFor({ state: 'detached' });
  });
});

function firstRow(mock: Mock) {
  const [row] = mock.rows;
  if (row === undefined) throw new Error('The mock has no rows.');
  return { ...row, at: new Date().toISOString() };
}

test('ten tabs hold one stream; when its tab closes, another takes over and all stay live', async () => {
  await withApp({}, async (page, mock, context) => {
    await page.goto(`${mock.url}/traffic`);
    await liveIsOpen(page);
    const others: Page[] = [];
    for (let tab = 0; tab < 9; tab += 1) {
      const other = await context.newPage();
      await other.goto(`${mock.url}/traffic`);
      await liveIsOpen(other);
      others.push(other);
    }
    assert.equal(mock.streams(), 1);
    mock.emit((revision) => ({ ...firstRow(mock), call_id: 'to-all', agent: 'to-all', revision }));
    await Promise.all(others.map((other) => other.getByText('to-all').waitFor()));
    await page.close();
    mock.emit((revision) => ({ ...firstRow(mock), call_id: 'after', agent: 'after-handover', revision }));
    await Promise.all(others.map((other) => other.getByText('after-handover').waitFor()));
    assert.equal(mock.streams(), 1);
  });
});

test('infrastructure changes as it happens', async () => {
  await withApp({}, async (page, mock) => {
    await page.goto(`${mock.url}/infrastructure`);
    await liveIsOpen(page);
    mock.emitInfrastructure((before) => ({
      ...before,
      broker: { ...before.broker, connected: false, server_version: null, stream_messages: null },
    }));
    await page.getByText('The broker is away: daemons keep working, but cannot be asked.').waitFor();
  });
});

test('the protection is changed with a reason, after seeing what changes', async () => {
  await withApp({}, async (page, mock) => {
    await page.goto(`${mock.url}/traffic`);
    await page.getByRole('button', { name: 'protection: observe' }).click();
    const save = page.getByRole('button', { name: /^(Change policy|Switch to block)/ });
    assert.equal(await save.isDisabled(), true);
    await page.getByRole('radio', { name: /^block/ }).check();
    await page.getByText('mode: observe → block').waitFor();
    assert.equal(await save.isDisabled(), true);
    await page.getByLabel('Reason').fill('conflict');
    await save.click();
    await page.getByText('Somebody else changed the policy meanwhile.').waitFor();
    await page.getByLabel('Reason').fill('Tuning is done.');
    await save.click();
    await page.getByRole('button', { name: 'protection: block' }).waitFor();
    await page.locator('dialog').waitFor({ state: 'detached' });
  });
});

test('a viewer sees the policy and who may change it', async () => {
  await withApp({ operator: 'viewer' }, async (page, mock) => {
    await page.goto(`${mock.url}/traffic`);
    await page.getByRole('button', { name: 'protection: observe' }).click();
    await page
      .getByText(/Your role \(viewer\) may not change the shield's policy/)
      .first()
      .waitFor();
    assert.equal(await page.getByRole('radio', { name: /^block/ }).isDisabled(), true);
    assert.equal(await page.getByRole('button', { name: /^Change policy/ }).isDisabled(), true);
  });
});

test('a chosen theme is kept and in force before the first paint', async () => {
  await withApp({}, async (page, mock) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`${mock.url}/traffic`);
    await page.getByRole('button', { name: /^Operator/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'dark' }).click();
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await background(), 'rgb(16, 18, 20)');
    await page.reload({ waitUntil: 'commit' });
    await page.locator('body').waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark');
  });
});
