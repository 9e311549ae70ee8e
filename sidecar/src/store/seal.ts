import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

import type { Secret } from "../secret.ts";

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM under a fresh nonce.
 *
 * @param about authenticated with the text, so that a sealed text can't be moved to another row
 * @returns nonce, tag and ciphertext in one
 */
export function seal(text: string, about: string, key: Secret<Buffer>): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key.reveal(), nonce);
  cipher.setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @returns undefined under another key, about something else, or when a bit was changed */
export function unseal(sealed: Buffer, about: string, key: Secret<Buffer>): string | undefined {
  try {
    const nonce = sealed.subarray(0, nonceBytes);
    const decipher = createDecipheriv("aes-256-gcm", key.reveal(), nonce, {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const text = decipher.update(sealed.subarray(nonceBytes + tagBytes));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
