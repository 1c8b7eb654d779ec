import { expect, type Page } from '@playwright/test';
import { demo, type Person } from '../support/demo';
import { freshCode } from '../support/totp';

/** "Ways to prove it's you" on the dashboard, and the issuer's pages behind it. */
export class Ways {
  constructor(readonly page: Page) {}

  readonly heading = () => this.page.getByRole('heading', { level: 1, name: "Ways to prove it's you" });
  /** One way, by its name or what it is. */
  readonly way = (name: string) =>
    this.page.getByRole('listitem').filter({ has: this.page.getByText(name, { exact: true }) });
  readonly confirmHeading = () => this.page.getByRole('heading', { level: 1, name: "Confirm it's you" });
  readonly codes = () => this.page.locator('#recovery-codes code');

  async open(): Promise<void> {
    await this.page.goto(`${demo().account}/ways`);
    await expect(this.heading()).toBeVisible();
  }

  /** Begins to add or change something. */
  async begin(link: string): Promise<void> {
    await this.page.getByRole('link', { name: link, exact: true }).click();
  }

  /** Proves it with a code of the app. */
  async confirm(person: Person): Promise<void> {
    await expect(this.confirmHeading()).toBeVisible();
    await this.page.getByLabel('Code from your authenticator app').fill(await freshCode(person.totp_secret));
    await this.page.getByRole('button', { name: "Confirm it's you" }).click();
  }

  /** On the page of a new passkey. */
  async addPasskey(name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: 'Add a passkey' })).toBeVisible();
    await this.page.getByLabel('Name of this passkey').fill(name);
    await this.page.getByRole('button', { name: 'Add this passkey' }).click();
  }

  /** Proves it with a recovery code, on the page that asks. */
  async recover(code: string): Promise<void> {
    await expect(this.confirmHeading()).toBeVisible();
    await this.page.getByRole('link', { name: /^I have none of these/ }).click();
    await this.page.getByLabel('Recovery code').fill(code);
    await this.page.getByRole('button', { name: 'Use this code' }).click();
  }
}
