import { expect, type Browser, type Page } from '@playwright/test';
import { ContextPanel } from '../pages/context-panel';
import { AdminLog } from '../pages/admin-log';
import { Ledgerly } from '../pages/ledgerly';
import { Northbank, PAYMENT } from '../pages/northbank';
import { SignIn } from '../pages/sign-in';
import { StepUp } from '../pages/step-up';
import { Ways } from '../pages/ways';
import { demo, newPerson } from './demo';
import { DEVICES } from './stories';

/** Called for each page and state, once it is shown. */
export type Look = (name: string, page: Page) => Promise<void>;

/** Walks through every page of the product and shows it in the states that people meet. */
export async function everyPage(browser: Browser, look: Look): Promise<void> {
  const alice = await newPerson('Alice Visser');
  const open = (userAgent?: string) =>
    browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Amsterdam', userAgent }).then((context) => context.newPage());
  const page = await open();
  const show = async (name: string, address: string) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(name, page);
  };

  await show('issuer-home', demo().issuer);
  await show('issuer-signed-out', `${demo().issuer}/signed-out`);
  await show('issuer-not-found', `${demo().issuer}/nothing-here`);
  await show('demo-context', `${demo().issuer}/demo/context`);
  await show('sign-in-failed', `${demo().northbank}/sign-in-failed?code=denied`);
  await show('demo-people', `${demo().issuer}/demo/people`);

  await page.goto(demo().northbank);
  await expect(page.getByLabel('Sign-in name')).toBeVisible();
  await look('sign-in-name', page);
  await page.getByLabel('Sign-in name').fill(alice.username);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  await look('sign-in-password', page);
  await page.getByLabel('Password').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(new SignIn(page).error()).toBeVisible();
  await look('sign-in-wrong', page);
  await page.getByLabel('Password').fill(alice.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Allow Northbank' })).toBeVisible();
  await look('consent', page);
  await page.getByRole('button', { name: 'Allow Northbank' }).click();
  const bank = new Northbank(page);
  await expect(bank.hello()).toBeVisible();
  await look('northbank-accounts', page);

  const ways = new Ways(page);
  await show('dashboard-ways', `${demo().account}/ways`);
  await ways.begin('Add a passkey');
  await expect(ways.confirmHeading()).toBeVisible();
  await look('factors-confirm', page);
  await ways.confirm(alice);
  await expect(page.getByRole('heading', { level: 1, name: 'Add a passkey' })).toBeVisible();
  await look('factors-passkey', page);
  await show('factors-authenticator', `${demo().issuer}/factors/totp`);
  await show('factors-recovery-codes', `${demo().issuer}/factors/recovery-codes`);
  await page.getByRole('button', { name: 'Make ten codes' }).click();
  await expect(ways.codes()).toHaveCount(10);
  await look('factors-recovery-codes-shown', page);
  await page.getByRole('button', { name: 'I have saved them' }).click();
  await expect(ways.heading()).toBeVisible();
  await look('dashboard-ways-codes', page);
  await ways.begin('Remove Authenticator app');
  await expect(page.getByLabel('I am sure')).toBeVisible();
  await look('factors-remove', page);

  await bank.fill(PAYMENT);
  await look('northbank-form', page);
  await page.getByLabel('Account number (IBAN)').fill('NL00 NONE');
  await bank.send().click();
  await expect(page.getByRole('alert')).toBeVisible();
  await look('northbank-form-wrong', page);
  await bank.fill(PAYMENT);
  await bank.send().click();
  const stepUp = new StepUp(page);
  await expect(stepUp.code()).toBeVisible();
  await look('step-up-payment', page);
  await stepUp.cancel().click();
  await expect(page.getByRole('alert')).toBeVisible();
  await look('northbank-cancelled', page);
  await bank.send().click();
  await stepUp.confirm(alice, 'Send €250.00');
  await expect(bank.sent()).toBeVisible();
  await look('northbank-sent', page);

  await show('dashboard-overview-fine', demo().account);
  await show('dashboard-activity', `${demo().account}/activity`);

  // A second browser, which may do nothing sensitive yet.
  const other = await open(DEVICES.firefox.userAgent);
  await other.goto(demo().northbank);
  await new SignIn(other).as(alice);
  const allow = other.getByRole('button', { name: 'Allow Northbank' });
  await expect(new Northbank(other).hello().or(allow)).toBeVisible();
  if (await allow.isVisible()) await allow.click();
  await expect(new Northbank(other).hello()).toBeVisible();
  await other.goto(`${demo().account}/access`);
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await look('dashboard-access-new-device', other);
  await show('dashboard-devices', `${demo().account}/devices`);
  await page.getByRole('link', { name: "This wasn't me" }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look('dashboard-block', page);
  await page.goBack();
  await page.getByRole('button', { name: 'This was me' }).click();
  await expect(stepUp.number()).toBeVisible();
  await look('step-up-device', page);

  await new ContextPanel(page).moveTo('Brazil');
  await bank.fill(PAYMENT);
  await bank.send().click();
  await expect(bank.refused()).toBeVisible();
  await look('northbank-refused', page);
  await show('dashboard-overview-needs', demo().account);
  await show('dashboard-access', `${demo().account}/access`);
  await page.getByRole('button', { name: 'Restore Northbank' }).click();
  await expect(stepUp.code()).toBeVisible();
  await look('step-up-restore', page);
  await stepUp.cancel().click();
  await expect(page.getByRole('alert')).toBeVisible();
  await look('dashboard-access-cancelled', page);
  await page.getByRole('button', { name: 'Restore Northbank' }).click();
  await stepUp.confirm(alice, 'Turn it back on');
  await expect(page.getByText('Restored.', { exact: false })).toBeVisible();
  await look('dashboard-access-restored', page);

  await page.goto(demo().ledgerly);
  await page.getByRole('button', { name: 'Allow Ledgerly' }).click();
  await expect(new Ledgerly(page).heading()).toBeVisible();
  await look('ledgerly', page);

  // What her mailbox gives back to the second browser.
  await other.goto(demo().ledgerly);
  const invoices = new Ledgerly(other).heading();
  const allowInvoices = other.getByRole('button', { name: 'Allow Ledgerly' });
  await expect(invoices.or(allowInvoices)).toBeVisible();
  if (await allowInvoices.isVisible()) await allowInvoices.click();
  await expect(invoices).toBeVisible();
  await other.goto(`${demo().account}/access`);
  await other.getByRole('button', { name: 'Send me a link by mail' }).click();
  await expect(other.getByText('We sent you a link.', { exact: false })).toBeVisible();
  await look('dashboard-access-link-sent', other);
  const link = other.locator(`[data-mail="${alice.username}@mail.example"]`).getByRole('link', { name: '/confirm-device/' });
  await expect(async () => {
    await other.goto(`${demo().issuer}/demo/outbox`);
    await expect(link.first()).toBeVisible({ timeout: 500 });
  }).toPass();
  const address = await link.first().getAttribute('href');
  await show('device-link-elsewhere', address ?? '');
  await other.goto(address ?? '');
  await expect(other.getByRole('button', { name: 'Confirm', exact: true })).toBeVisible();
  await look('device-link', other);
  await other.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(other.getByText('Confirmed by mail.', { exact: false })).toBeVisible();
  await look('dashboard-access-known', other);

  await page.goto(demo().admin);
  await expect(page.getByRole('heading', { level: 1, name: "You don't have access to this page" })).toBeVisible();
  await look('admin-forbidden', page);
  const log = new AdminLog(await open());
  await log.signIn(await newPerson('Ada Admin', 'admin'));
  await look('admin-log', log.page);
  await log.filter({ person: 'nobody at all' });
  await look('admin-log-empty', log.page);

  await page.goto(`${demo().issuer}/sign-out`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look('issuer-sign-out', page);
  await bank.open();
  await page.locator('summary.avatar').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible();
  await look('northbank-signed-out', page);

  // A slip of the finger in her own browser.
  await page.goto(demo().account);
  await new SignIn(page).as(alice, 'not this one');
  await expect(new SignIn(page).error()).toBeVisible();
  await page.getByLabel('Password').fill(alice.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Alice\.$/ })).toBeVisible();
  await page.goto(`${demo().account}/activity`);
  await expect(page.getByRole('heading', { name: 'Unusual activity' })).toBeVisible();
  await look('dashboard-activity-unusual', page);
}
