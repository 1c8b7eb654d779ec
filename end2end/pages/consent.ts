import { expect, type Page } from '@playwright/test';

/** What an app may do, asked once per app. */
export class Consent {
  constructor(readonly page: Page) {}

  async allow(app: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: `${app} asks for access` })).toBeVisible();
    await this.page.getByRole('button', { name: `Allow ${app}` }).click();
  }
}
