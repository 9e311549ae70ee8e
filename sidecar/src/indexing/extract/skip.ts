/** Why the text of a file could not be read, or not all of it. Odoo counts them by these names. */
export const skipCodes = [
  "encrypted",
  "corrupt",
  "no_text", // scanned, or empty
  "unsupported", // no type of file that we read
  "too_large",
  "bomb", // inflates beyond all measure
  "memory",
  "timeout",
  "cut", // what stands first was read, the rest is too long
] as const;

export type SkipCode = (typeof skipCodes)[number];

/** Thrown by a reader: this file can't be read, and trying again would not help. */
export class Skip extends Error {
  readonly code: SkipCode;

  constructor(code: SkipCode) {
    super(`The file was skipped: ${code}.`);
    this.code = code;
  }
}
