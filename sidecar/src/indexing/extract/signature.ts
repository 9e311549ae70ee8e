/** What a file is by its first bytes, whatever its name says. */
export type Signature = "pdf" | "zip" | "compound" | "text" | "empty" | "other";

/** So much tells; a PDF's mark may stand behind what a mail gateway put before it. */
const signatureBytes = 4_096;

/** Container of old Office files, and of new ones that carry a password (MS-OFFCRYPTO). */
const compound = Buffer.from("d0cf11e0a1b11ae1", "hex");
/** First entry of a zip, or the end of an empty one. */
const zipStarts = ["504b0304", "504b0506"];
const utf16Starts = ["fffe", "feff"];

/** @param bytes a file, or its first 4 kB or more */
export function signatureOf(bytes: Buffer): Signature {
  if (bytes.length === 0) return "empty";
  const start = bytes.subarray(0, signatureBytes);
  if (start.subarray(0, 1_024).includes("%PDF-")) return "pdf";
  if (zipStarts.includes(start.subarray(0, 4).toString("hex"))) return "zip";
  if (start.subarray(0, compound.length).equals(compound)) return "compound";
  const utf16 = utf16Starts.includes(start.subarray(0, 2).toString("hex"));
  return utf16 || !start.includes(0) ? "text" : "other";
}
