import { expect, type Page } from '@playwright/test';
import { demo, type Person } from '../support/demo';
import { SignIn } from './sign-in';
import { StepUp } from './step-up';

/** Everyone's revocation log. */
export class AdminLog {
  constructor(readonly page: Page) {}

  readonly heading = () => this.page.getByRole('heading', { level: 1, name: 'Revocation log' });
  readonly rows = () => this.page.locator('tbody').getByRole('row');

  /** Administration asks for a code at the sign-in already. */
  async signIn(admin: Person): Promise<void> {
    await this.page.goto(demo().admin);
    await new SignIn(this.page).as(admin);
    const stepUp = new StepUp(this.page);
    await expect(this.heading().or(stepUp.code())).toBeVisible();
    if (await stepUp.code().isVisible()) await stepUp.confirm(admin, "Confirm it's you");
    await expect(this.heading()).toBeVisible();
  }

  async filter(choice: { person?: string; rule?: string }): Promise<void> {
    await this.page.goto(demo().admin);
    if (choice.person) await this.page.getByLabel('Person').fill(choice.person);
    if (choice.rule) await this.page.getByLabel('Rule').selectOption(choice.rule);
    await this.page.getByRole('button', { name: 'Filter' }).click();
    await expect(this.heading()).toBeVisible();
  }
}
