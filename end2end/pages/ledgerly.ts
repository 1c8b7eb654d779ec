import { expect, type Page } from '@playwright/test';
import { demo, type Person } from '../support/demo';
import { Consent } from './consent';
import { SignIn } from './sign-in';

/** The demo bookkeeping. */
export class Ledgerly {
  constructor(readonly page: Page) {}

  readonly heading = () => this.page.getByRole('heading', { level: 1, name: 'Invoices' });
  readonly invoice = (number: string) => this.page.getByRole('listitem').filter({ hasText: number });
  readonly approve = (number: string) => this.page.getByRole('button', { name: `Approve ${number}`, exact: true });
  readonly paused = () => this.page.getByRole('heading', { name: 'Approving invoices is paused' });

  async signIn(person: Person): Promise<void> {
    await this.page.goto(demo().ledgerly);
    await new SignIn(this.page).as(person);
    await new Consent(this.page).allow('Ledgerly');
    await expect(this.heading()).toBeVisible();
  }

  async open(): Promise<void> {
    await this.page.goto(demo().ledgerly);
    await expect(this.heading()).toBeVisible();
  }
}
