import { Dashboard } from '../pages/dashboard';
import { Northbank } from '../pages/northbank';
import { SignIn } from '../pages/sign-in';
import { demo } from '../support/demo';
import { expect, test } from '../support/stories';

test('signing out of an app signs out at the issuer too, and everywhere else', async ({ page, alice }) => {
  const signIn = new SignIn(page);
  await new Northbank(page).signIn(alice);
  await new Dashboard(page).overview();
  await page.goto(demo().northbank);
  await page.locator('summary.avatar').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(`${demo().northbank}/signed-out`);
  await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible();
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(signIn.heading()).toBeVisible();

  // No silent way back in, here or on the dashboard; the browser stays a known one.
  await page.goto(demo().account);
  await expect(signIn.heading()).toBeVisible();
  const names = (await page.context().cookies()).map((cookie) => cookie.name);
  expect(names.some((name) => name.endsWith('lh_sid'))).toBe(false);
  expect(names.some((name) => name.endsWith('lh_dev'))).toBe(true);
});
