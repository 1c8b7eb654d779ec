import { readFileSync } from 'node:fs';

/** Where the plain server is, and the link for its first administrator. */
interface Plain {
  issuer: string;
  account: string;
  admin: string;
  setup_link: string;
}

export const plain = () => JSON.parse(readFileSync(process.env.LEASEHOLD_DEMO_JSON!, 'utf8')) as Plain;
