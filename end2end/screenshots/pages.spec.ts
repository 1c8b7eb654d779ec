import { join } from 'node:path';
import { everyPage } from '../support/every-page';
import { test } from '../support/stories';

const FOLDER = process.env.SCREENSHOTS ?? '../dist/screenshots';

test('every page, narrow and wide, light and dark', async ({ browser }) => {
  test.slow();
  await everyPage(browser, async (name, page) => {
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: width === 320 ? 720 : 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  });
});
