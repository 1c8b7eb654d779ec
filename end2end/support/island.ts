import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { expect, type Page, type Request } from '@playwright/test';
import { demo } from './demo';

/** What an endpoint answers: JSON by the body it got, or a status. */
export type Answer = (body: Record<string, unknown>) => object | number;

/**
 * A page of the issuer, as served with its scripts and its policy, that ends with this form. The form leads to
 * `/sent`; the island's requests are answered here, so that each byte it sends can be looked at.
 */
export class IslandPage {
  readonly sent: URLSearchParams[] = [];
  readonly asked: { path: string; body: Record<string, unknown> }[] = [];
  readonly errors: string[] = [];

  constructor(private readonly page: Page) {
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.errors.push(message.text());
    });
  }

  async open(form: string, answers: Record<string, Answer> = {}, bodyAttributes = ''): Promise<void> {
    const origin = demo().issuer;
    await this.page.route(`${origin}/signed-out`, async (route) => {
      const response = await route.fetch();
      const html = `<form method="post" action="/sent"><input type="hidden" name="csrf" value="token">${form}</form>`;
      const body = (await response.text()).replace('</main>', `${html}</main>`);
      await route.fulfill({ response, body: body.replace('<body', `<body ${bodyAttributes}`) });
    });
    await this.page.route(`${origin}/sent`, async (route) => {
      this.sent.push(new URLSearchParams(route.request().postData() ?? ''));
      await route.fulfill({ contentType: 'text/html', body: '<h1>Sent</h1>' });
    });
    for (const [path, answer] of Object.entries(answers)) {
      await this.page.route(origin + path, async (route) => {
        const body = this.ask(route.request(), path);
        const given = answer(body);
        if (typeof given === 'number') await route.fulfill({ status: given, body: '' });
        else await route.fulfill({ json: given });
      });
    }
    await this.page.goto(`${origin}/signed-out`);
    // The island shows what only works with it.
    await expect(this.page.locator('[data-passkey-only], [data-pin-only]').first()).toBeVisible();
  }

  private ask(request: Request, path: string): Record<string, unknown> {
    const body = (request.postDataJSON() ?? {}) as Record<string, unknown>;
    if (request.method() === 'POST') {
      expect(request.headers()).toMatchObject({ 'content-type': 'application/json', 'x-leasehold-csrf': 'token' });
    }
    this.asked.push({ path, body });
    return body;
  }

  /** The one form that was sent. */
  async form(): Promise<URLSearchParams> {
    await expect(this.page.getByRole('heading', { name: 'Sent' })).toBeVisible();
    expect(this.sent).toHaveLength(1);
    return this.sent[0]!;
  }
}

/** A label with its version, a zero byte, and every part after its length in eight bytes. */
export function framed(label: string, ...parts: (string | Buffer)[]): Buffer {
  const framedParts = parts.map((part) => {
    const bytes = Buffer.from(part as string);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.length));
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat([Buffer.from(`${label}\0`), ...framedParts]);
}

export function milliseconds(at: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(at));
  return bytes;
}

export function isSignedBy(key: JsonWebKey, statement: Buffer, signature: string): boolean {
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify('sha256', statement, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}
