import { AdminLog } from '../pages/admin-log';
import { ContextPanel } from '../pages/context-panel';
import { Dashboard } from '../pages/dashboard';
import { Northbank, PAYMENT } from '../pages/northbank';
import { SignIn } from '../pages/sign-in';
import { StepUp } from '../pages/step-up';
import { demo, newPerson } from '../support/demo';
import { expect, settle, test } from '../support/stories';

test.describe('S5: the revocation log', () => {
  test('an administrator sees what was withdrawn and given back, by person and rule', async ({
    page,
    alice,
    elsewhere,
  }) => {
    const bank = new Northbank(page);
    await bank.signIn(alice);
    await new ContextPanel(page).moveTo('Brazil');
    await bank.fill(PAYMENT);
    await bank.send().click();
    await expect(bank.refused()).toBeVisible();
    const dashboard = new Dashboard(page);
    await dashboard.access();
    await dashboard.restore('Northbank').click();
    await new StepUp(page).confirm(alice, 'Turn it back on');
    await expect(dashboard.restored()).toBeVisible();

    const log = new AdminLog(await elsewhere());
    await log.signIn(await newPerson('Ada Admin', 'admin'));
    await log.filter({ person: alice.username, rule: 'Left the region' });
    const withdrawn = log.rows().filter({ hasText: 'Withdrawn: payments.write' });
    await expect(withdrawn).toHaveCount(1);
    await expect(withdrawn).toContainText('Restored');
    await expect(withdrawn).toContainText('Alice Visser');
    await withdrawn.getByText('Facts').click();
    await expect(withdrawn).toContainText('country=BR');
    await expect(log.page).toHaveURL(/rule=left_region/);

    await log.filter({ person: alice.username, rule: 'Business hours' });
    await expect(log.page.getByText('No entries match.')).toBeVisible();
  });

  test('what happens appears in an open log, within its filter', async ({ page, alice, elsewhere, scripts }) => {
    const bank = new Northbank(page);
    await bank.signIn(alice);
    const log = new AdminLog(await elsewhere());
    await log.signIn(await newPerson('Ada Admin', 'admin'));
    await log.filter({ person: alice.username, rule: 'Left the region' });
    await expect(log.page.getByText('No entries match.')).toBeVisible();

    await new ContextPanel(page).moveTo('Brazil');
    await bank.fill(PAYMENT);
    await bank.send().click();
    await expect(bank.refused()).toBeVisible();
    await settle(log.page, scripts);
    await expect(log.rows()).toHaveCount(1);
    await expect(log.rows()).toContainText('Withdrawn: payments.write');
    await expect(log.page).toHaveURL(/rule=left_region/);
  });

  test('a user gets 403 there', async ({ page, alice }) => {
    await page.goto(demo().admin);
    const answers: number[] = [];
    page.on('response', (response) => {
      if (response.url().startsWith(demo().admin) && response.request().isNavigationRequest()) answers.push(response.status());
    });
    await new SignIn(page).as(alice);
    await expect(page.getByRole('heading', { level: 1, name: "You don't have access to this page" })).toBeVisible();
    expect(answers.at(-1)).toBe(403);
    await expect(page.getByText('Revocation log')).toHaveCount(0);
  });
});
