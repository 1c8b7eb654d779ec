import { dirname, join } from 'node:path';
import { defineConfig } from '@playwright/test';

const description = process.env.LEASEHOLD_DEMO_JSON;

/**
 * The stories against a running server. `cargo xtask test` starts one for them and says in
 * LEASEHOLD_DEMO_JSON where it described itself; against a demo of your own:
 *
 *     LEASEHOLD_DEMO_JSON=../data/demo/demo.json npx playwright test stories
 */
/** What browsers give to scripts only (passkeys, keys, the PIN that never leaves the browser, live pages). */
const NEED_SCRIPTS = ['accessibility', 'island', 'live-again', 'passkeys', 'pin'].map((name) => `stories/${name}.spec.ts`);

export default defineConfig({
  testDir: '.',
  // Beside the server's own files, so that two runs do not meet.
  outputDir: description ? join(dirname(description), 'test-results') : 'test-results',
  // One policy clock for all browsers: stories that move it must not meet.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: !!process.env.CI,
  reporter: process.env.LEASEHOLD_REPORT
    ? [['list'], ['json', { outputFile: process.env.LEASEHOLD_REPORT }]]
    : [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    launchOptions: {
      executablePath: process.env.LEASEHOLD_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // The link of a set-up works once: without scripts, where it is harder.
    { name: 'js', testIgnore: ['plain/set-up.spec.ts'] },
    { name: 'nojs', use: { javaScriptEnabled: false }, testIgnore: ['screenshots/**', ...NEED_SCRIPTS] },
  ],
});
