import AxeBuilder from '@axe-core/playwright';
import { everyPage } from '../support/every-page';
import { expect, test } from '../support/stories';

const WIDTHS = [320, 768, 1440];

test('every page is accessible, in light and dark, and fits 320 px', async ({ browser }) => {
  test.slow();
  const found: string[] = [];
  await everyPage(browser, async (name, page) => {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) found.push(`${name} at ${width} px: ${overflow} px wider than the screen`);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const violation of violations) {
        const places = violation.nodes.map((node) => node.target.join(' ')).join('; ');
        found.push(`${name}, ${colorScheme}: ${violation.id} (${violation.help}) at ${places}`);
      }
    }
    const headings = await page.getByRole('heading', { level: 1 }).count();
    if (headings !== 1) found.push(`${name}: ${headings} first-level headings`);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  });
  expect(found).toEqual([]);
});
