import { readFile } from 'node:fs/promises';
import { Northbank } from '../pages/northbank';
import { SignIn } from '../pages/sign-in';
import { Ways } from '../pages/ways';
import { demo } from '../support/demo';
import { expect, test } from '../support/stories';

test('recovery codes are kept in three ways, and each leads to a new way once', async ({ page, alice, elsewhere, scripts }) => {
  const ways = new Ways(page);
  await new Northbank(page).signIn(alice);
  await ways.open();
  await expect(page.getByText('If you lost your devices today', { exact: false })).toBeVisible();
  await ways.begin('Make recovery codes');
  await ways.confirm(alice);
  await page.getByRole('button', { name: 'Make ten codes' }).click();
  await expect(ways.codes()).toHaveCount(10);
  const codes = await ways.codes().allInnerTexts();
  expect(new Set(codes).size).toBe(10);

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
  expect(file.suggestedFilename()).toBe('leasehold-recovery-codes.txt');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain(codes.join('\n'));
  if (scripts) {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect(page.getByText('Copied.')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'));
    await expect(page.getByRole('button', { name: 'Print' })).toBeVisible();
  }
  await page.getByRole('button', { name: 'I have saved them' }).click();
  await expect(ways.way('Recovery codes')).toContainText('10 codes left');
  await page.goBack();
  await page.goto(`${demo().issuer}/factors/recovery-codes.txt`);
  await expect(page.getByText('Your 10 unused codes stop working.')).toBeVisible();

  // Everything is lost but the paper.
  for (const [code, accepted] of [
    [codes[0]!.toLowerCase(), true],
    [codes[0]!, false],
  ] as const) {
    const other = await elsewhere();
    await other.goto(demo().account);
    await new SignIn(other).as(alice);
    await expect(other.getByRole('heading', { level: 1, name: /, Alice\.$/ })).toBeVisible();
    const lost = new Ways(other);
    await lost.open();
    await lost.begin('Add a passkey');
    await lost.recover(code);
    if (accepted) {
      await expect(other.getByText('it counts in 1 day', { exact: false })).toBeVisible();
    } else {
      await expect(other.getByRole('alert')).toHaveText('That is not one of your unused codes.');
    }
  }
  await ways.open();
  await expect(ways.way('Recovery codes')).toContainText('9 codes left');
});
