import { ContextPanel } from '../pages/context-panel';
import { Dashboard } from '../pages/dashboard';
import { Northbank } from '../pages/northbank';
import { expect, settle, test } from '../support/stories';

test('the device chosen on the panel takes access away and gives it back, on every host', async ({
  page,
  context,
  alice,
  scripts,
}) => {
  await new Northbank(page).signIn(alice);
  const tab = await context.newPage();
  const dashboard = new Dashboard(tab);
  await dashboard.access();
  await expect(dashboard.app('Northbank')).not.toContainText('Needs you');

  const panel = new ContextPanel(page);
  await panel.become('A new device');
  await settle(tab, scripts);
  await expect(dashboard.app('Northbank')).toContainText('Needs you');

  for (const trusted of ['Trusted laptop', 'This browser'] as const) {
    await panel.become(trusted);
    await settle(tab, scripts);
    await expect(dashboard.app('Northbank')).not.toContainText('Needs you');
    await panel.become('A new device');
    await settle(tab, scripts);
    await expect(dashboard.app('Northbank')).toContainText('Needs you');
  }
});
