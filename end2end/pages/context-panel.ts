import { expect, type Page } from '@playwright/test';
import { demo } from '../support/demo';

type Place = 'Netherlands' | 'Brazil' | 'Germany' | 'Unknown';
type Device = 'This browser' | 'A new device' | 'Trusted laptop';
type Clock = 'One hour later' | 'One day later' | 'Sunday 22:30' | 'Monday 09:00' | 'Back to real time';

/** The demo's panel: where this browser is, which device it is, and what time policy believes it is. */
export class ContextPanel {
  constructor(readonly page: Page) {}

  /** Moves the browser of this page. */
  async moveTo(place: Place): Promise<void> {
    await this.page.goto(`${demo().issuer}/demo/context`);
    await this.page.getByRole('button', { name: place }).click();
    await expect(this.page.getByRole('button', { name: place })).toHaveAttribute('aria-pressed', 'true');
  }

  /** Takes the browser of this page for another device. */
  async become(device: Device): Promise<void> {
    await this.page.goto(`${demo().issuer}/demo/context`);
    await this.page.getByRole('button', { name: device }).click();
    await expect(this.page.getByRole('button', { name: device })).toHaveAttribute('aria-pressed', 'true');
  }

  /** Moves policy time, for everybody in the demo. */
  async clock(to: Clock, times = 1): Promise<void> {
    await this.page.goto(`${demo().issuer}/demo/context`);
    for (let n = 0; n < times; n += 1) {
      const answered = this.page.waitForResponse((response) => response.request().method() === 'POST');
      await this.page.getByRole('button', { name: to }).click();
      expect((await answered).status()).toBe(303);
      await expect(this.page.getByRole('heading', { name: 'Policy clock' })).toBeVisible();
    }
  }
}
