import { randomBytes, type JsonWebKey } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { demo } from '../support/demo';
import { framed, isSignedBy, IslandPage, milliseconds } from '../support/island';

const random = (bytes = 32) => randomBytes(bytes).toString('base64url');

// The island shows the paragraph when it listens.
const DEVICE = `
  <p data-pin-only hidden>Listening</p>
  <input type="hidden" name="device_proof" data-device-key data-device-start="/device/challenge">
  <input name="code" value="x" required>
  <button name="decision" value="go">Go on</button>
  <button name="decision" value="cancel" formnovalidate>Cancel</button>`;

const challenge = () => ({
  ceremony: random(),
  challenge: random(),
  challenged_at: 1_793_000_000_123,
  purpose: 'step-up',
  bound_to: 'interaction-1',
  salt: random(),
});

test.describe('the key of the device', () => {
  test('signs what it sees, and is the same the next time', async ({ page }) => {
    const keys: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      const given = challenge();
      const island = new IslandPage(page);
      await island.open(DEVICE, { '/device/challenge': () => given });
      await page.getByRole('button', { name: 'Go on' }).dblclick();
      const form = await island.form();
      expect(form.get('decision')).toBe('go');
      const proof = JSON.parse(form.get('device_proof')!);
      const statement = framed(
        'leasehold/device-proof/v1',
        Buffer.from(given.challenge, 'base64url'),
        milliseconds(given.challenged_at),
        demo().issuer,
        given.purpose,
        given.bound_to,
      );
      expect(isSignedBy(proof.key, statement, proof.signature)).toBe(true);
      expect(Object.keys(proof.key).sort()).toEqual(['crv', 'kty', 'x', 'y']);
      expect(proof.ceremony).toBe(given.ceremony);
      expect(Object.keys(proof.traits).sort()).toEqual(['languages', 'platform', 'screen', 'zone']);
      for (const hash of Object.values(proof.traits)) expect(hash).toMatch(/^[\w-]{22}$/);
      expect(island.asked).toHaveLength(1);
      expect(island.errors).toEqual([]);
      keys.push(proof.key);
      await page.unrouteAll();
    }
    expect(keys[1]).toEqual(keys[0]);
  });

  for (const [what, answer] of [
    ['refuses', 503],
    ['answers with something else', { challenge: 7, purpose: 'other' }],
  ] as const) {
    test(`is left out if the server ${what}`, async ({ page }) => {
      const island = new IslandPage(page);
      await island.open(DEVICE, { '/device/challenge': () => answer });
      await page.getByRole('button', { name: 'Go on' }).click();
      const form = await island.form();
      expect([form.get('device_proof'), form.get('decision')]).toEqual(['', 'go']);
      expect(island.errors).toEqual([]);
    });
  }

  test('is proved on the pages of apps once it is due', async ({ page }) => {
    await page.clock.install();
    const island = new IslandPage(page);
    const given = { ...challenge(), purpose: 'session', ceremony: undefined };
    const refresh = 'data-device-proof="/auth/device-proof" data-device-due="60"';
    await island.open(DEVICE, { '/auth/device-proof': () => given }, refresh);
    await page.clock.runFor(30_000);
    expect(island.asked).toEqual([]);
    await page.clock.runFor(31_000);
    await expect.poll(() => island.asked.length).toBe(2);
    const proof = island.asked[1]!.body as { key: JsonWebKey; signature: string };
    const bytes = Buffer.from(given.challenge, 'base64url');
    const parts = [bytes, milliseconds(given.challenged_at), demo().issuer, 'session', given.bound_to];
    expect(isSignedBy(proof.key, framed('leasehold/device-proof/v1', ...parts), proof.signature)).toBe(true);
    await page.clock.runFor(240_000);
    await expect.poll(() => island.asked.length).toBe(4);
  });

  test('is not asked for on the way back', async ({ page }) => {
    const island = new IslandPage(page);
    await island.open(DEVICE, { '/device/challenge': challenge });
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect((await island.form()).get('decision')).toBe('cancel');
    expect(island.asked).toEqual([]);
  });
});

