import { ContextPanel } from '../pages/context-panel';
import { Dashboard } from '../pages/dashboard';
import { Northbank, PAYMENT } from '../pages/northbank';
import { StepUp } from '../pages/step-up';
import { countSignIns, expect, settle, test } from '../support/stories';

test('S2: leaving the region takes one scope, says why, and a step-up gives it back', async ({
  page,
  context,
  alice,
  scripts,
}) => {
  const bank = new Northbank(page);
  const stepUp = new StepUp(page);
  const dashboard = new Dashboard(page);
  await bank.signIn(alice);
  await bank.fill(PAYMENT);
  await bank.send().click();
  await stepUp.confirm(alice, 'Send €250.00');
  await expect(bank.sent()).toBeVisible();
  const signIns = countSignIns(page);

  // The dashboard in a second tab, where the withdrawal will show.
  const tab = await context.newPage();
  const watching = new Dashboard(tab);
  await watching.overview();
  await expect(tab.getByRole('heading', { level: 1, name: 'All is well, Alice.' })).toBeVisible();

  await new ContextPanel(page).moveTo('Brazil');
  await bank.open();
  await expect(bank.account()).toContainText('€3,998.17');

  await bank.fill({ ...PAYMENT, to: 'Bakery', amount: '12.50' });
  await bank.send().click();
  await expect(bank.refused()).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Your connection moved to Brazil');
  await expect(page.getByRole('main')).toContainText('Needs you');

  await settle(tab, scripts);
  await expect(tab.getByRole('heading', { level: 1, name: 'One permission needs you, Alice.' })).toBeVisible();
  await expect(tab.getByRole('heading', { name: 'Sending money is off in Northbank' })).toBeVisible();

  await bank.wayBack().click();
  await expect(dashboard.app('Northbank')).toContainText('Limited');
  await expect(dashboard.app('Northbank')).toContainText('Your connection moved to Brazil');
  await dashboard.restore('Northbank').click();
  await stepUp.shows("Confirm it's you to turn this back on");
  await expect(page.getByRole('listitem').filter({ hasText: 'Sending money in Northbank' })).toBeVisible();
  await stepUp.confirm(alice, 'Turn it back on');
  await expect(dashboard.restored()).toBeVisible();
  await expect(dashboard.app('Northbank')).not.toContainText('Needs you');

  // Restored is not elevated: the payment has its usual confirmation, and only that.
  await bank.fill({ ...PAYMENT, to: 'Bakery', amount: '12.50' });
  await bank.send().click();
  await stepUp.shows("Confirm it's you to send €12.50");
  await stepUp.confirm(alice, 'Send €12.50');
  await expect(bank.sent()).toBeVisible();

  // Still in Brazil, and the hold does not come back.
  await bank.open();
  await expect(bank.account()).toContainText('€3,985.67');
  await dashboard.access();
  await expect(dashboard.app('Northbank')).not.toContainText('Needs you');
  await bank.fill({ ...PAYMENT, to: 'Florist', amount: '5' });
  await bank.send().click();
  // Nothing but a key tells this browser from a copy of its cookie.
  if (!scripts) await stepUp.confirm(alice, 'Send €5.00');
  await expect(bank.sent()).toBeVisible();
  expect(signIns(), 'times asked to sign in again').toBe(0);
});
