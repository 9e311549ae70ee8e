import { Pages } from "./pages.ts";
import type { Extracted } from "./pages.ts";

export function readPlain(text: string): Promise<Extracted> {
  return Pages.of("part", (pages) => {
    for (const line of text.split(/\r\n|[\n\r\f\u2028\u2029]/)) pages.line(line);
  });
}

/**
 * Bytes → text, or undefined when they are none: control characters stand in no text.
 *
 * @param declared charset that the file names itself
 */
export function decodeText(bytes: Uint8Array, declared?: string): string | undefined {
  const text = decoded(bytes, declared);
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text === undefined || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
}

function decoded(bytes: Uint8Array, declared?: string): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  for (const charset of ["utf-8", declared, "windows-1252"]) {
    if (charset === undefined) continue;
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch {
      continue; // not this one, or none that is known
    }
  }
  return undefined;
}
