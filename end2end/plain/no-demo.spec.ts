import { expect, test } from '@playwright/test';
import { plain } from '../support/plain';

test('the plain build has no demo in it', async ({ page }) => {
  for (const path of ['/demo/context', '/demo/people']) {
    expect((await page.goto(`${plain().issuer}${path}`))?.status()).toBe(404);
  }
});
