import { expect, test } from '@playwright/test';
import { plain } from '../support/plain';
import { freshCode } from '../support/totp';

test('the link sets the first administrator up, once', async ({ page }) => {
  await page.goto(plain().setup_link);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByLabel('Sign-in name').fill('root-of-trust');
  await page.getByLabel('Your name').fill('First Admin');
  await page.getByLabel('Password', { exact: true }).fill('quiet meadow telescope');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Add an authenticator app' })).toBeVisible();
  const secret = (await page.locator('code').first().textContent() ?? '').replace(/\s/g, '');
  await page.getByLabel('Code from the app').fill(await freshCode(secret));
  await page.getByRole('button', { name: 'Add this app' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'All is well, First.' })).toBeVisible();

  // The device and the proof of the set-up count; another code is asked at most.
  await page.goto(plain().admin);
  const log = page.getByRole('heading', { level: 1, name: 'Revocation log' });
  const code = page.getByLabel('Code from your authenticator app');
  await expect(log.or(code)).toBeVisible();
  if (await code.isVisible()) {
    await code.fill(await freshCode(secret));
    await page.getByRole('button', { name: "Confirm it's you" }).click();
  }
  await expect(log).toBeVisible();

  expect((await page.goto(plain().setup_link))?.status()).toBe(410);
});
