import { expect, type Page } from '@playwright/test';
import { demo } from '../support/demo';

/** A person's own view of their access. Whoever is signed in to an app is signed in here. */
export class Dashboard {
  constructor(readonly page: Page) {}

  /** The card of an app, as it stands on this device. */
  readonly app = (name: string) => this.page.getByRole('region', { name: `${name} This device`, exact: true });
  readonly restore = (app: string) => this.page.getByRole('button', { name: `Restore ${app}` });
  readonly restored = () => this.page.getByText('Restored. Your usual confirmations stay as they are.');
  readonly confirmed = () => this.page.getByText('Confirmed. The device can now do what you allowed there.');
  /** What a new device shows and the trusted one asks for. */
  readonly number = async (): Promise<string> =>
    (await this.page.locator('[data-number]').first().innerText()).replace(/\D/g, '');
  readonly wasMe = () => this.page.getByRole('button', { name: 'This was me' });

  async overview(): Promise<void> {
    await this.page.goto(demo().account);
    await expect(this.page.getByRole('main')).toBeVisible();
  }

  async access(): Promise<void> {
    await this.page.goto(`${demo().account}/access`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Access & apps' })).toBeVisible();
  }

  async activity(): Promise<void> {
    await this.page.goto(`${demo().account}/activity`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  }

  async devices(): Promise<void> {
    await this.page.goto(`${demo().account}/devices`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Devices & sessions' })).toBeVisible();
  }
}
