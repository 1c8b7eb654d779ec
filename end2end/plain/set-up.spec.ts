import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { freshCode } from '../support/totp';

interface Plain {
  issuer: string;
  account: string;
  admin: string;
  setup_link: string;
}

const plain = () => JSON.parse(readFileSync(process.env.LEASEHOLD_DEMO_JSON!, 'utf8')) as Plain;

// As behind a proxy on the same machine: loopback itself is no place that a database knows.
test.use({ extraHTTPHeaders: { 'X-Forwarded-For': '145.97.20.1' } });

test.describe('the plain build', () => {
  test.describe.configure({ mode: 'serial' });

  test('has no demo in it', async ({ page }) => {
    for (const path of ['/demo/context', '/demo/people']) {
      expect((await page.goto(`${plain().issuer}${path}`))?.status()).toBe(404);
    }
  });

  test('the link sets the first administrator up, once', async ({ page }, { project }) => {
    test.skip(project.name !== 'nojs', 'the link works once: without scripts, where it is harder');
    await page.goto(plain().setup_link);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByLabel('Sign-in name').fill('root-of-trust');
    await page.getByLabel('Your name').fill('First Admin');
    await page.getByLabel('Password', { exact: true }).fill('quiet meadow telescope');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Add an authenticator app' })).toBeVisible();
    const secret = (await page.locator('code').first().textContent() ?? '').replace(/\s/g, '');
    await page.getByLabel('Code from the app').fill(await freshCode(secret));
    await page.getByRole('button', { name: 'Add this app' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'All is well, First.' })).toBeVisible();

    // The device and the proof of the set-up count; another code is asked at most.
    await page.goto(plain().admin);
    const log = page.getByRole('heading', { level: 1, name: 'Revocation log' });
    const code = page.getByLabel('Code from your authenticator app');
    await expect(log.or(code)).toBeVisible();
    if (await code.isVisible()) {
      await code.fill(await freshCode(secret));
      await page.getByRole('button', { name: "Confirm it's you" }).click();
    }
    await expect(log).toBeVisible();

    expect((await page.goto(plain().setup_link))?.status()).toBe(410);
  });
});