test.describe('passkeys', () => {
  const fields = (usage: string, more = '') => `
    <div data-passkey="${usage}" data-passkey-start="/start" data-passkey-only hidden>
      <input type="hidden" name="ceremony"><input type="hidden" name="credential">
      <p data-passkey-error hidden>That did not work.</p>
      <button name="factor" value="passkey" data-passkey-button formnovalidate>Passkey</button>
    </div>${more}`;
  const creation = () => ({
    ceremony: 'c-1',
    options: {
      rp: { id: 'localhost', name: 'Leasehold' },
      user: { id: random(16), name: 'alice', displayName: 'Alice' },
      challenge: random(),
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    },
  });

  async function authenticator(page: Page): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }

  test('are added and proved', async ({ page }) => {
    await authenticator(page);
    const adding = new IslandPage(page);
    await adding.open(fields('create'), { '/start': creation });
    await page.getByRole('button', { name: 'Passkey' }).click();
    const added = await adding.form();
    expect([added.get('ceremony'), added.get('factor')]).toEqual(['c-1', 'passkey']);
    const credential = JSON.parse(added.get('credential')!);
    expect(credential.response.attestationObject).toMatch(/^[\w-]+$/);
    await page.unrouteAll();

    const given = random();
    const proving = new IslandPage(page);
    await proving.open(fields('get', '<input name="username" required>'), {
      '/start': () => ({ ceremony: 'c-2', options: { rpId: 'localhost', challenge: given, userVerification: 'required' } }),
    });
    await page.getByRole('button', { name: 'Passkey' }).click();
    const proved = await proving.form();
    const assertion = JSON.parse(proved.get('credential')!);
    expect([proved.get('ceremony'), assertion.id]).toEqual(['c-2', credential.id]);
    const client = JSON.parse(Buffer.from(assertion.response.clientDataJSON, 'base64url').toString());
    expect(client).toMatchObject({ type: 'webauthn.get', challenge: given, origin: demo().issuer });
    expect([...adding.errors, ...proving.errors]).toEqual([]);
  });

  test('are offered in the name field until the button is pressed', async ({ page }) => {
    await authenticator(page);
    const island = new IslandPage(page);
    const offered = fields('get" data-passkey-conditional="', '<input name="username" autocomplete="username webauthn">');
    await island.open(offered, {
      '/start': () => ({ ceremony: `c-${island.asked.length}`, options: { rpId: 'localhost', challenge: random() } }),
    });
    await expect.poll(() => island.asked.length).toBe(1);
    // Nothing was added yet: the button's own request finds none, and the offer stands again.
    await page.getByRole('button', { name: 'Passkey' }).click();
    await expect(page.getByText('That did not work.')).toBeVisible();
    await expect.poll(() => island.asked.length).toBe(3);
    expect([island.sent, island.errors]).toEqual([[], []]);
  });

  test('say so if it fails, and can be tried again', async ({ page }) => {
    await authenticator(page);
    const island = new IslandPage(page);
    let first = true;
    await island.open(fields('create'), {
      '/start': () => {
        const answer = first ? 500 : creation();
        first = false;
        return answer;
      },
    });
    await page.getByRole('button', { name: 'Passkey' }).click();
    await expect(page.getByText('That did not work.')).toBeVisible();
    expect(island.sent).toEqual([]);
    await page.getByRole('button', { name: 'Passkey' }).click();
    expect((await island.form()).get('factor')).toBe('passkey');
  });

  test('bring the proof of the device along', async ({ page }) => {
    await authenticator(page);
    const island = new IslandPage(page);
    const device = '<input type="hidden" name="device_proof" data-device-key data-device-start="/device/challenge">';
    await island.open(fields('create', device), { '/start': creation, '/device/challenge': challenge });
    await page.getByRole('button', { name: 'Passkey' }).click();
    const form = await island.form();
    expect(JSON.parse(form.get('device_proof')!).signature).toBeTruthy();
    expect(JSON.parse(form.get('credential')!).id).toBeTruthy();
  });
});

