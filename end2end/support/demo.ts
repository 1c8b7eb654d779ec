import { readFileSync } from 'node:fs';
import { request } from 'node:http';

/** The file a server writes when it is ready: where everything is and who there is. */
interface Description {
  issuer: string;
  account: string;
  admin: string;
  northbank: string;
  ledgerly: string;
  people: Person[];
}

/** Somebody who can sign in. */
export interface Person {
  name: string;
  username: string;
  password: string;
  totp_secret: string;
}

let description: Description | undefined;

/** The server under test. Read late, so that listing the stories needs no server. */
export function demo(): Description {
  const path = process.env.LEASEHOLD_DEMO_JSON;
  if (!path) throw new Error('LEASEHOLD_DEMO_JSON names no file; see playwright.config.ts');
  description ??= JSON.parse(readFileSync(path, 'utf8')) as Description;
  return description;
}

/**
 * A person nobody has seen yet, so that no story sees what another left behind.
 *
 * Goes to the loopback address by hand: Node does not resolve names below `localhost`.
 */
export function newPerson(name: string, role: 'user' | 'admin' = 'user'): Promise<Person> {
  const issuer = new URL(demo().issuer);
  const form = new URLSearchParams({ name, role }).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: issuer.port,
        path: '/demo/people',
        method: 'POST',
        headers: {
          Host: issuer.host,
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': Buffer.byteLength(form),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const body = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 201 || response.statusCode === 200) resolve({ name, ...JSON.parse(body) } as Person);
          else reject(new Error(`POST /demo/people answered ${response.statusCode}: ${body}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(form);
  });
}
