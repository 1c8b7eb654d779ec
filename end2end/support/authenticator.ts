import type { CDPSession, Page } from '@playwright/test';

/** What the authenticator is like; all of it by default as a phone or laptop of today is. */
export interface Kind {
  /** Whether it can check its owner: fingerprint, face, PIN. */
  verifies?: boolean;
  /** Whether its passkeys are synced to other devices. */
  synced?: boolean;
  /** Whether it keeps passkeys itself, so that they are found without a name; old security keys do not. */
  resident?: boolean;
}

/** A passkey with its private key, as the virtual authenticator gives it away. */
type Credential = Awaited<ReturnType<Authenticator['passkeys']>>[number];

/** Chromium's virtual authenticator. Whoever it asks always says yes. */
export class Authenticator {
  private constructor(
    private readonly devtools: CDPSession,
    private readonly id: string,
  ) {}

  static async in(page: Page, { verifies = true, synced = false, resident = true }: Kind = {}): Promise<Authenticator> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: resident,
        hasUserVerification: verifies,
        isUserVerified: verifies,
        automaticPresenceSimulation: true,
        defaultBackupEligibility: synced,
        defaultBackupState: synced,
      },
    });
    return new Authenticator(devtools, authenticatorId);
  }

  async passkeys() {
    return (await this.devtools.send('WebAuthn.getCredentials', { authenticatorId: this.id })).credentials;
  }

  /** As if it had been synced here. */
  async take(credential: Credential): Promise<void> {
    await this.devtools.send('WebAuthn.addCredential', { authenticatorId: this.id, credential });
  }
}