test.describe('a PIN', () => {
  // In place of the real module: what matters here is who is told what, and when.
  const MODULE = `
    const bytes = (text) => new TextEncoder().encode(text);
    let ready = false;
    export default async ({ module_or_path }) => { ready = module_or_path === '/pkg/leasehold_factors_bg.wasm'; };
    export class PinLogin {
      static start(pin) { if (!ready || pin.length < 6) throw new Error('too_short'); return Object.assign(new PinLogin(), { pin }); }
      get ke1() { return bytes('ke1'); }
      statement(challenge) { return bytes('start ' + challenge); }
      finish(ke2, stretching, issuer, credential, transaction) {
        if (this.pin !== '205713') throw new Error('wrong_pin');
        const said = [new TextDecoder().decode(ke2), stretching, issuer, credential, transaction.length].join(' ');
        return { ke3: bytes(said), statement: bytes('finish') };
      }
    }
    export class PinRegistration {
      static start(pin) { if (pin === '123456') throw new Error('sequence'); return new PinRegistration(); }
      get request() { return bytes('request'); }
      finish(response, issuer, credential) { return { upload: bytes(issuer + ' ' + credential), stretching: 1 }; }
    }`;
  const b64 = (text: string) => Buffer.from(text).toString('base64url');
  const fields = (usage: string) => `
    <div data-pin="${usage}" data-pin-start="/pin" data-pin-only hidden>
      <input type="hidden" name="ceremony"><input type="hidden" name="pin">
      <input aria-label="PIN" data-pin-input><input aria-label="Again" data-pin-repeat>
      <p data-pin-problem="not_digits too_short" hidden>Six digits.</p>
      <p data-pin-problem="sequence" hidden>Guessed first.</p>
      <p data-pin-problem="mismatch" hidden>Not the same.</p>
      <p data-pin-error hidden>Not now.</p>
      <button name="factor" value="pin">Go on</button>
    </div>`;
  const answers = {
    '/pin': (body: Record<string, unknown>) => {
      if (body.step === 'challenge') return { ceremony: 'p-1', challenge: 'fresh' };
      if (body.step === 'ke1') return { ke2: b64('ke2'), stretching: 1, credential: 'cred', transaction: random() };
      return { ...challenge(), ceremony: 'p-2', purpose: 'enrolment', response: b64('response'), credential: 'cred' };
    },
  };

  test.beforeEach(({ page }) =>
    page.route('**/pkg/leasehold_factors.js', (route) => route.fulfill({ contentType: 'text/javascript', body: MODULE })),
  );

  test('is set, and proved without ever being sent', async ({ page }) => {
    const island = new IslandPage(page);
    await island.open(fields('register'), answers);
    const go = page.getByRole('button', { name: 'Go on' });
    for (const [pin, again, problem] of [
      ['205713', '205714', 'Not the same.'],
      ['123456', '123456', 'Guessed first.'],
    ] as const) {
      await page.getByLabel('PIN').fill(pin);
      await page.getByLabel('Again').fill(again);
      await go.click();
      await expect(page.getByText(problem)).toBeVisible();
    }
    await expect(page.getByText('Not the same.')).toBeHidden();
    await page.getByLabel('PIN').fill('205713');
    await page.getByLabel('Again').fill('205713');
    await go.click();
    const form = await island.form();
    const set = JSON.parse(form.get('pin')!);
    expect(set).toMatchObject({ record: b64(`${demo().issuer} cred`), stretching: 1 });
    const key = island.asked[0]!.body.key as JsonWebKey;
    expect(form.get('ceremony')).toBe('p-2');

    await page.unroute(`${demo().issuer}/signed-out`);
    await page.unroute(`${demo().issuer}/sent`);
    const proving = new IslandPage(page);
    await proving.open(fields('login'), answers);
    await page.getByLabel('PIN').fill('205713');
    await page.getByLabel('PIN').press('Enter');
    const proof = JSON.parse((await proving.form()).get('pin')!);
    expect(Buffer.from(proof.ke3, 'base64url').toString()).toBe(`ke2 1 ${demo().issuer} cred 32`);
    expect(isSignedBy(key, Buffer.from('finish'), proof.signature)).toBe(true);
    const asked = proving.asked.find(({ body }) => body.step === 'ke1')!.body;
    expect(asked).toMatchObject({ ceremony: 'p-1', ke1: b64('ke1') });
    expect(isSignedBy(key, Buffer.from('start fresh'), asked.signature as string)).toBe(true);

    await page.goto(`${demo().issuer}/signed-out`);
    await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
    await page.getByLabel('PIN').fill('111222');
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => proving.sent.length).toBe(2);
    expect(JSON.parse(proving.sent[1]!.get('pin')!)).toEqual({ wrong: true });
    const everything = JSON.stringify([island.asked, proving.asked, island.sent.map(String), proving.sent.map(String)]);
    expect(everything).not.toMatch(/205713|111222/);
    expect([...island.errors, ...proving.errors]).toEqual([]);
  });

  test('that cannot be proved here says so', async ({ page }) => {
    const island = new IslandPage(page);
    await island.open(fields('login'), answers);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByText('Six digits.')).toBeVisible();
    // This browser has no key that a PIN could belong to.
    await page.getByLabel('PIN').fill('205713');
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByText('Not now.')).toBeVisible();
    expect([island.sent, island.asked]).toEqual([[], []]);
  });
});
