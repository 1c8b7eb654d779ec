import { test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { newPerson, type Person } from './demo';

/** How a browser introduces itself, as the pages then name it. */
export const DEVICES = {
  firefox: {
    name: 'Firefox on Windows',
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  },
} as const;

interface Fixtures {
  /** Whether the browser runs scripts; without them a page changes only when it is loaded again. */
  scripts: boolean;
  /** Somebody nobody has seen yet. */
  alice: Person;
  /** A second browser, with cookies of its own. */
  elsewhere: (userAgent?: string) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled ?? true),
  alice: async ({}, use) => use(await newPerson('Alice Visser')),
  elsewhere: async ({ browser, javaScriptEnabled }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (userAgent) => {
      const context = await another(browser, javaScriptEnabled ?? true, userAgent);
      opened.push(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

export { expect } from '@playwright/test';

function another(browser: Browser, javaScriptEnabled: boolean, userAgent?: string): Promise<BrowserContext> {
  return browser.newContext({ javaScriptEnabled, userAgent, locale: 'en-GB', timezoneId: 'Europe/Amsterdam' });
}

/** Lets a change arrive: pages with scripts are told, others are loaded again. */
export async function settle(page: Page, scripts: boolean): Promise<void> {
  if (!scripts) await page.reload();
}

/** Counts how often the person is asked to sign in from now on. */
export function countSignIns(page: Page): () => number {
  let signIns = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && frame.url().includes('/sign-in')) signIns += 1;
  });
  return () => signIns;
}
