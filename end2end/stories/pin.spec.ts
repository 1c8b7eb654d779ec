import { Northbank, PAYMENT } from '../pages/northbank';
import { Ways } from '../pages/ways';
import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/stories';

test.describe('a PIN with the key of the device', () => {
  test('is set, refused when wrong, and confirms a payment', async ({ page, alice }) => {
    const bank = new Northbank(page);
    const ways = new Ways(page);
    const pin = page.getByLabel('PIN on this device');
    const send = page.getByRole('button', { name: 'Send €250.00', exact: true });
    await bank.signIn(alice);
    await ways.open();
    await ways.begin('Set a PIN for this device');
    await ways.confirm(alice);
    await page.getByLabel('New PIN').fill('123456');
    await page.getByLabel('The same PIN again').fill('123456');
    await page.getByRole('button', { name: 'Set PIN' }).click();
    await expect(page.getByText('That PIN is among the first that anyone would try.')).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('New PIN').fill('739164');
    await page.getByLabel('The same PIN again').fill('739164');
    await page.getByRole('button', { name: 'Set PIN' }).click();
    await expect(ways.heading()).toBeVisible();

    await bank.open();
    await bank.fill(PAYMENT);
    await bank.send().click();
    await pin.fill('111222');
    await send.click();
    await expect(page.getByText('You have 4 tries left.')).toBeVisible();
    await expectAccessible(page);
    await pin.fill('739164');
    await send.click();
    await expect(bank.sent()).toBeVisible();
    await bank.open();
    await expect(bank.payments('Shop BV')).toHaveCount(1);
  });
});
