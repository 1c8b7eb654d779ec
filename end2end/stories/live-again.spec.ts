import { ContextPanel } from '../pages/context-panel';
import { Dashboard } from '../pages/dashboard';
import { Northbank } from '../pages/northbank';
import { expect, test } from '../support/stories';

test('a page whose stream broke tries again, and catches up with what it missed', async ({
  page,
  context,
  alice,
}) => {
  await new Northbank(page).signIn(alice);

  // A server that is just starting answers, but with no stream; the browser would give up on that for good.
  const tab = await context.newPage();
  let starting = true;
  let tries = 0;
  await tab.route('**/bff/events', (route) => {
    tries += 1;
    return starting ? route.fulfill({ status: 503 }) : route.continue();
  });
  const dashboard = new Dashboard(tab);
  await dashboard.access();
  await expect.poll(() => tries, { timeout: 20_000 }).toBeGreaterThan(1);

  await new ContextPanel(page).become('A new device');
  await expect(dashboard.app('Northbank')).not.toContainText('Needs you');
  starting = false;
  await expect(dashboard.app('Northbank')).toContainText('Needs you', { timeout: 40_000 });

  // From here on it listens again.
  await new ContextPanel(page).become('This browser');
  await expect(dashboard.app('Northbank')).not.toContainText('Needs you');
});
