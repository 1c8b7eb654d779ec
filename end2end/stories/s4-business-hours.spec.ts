import { ContextPanel } from '../pages/context-panel';
import { Dashboard } from '../pages/dashboard';
import { Ledgerly } from '../pages/ledgerly';
import { StepUp } from '../pages/step-up';
import { expect, settle, test } from '../support/stories';

test.describe('S4: approving invoices rests outside working hours', () => {
  test.afterEach(async ({ page }) => new ContextPanel(page).clock('Back to real time'));

  test('paused in the evening, active again at nine with nobody doing anything', async ({
    page,
    context,
    alice,
    scripts,
  }) => {
    const books = new Ledgerly(page);
    const panel = new ContextPanel(page);
    const stepUp = new StepUp(page);
    await panel.clock('Monday 09:00');
    await books.signIn(alice);
    await books.approve('INV-2041').click();
    await expect(books.invoice('INV-2041').getByText('Approved').or(stepUp.code())).toBeVisible();
    if (await stepUp.code().isVisible()) await stepUp.confirm(alice, 'Approve INV-2041');
    await expect(books.invoice('INV-2041')).toContainText('Approved');

    // Ten hours later it is evening.
    await panel.clock('One hour later', 10);
    const tab = await context.newPage();
    const dashboard = new Dashboard(tab);
    await dashboard.access();
    await expect(dashboard.app('Ledgerly')).toContainText(/Paused until .*09:00/);
    await expect(dashboard.restore('Ledgerly')).toHaveCount(0);
    await books.open();
    await books.approve('INV-2042').click();
    await expect(books.paused()).toBeVisible();
    await expect(page.getByRole('main')).toContainText('It is outside your working hours.');
    await expect(page.getByRole('main')).toContainText('Paused until');

    // Nine the next morning.
    await panel.clock('One hour later', 14);
    await settle(tab, scripts);
    await expect(dashboard.app('Ledgerly')).not.toContainText('Paused');
    await books.open();
    await books.approve('INV-2042').click();
    await expect(books.invoice('INV-2042').getByText('Approved').or(stepUp.code())).toBeVisible();
    if (await stepUp.code().isVisible()) await stepUp.confirm(alice, 'Approve INV-2042');
    await expect(books.invoice('INV-2042')).toContainText('Approved');
  });
});
