import { Dashboard } from '../pages/dashboard';
import { Northbank, PAYMENT } from '../pages/northbank';
import { SignIn } from '../pages/sign-in';
import { StepUp } from '../pages/step-up';
import { demo } from '../support/demo';
import { DEVICES, expect, settle, test } from '../support/stories';

test('S3: a new device gets no sensitive scope until a trusted one confirms it', async ({
  page,
  alice,
  elsewhere,
  scripts,
}) => {
  await new Northbank(page).signIn(alice);
  const trusted = new Dashboard(page);
  await trusted.devices();
  await expect(page.getByText('No other devices are signed in.')).toBeVisible();

  // Another browser, with only the password.
  const other = await elsewhere(DEVICES.firefox.userAgent);
  const bank = new Northbank(other);
  await other.goto(demo().northbank);
  await new SignIn(other).as(alice);
  const allow = other.getByRole('button', { name: 'Allow Northbank' });
  await expect(bank.hello().or(allow)).toBeVisible();
  if (await allow.isVisible()) await allow.click();
  await expect(bank.account()).toBeVisible();
  await bank.fill(PAYMENT);
  await bank.send().click();
  await expect(bank.refused()).toBeVisible();
  await expect(other.getByRole('main')).toContainText('a device that you have not confirmed yet');

  // It cannot confirm itself.
  const unconfirmed = new Dashboard(other);
  await unconfirmed.access();
  await expect(other.getByText('Confirm this device on one you already trust', { exact: false }).first()).toBeVisible();
  await expect(unconfirmed.restore('Northbank')).toHaveCount(0);
  const number = await unconfirmed.number();
  expect(number).toMatch(/^\d{2}$/);
  await unconfirmed.devices();
  await expect(unconfirmed.wasMe()).toHaveCount(0);

  // The first one is told.
  await settle(page, scripts);
  await expect(page.getByRole('heading', { name: DEVICES.firefox.name })).toBeVisible();
  if (!scripts) {
    // Without a key its cookie may be a copy: it confirms nothing, says why, and can still say that it was not her.
    await expect(page.getByText('Turn on JavaScript and sign in here again', { exact: false })).toBeVisible();
    await expect(trusted.wasMe()).toHaveCount(0);
    await expect(page.getByRole('link', { name: "This wasn't me" })).toBeVisible();
    return;
  }

  // It confirms it with a code and the number.
  await trusted.wasMe().click();
  const stepUp = new StepUp(page);
  await stepUp.shows(`Confirm ${DEVICES.firefox.name} is yours`);
  await stepUp.number().fill(number);
  await stepUp.confirm(alice, "Yes, it's mine");
  await expect(trusted.confirmed()).toBeVisible();

  await unconfirmed.access();
  await expect(unconfirmed.app('Northbank')).not.toContainText('Needs you');
  await bank.fill(PAYMENT);
  await bank.send().click();
  await new StepUp(other).confirm(alice, 'Send €250.00');
  await expect(bank.sent()).toBeVisible();
});
