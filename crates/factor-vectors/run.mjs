// Runs the vectors in WebAssembly, then the module of the PIN pages, as it is shipped, against the server's
// end. Prints `{"passed": 3, "failures": ["name: why"]}`.
//
// node run.mjs VECTORS.js BROWSER.mjs BROWSER.wasm

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [vectorsScript, browserScript, browserModule] = process.argv.slice(2);
const { run_vectors, ServerEnd } = createRequire(import.meta.url)(vectorsScript);
const browser = await import(pathToFileURL(browserScript));
browser.initSync({ module: readFileSync(browserModule) });

const report = JSON.parse(run_vectors());

const check = (name, story) => {
  try {
    story();
    report.passed += 1;
  } catch (error) {
    report.failures.push(`${name}: ${error.message}`);
  }
};

const issuer = "https://id.example";
const credential = "alice/laptop";
const transaction = new Uint8Array(32).fill(1);
const challenge = Buffer.alloc(32, 2).toString("base64url");

const register = (pin) => {
  const server = new ServerEnd(issuer, credential);
  const registration = browser.PinRegistration.start(pin);
  const upload = registration.finish(server.register(registration.request), issuer, credential);
  server.store(upload.upload, upload.stretching);
  return server;
};

const prove = (server, pin, overrides = {}) => {
  const login = browser.PinLogin.start(pin);
  assert.equal(Buffer.from(login.statement(challenge)).subarray(0, 22).toString(), "leasehold/pin-start/v1");
  const ke2 = server.start_login(login.ke1, transaction);
  const to = { stretching: 1, issuer, transaction, ...overrides };
  const proof = login.finish(ke2, to.stretching, to.issuer, credential, to.transaction);
  return { statement: proof.statement, transcript: server.finish_login(proof.ke3) };
};

check("the shipped module registers and proves a PIN", () => {
  const { statement, transcript } = prove(register("205713"), "205713");
  assert.deepEqual(statement.slice(-32), transcript);
});

check("the shipped module says what is wrong", () => {
  const server = register("205713");
  assert.throws(() => prove(server, "205714"), { message: "wrong_pin" });
  assert.throws(() => prove(server, "205713", { issuer: "https://evil.example" }), { message: "wrong_pin" });
  assert.throws(() => prove(server, "205713", { transaction: new Uint8Array(32) }), { message: "wrong_pin" });
  assert.throws(() => prove(server, "205713", { transaction: new Uint8Array(3) }), { message: "malformed" });
  assert.throws(() => prove(server, "205713", { stretching: 9 }), { message: "malformed" });
  assert.throws(() => prove(new ServerEnd(issuer, credential), "205713"), { message: "wrong_pin" });
  assert.throws(() => browser.PinLogin.start("205713").statement("short"), { message: "malformed" });
  assert.throws(() => browser.PinRegistration.start("123456"), { message: "sequence" });
});

check("the shipped module knows the policy", () => {
  assert.equal(browser.pin_problem("111111"), "repeated");
  assert.equal(browser.pin_problem("205713"), undefined);
});

console.log(JSON.stringify(report));
