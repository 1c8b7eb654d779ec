import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The last step used of each secret: a code is good once, and never one older than the last. */
const used = new Map<string, number>();

/**
 * A code that was not used yet. The server takes the step before and after the present one too, so that three
 * codes are at hand; after those this waits for the clock, as a person would.
 */
export async function freshCode(secret: string): Promise<string> {
  const last = used.get(secret) ?? 0;
  // The step before is good only while the present one lasts: not if the form may be sent in the next one.
  const left = STEP_MS - (Date.now() % STEP_MS);
  const step = Math.max(last + 1, left > 12_000 ? present() - 1 : present());
  while (step > present() + 1) await new Promise((resolve) => setTimeout(resolve, STEP_MS - (Date.now() % STEP_MS)));
  used.set(secret, step);
  return code(secret, step);
}

/** A code that is not right now, and will not be in the next minutes. */
export function wrongCode(secret: string): string {
  const near = new Set([-2, -1, 0, 1, 2, 3, 4].map((offset) => code(secret, present() + offset)));
  return ['000000', '111111', '222222', '333333', '444444', '555555', '666666', '777777'].find((one) => !near.has(one))!;
}

function present(): number {
  return Math.floor(Date.now() / STEP_MS);
}

/** RFC 6238 with SHA-1, six digits, thirty seconds. */
function code(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', base32(secret)).update(counter).digest();
  const offset = digest[digest.length - 1] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
  const bits = [...text.replace(/[\s=-]/g, '').toUpperCase()]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
