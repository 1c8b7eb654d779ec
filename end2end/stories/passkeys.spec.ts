import { Dashboard } from '../pages/dashboard';
import { Northbank, PAYMENT } from '../pages/northbank';
import { SignIn } from '../pages/sign-in';
import { StepUp } from '../pages/step-up';
import { Ways } from '../pages/ways';
import { Authenticator } from '../support/authenticator';
import { expectAccessible } from '../support/axe';
import { demo } from '../support/demo';
import { expect, test } from '../support/stories';

test.describe('a passkey', () => {
  test('is added, confirms a payment, and signs in without a name', async ({ page, alice, elsewhere }) => {
    const bank = new Northbank(page);
    const ways = new Ways(page);
    await bank.signIn(alice);
    await ways.open();
    await expect(ways.way('Authenticator app')).toBeVisible();

    const authenticator = await Authenticator.in(page);
    await ways.begin('Add a passkey');
    await ways.confirm(alice);
    await ways.addPasskey('MacBook');
    await expect(ways.way('MacBook')).toContainText('this device only');
    await expect(ways.way('MacBook')).toContainText('never used');
    await new Dashboard(page).activity();
    await expect(page.getByText(/^Passkey added on /)).toBeVisible();

    // The strongest way comes first; the code is one link away.
    await bank.fill(PAYMENT);
    await bank.send().click();
    const stepUp = new StepUp(page);
    await stepUp.shows("Confirm it's you to send €250.00");
    await expect(stepUp.passkey()).toBeVisible();
    await expect(stepUp.code()).toBeHidden();
    await expectAccessible(page);
    await stepUp.another('Code from your authenticator app').click();
    await expect(stepUp.code()).toBeVisible();
    await stepUp.another('Passkey').click();
    await stepUp.passkey().click();
    await expect(bank.sent()).toBeVisible();
    await ways.open();
    await expect(ways.way('MacBook')).toContainText('last used just now');

    // Another browser that has the passkey: the name field offers it, nothing is typed.
    const [passkey] = await authenticator.passkeys();
    const other = await elsewhere();
    await (await Authenticator.in(other)).take(passkey!);
    await other.goto(demo().account);
    await expect(other.getByRole('heading', { level: 1, name: /, Alice\.$/ })).toBeVisible();
  });

  test('signs in by its button, and what is no longer there is refused', async ({ page, alice, elsewhere }) => {
    const ways = new Ways(page);
    await new Northbank(page).signIn(alice);
    const authenticator = await Authenticator.in(page, { synced: true });
    await ways.open();
    await ways.begin('Add a passkey');
    await ways.confirm(alice);
    await ways.addPasskey('Phone');
    await expect(ways.way('Phone')).toContainText('synced between your devices');
    const [passkey] = await authenticator.passkeys();

    // With the suggestions of the name field out of the way, as in browsers that have none.
    const other = await elsewhere();
    await other.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });
    await (await Authenticator.in(other)).take(passkey!);
    await other.goto(demo().account);
    await expectAccessible(other);
    await other.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(other.getByRole('heading', { level: 1, name: /, Alice\.$/ })).toBeVisible();

    // It is renamed and removed; the proof from before is fresh enough.
    await ways.begin('Rename or remove Phone');
    await page.getByLabel('Name of this passkey').fill('Old phone');
    await page.getByRole('button', { name: 'Save the name' }).click();
    await ways.begin('Rename or remove Old phone');
    await expect(page.getByText('This is your last passkey.', { exact: false })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('I am sure').check();
    await page.getByRole('button', { name: 'Remove Old phone' }).click();
    await expect(ways.heading()).toBeVisible();
    await expect(ways.way('Old phone')).toHaveCount(0);

    await other.context().clearCookies();
    await other.goto(demo().account);
    await other.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(new SignIn(other).error()).toContainText('That passkey was not accepted.');
  });

  test('of a device that cannot check its owner is not added', async ({ page, alice }) => {
    const ways = new Ways(page);
    await new Northbank(page).signIn(alice);
    await Authenticator.in(page, { verifies: false });
    await ways.open();
    await ways.begin('Add a passkey');
    await ways.confirm(alice);
    await ways.addPasskey('Old key');
    await expect(page.getByRole('alert')).toContainText('may have no fingerprint, face or screen lock to check');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Cancel, nothing changes' }).click();
    await expect(ways.heading()).toBeVisible();
    await expect(ways.way('Old key')).toHaveCount(0);
  });

  test('of a security key that keeps none is added, and confirms a payment', async ({ page, alice, elsewhere }) => {
    const bank = new Northbank(page);
    const ways = new Ways(page);
    await bank.signIn(alice);
    const authenticator = await Authenticator.in(page, { resident: false });
    await ways.open();
    await ways.begin('Add a passkey');
    await ways.confirm(alice);
    await ways.addPasskey('Blue key');
    await expect(ways.way('Blue key')).toBeVisible();
    const [credential] = await authenticator.passkeys();
    expect(credential!.isResidentCredential).toBe(false);

    await bank.fill(PAYMENT);
    await bank.send().click();
    await new StepUp(page).passkey().click();
    await expect(bank.sent()).toBeVisible();

    // Nobody finds it without a name: the sign-in page offers nothing by itself.
    const other = await elsewhere();
    await (await Authenticator.in(other, { resident: false })).take(credential!);
    await other.goto(demo().account);
    await expect(new SignIn(other).heading()).toBeVisible();
    await other.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(new SignIn(other).heading()).toBeVisible();
  });
});
