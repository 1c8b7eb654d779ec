import { expect, type Page } from '@playwright/test';
import { demo, type Person } from '../support/demo';
import { Consent } from './consent';
import { SignIn } from './sign-in';

export interface Payment {
  to: string;
  account: string;
  amount: string;
  reference?: string;
}

/** €250, to a shop. */
export const PAYMENT: Payment = { to: 'Shop BV', account: 'NL91 ABNA 0417 1643 00', amount: '250', reference: 'Order 7' };

/** The demo bank. */
export class Northbank {
  constructor(readonly page: Page) {}

  readonly hello = () => this.page.getByRole('heading', { level: 1, name: /^Hello, / });
  readonly account = (name = 'Everyday account') => this.page.getByRole('region', { name });
  readonly payments = (to: string) => this.account().getByRole('listitem').filter({ hasText: to });
  readonly sent = () => this.page.getByRole('heading', { level: 1, name: 'Sent' });
  readonly refused = () => this.page.getByRole('heading', { name: 'Nothing was sent' });
  readonly wayBack = () => this.page.getByRole('link', { name: 'See why and turn it back on' });

  /** Opens it for the first time: sign-in and consent come first. */
  async signIn(person: Person): Promise<void> {
    await this.page.goto(demo().northbank);
    await new SignIn(this.page).as(person);
    await new Consent(this.page).allow('Northbank');
    await expect(this.hello()).toBeVisible();
  }

  async open(): Promise<void> {
    await this.page.goto(demo().northbank);
    await expect(this.hello()).toBeVisible();
  }

  /** Fills the form in; sending is up to the story. */
  async fill(payment: Payment): Promise<void> {
    await this.page.goto(`${demo().northbank}/payments/new`);
    await this.page.getByLabel('To', { exact: true }).fill(payment.to);
    await this.page.getByLabel('Account number (IBAN)').fill(payment.account);
    await this.page.getByLabel('Amount in euros').fill(payment.amount);
    await this.page.getByLabel('Reference (optional)').fill(payment.reference ?? '');
  }

  readonly send = () => this.page.getByRole('button', { name: 'Send money' });
}
