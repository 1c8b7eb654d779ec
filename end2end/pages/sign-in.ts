import { expect, type Page } from '@playwright/test';
import type { Person } from '../support/demo';

/** The issuer's sign-in, one field at a time. */
export class SignIn {
  constructor(readonly page: Page) {}

  readonly heading = () => this.page.getByRole('heading', { level: 1, name: 'Sign in' });
  readonly error = () => this.page.getByRole('alert');

  async as(person: Person, password = person.password): Promise<void> {
    await expect(this.heading()).toBeVisible();
    await this.page.getByLabel('Sign-in name').fill(person.username);
    await this.page.getByRole('button', { name: 'Next' }).click();
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }
}
