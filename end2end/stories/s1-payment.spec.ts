import { Northbank, PAYMENT } from '../pages/northbank';
import { StepUp } from '../pages/step-up';
import { expect, test } from '../support/stories';
import { freshCode, wrongCode } from '../support/totp';

test.describe('S1: a payment asks for exactly that payment, and happens once', () => {
  test('sign in, see accounts, send €250 with a code', async ({ page, alice }) => {
    const bank = new Northbank(page);
    const stepUp = new StepUp(page);
    await bank.signIn(alice);
    await expect(bank.account()).toContainText('€4,248.17');

    await bank.fill(PAYMENT);
    await bank.send().dblclick();
    await stepUp.shows("Confirm it's you to send €250.00");
    await expect(stepUp.fact('To')).toHaveText('Shop BV');
    await expect(stepUp.fact('Account')).toHaveText('NL91 ABNA 0417 1643 00');
    await expect(stepUp.fact('App')).toHaveText('Northbank');

    await stepUp.confirm(alice, 'Send €250.00');
    await expect(bank.sent()).toBeVisible();
    await page.reload();
    await expect(bank.sent()).toBeVisible();
    await page.goBack();
    await bank.open();
    await expect(bank.payments('Shop BV')).toHaveCount(1);
    await expect(bank.account()).toContainText('€3,998.17');
  });

  test('confirming twice sends once', async ({ page, alice }) => {
    const bank = new Northbank(page);
    await bank.signIn(alice);
    await bank.fill(PAYMENT);
    await bank.send().click();
    const stepUp = new StepUp(page);
    await stepUp.shows("Confirm it's you to send €250.00");
    await stepUp.code().fill(await freshCode(alice.totp_secret));
    await page.getByRole('button', { name: 'Send €250.00', exact: true }).dblclick();
    await expect(stepUp.code()).toBeHidden();
    // Whichever of the two answers the browser shows, the money went once.
    await expect(async () => {
      await bank.open();
      await expect(bank.payments('Shop BV')).toHaveCount(1, { timeout: 1_000 });
    }).toPass();
    await expect(bank.account()).toContainText('€3,998.17');
  });

  test('a second payment within five minutes is not asked again, where a key is proved', async ({
    page,
    alice,
    scripts,
  }) => {
    const bank = new Northbank(page);
    await bank.signIn(alice);
    await bank.fill(PAYMENT);
    await bank.send().click();
    await new StepUp(page).confirm(alice, 'Send €250.00');
    await expect(bank.sent()).toBeVisible();
    await bank.fill({ ...PAYMENT, to: 'Bakery', amount: '12.50' });
    await bank.send().click();
    // Nothing but a key tells this browser from a copy of its cookie.
    if (!scripts) await new StepUp(page).confirm(alice, 'Send €12.50');
    await expect(bank.sent()).toBeVisible();
    await bank.open();
    await expect(bank.account()).toContainText('€3,985.67');
  });

  test('extra access ends on click, and the next payment asks again', async ({ page, alice, scripts }) => {
    const bank = new Northbank(page);
    const stepUp = new StepUp(page);
    await bank.signIn(alice);
    await bank.fill(PAYMENT);
    await bank.send().click();
    await stepUp.confirm(alice, 'Send €250.00');
    await expect(bank.sent()).toBeVisible();
    if (scripts) {
      await expect(page.getByText('Extra access')).toBeVisible();
      await page.getByRole('button', { name: 'End now' }).click();
    }
    await expect(page.getByText('Extra access')).toBeHidden();
    await expect(bank.sent()).toBeVisible();
    await bank.fill({ ...PAYMENT, to: 'Bakery', amount: '12.50' });
    await bank.send().click();
    await stepUp.shows("Confirm it's you to send €12.50");
  });

  test('a wrong code says how many tries are left; cancelling sends nothing and keeps the form', async ({ page, alice }) => {
    const bank = new Northbank(page);
    const stepUp = new StepUp(page);
    await bank.signIn(alice);
    await bank.fill(PAYMENT);
    await bank.send().click();
    await stepUp.code().fill(wrongCode(alice.totp_secret));
    await page.getByRole('button', { name: 'Send €250.00', exact: true }).click();
    await expect(stepUp.error()).toContainText(/tries left|one try left/);

    await stepUp.cancel().click();
    await expect(page.getByRole('alert')).toHaveText('The payment was not sent. You cancelled the confirmation.');
    await expect(page).toHaveTitle(/^The payment was not sent\./);
    await expect(page.getByLabel('To', { exact: true })).toHaveValue(PAYMENT.to);
    await expect(page.getByLabel('Amount in euros')).toHaveValue('250.00');

    // The form is as good as before.
    await bank.send().click();
    await stepUp.shows("Confirm it's you to send €250.00");
    await stepUp.cancel().click();
    // Back first: a browser drops the way it is on for the next one.
    await expect(page.getByRole('alert')).toHaveText('The payment was not sent. You cancelled the confirmation.');
    await bank.open();
    await expect(bank.account()).toContainText('€4,248.17');
  });
});
