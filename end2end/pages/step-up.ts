import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '../support/demo';
import { freshCode } from '../support/totp';

/** The page that names what is confirmed, and asks for the strongest way there is. */
export class StepUp {
  constructor(readonly page: Page) {}

  readonly code = () => this.page.getByLabel('Code from your authenticator app');
  readonly passkey = () => this.page.getByRole('button', { name: 'Continue with passkey' });
  /** The link to a way that is not open. */
  readonly another = (way: string) =>
    this.page.getByRole('navigation', { name: 'Use another way' }).getByRole('link', { name: way });
  readonly number = () => this.page.getByLabel('Number on the new device');
  readonly error = () => this.page.getByRole('alert');
  readonly cancel = () => this.page.getByRole('button', { name: /^Cancel/ });
  /** Value of one line of what is confirmed. */
  readonly fact = (name: string): Locator =>
    this.page.locator('.fact', { has: this.page.getByText(name, { exact: true }) }).getByRole('definition');

  async shows(heading: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  }

  async confirm(person: Person, button: string): Promise<void> {
    await this.code().fill(await freshCode(person.totp_secret));
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }
}
