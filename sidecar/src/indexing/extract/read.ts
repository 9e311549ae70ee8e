import { Archive } from "./archive.ts";
import { body, readDocx } from "./docx.ts";
import type { Extracted } from "./pages.ts";
import { decodeText } from "./plain.ts";
import { presentation, readPptx } from "./pptx.ts";
import { Skip } from "./skip.ts";
import { signatureOf } from "./signature.ts";
import { odtType, readOdt } from "./odt.ts";
import { readXlsx, workbook } from "./xlsx.ts";

/** What Odoo says of a file. Only a hint: what it is, its bytes say. */
export interface FileHint {
  name: string;
  mimetype: string;
}

/** Name of the stream in a compound file that holds an Office file with a password. */
const encryptedPackage = Buffer.from("EncryptedPackage", "utf16le");

/**
 * Text of a file of any type that we read.
 *
 * @throws Skip with the reason why not
 */
export async function readFile(bytes: Buffer, hint: FileHint): Promise<Extracted> {
  // Parsers are loaded when they are needed: a start costs more than most files.
  switch (signatureOf(bytes)) {
    case "pdf":
      return (await import("./pdf.ts")).readPdf(new Uint8Array(bytes));
    case "zip":
      return readArchive(await Archive.open(bytes));
    case "compound":
      throw new Skip(bytes.includes(encryptedPackage) ? "encrypted" : "unsupported");
    case "text":
      return readText(bytes, hint);
    case "empty":
      throw new Skip("no_text");
    case "other":
      throw new Skip("unsupported");
  }
}

async function readArchive(archive: Archive): Promise<Extracted> {
  if (archive.has(body)) return readDocx(archive);
  if (archive.has(workbook)) return readXlsx(archive);
  if (archive.has(presentation)) return readPptx(archive);
  if ((await archive.text("mimetype")).trim() === odtType) return readOdt(archive);
  throw new Skip("unsupported");
}

async function readText(bytes: Buffer, { name, mimetype }: FileHint): Promise<Extracted> {
  const start = bytes.subarray(0, 2_048).toString("latin1");
  const charset = /charset=["']?([\w-]+)/i.exec(start)?.[1];
  const text = decodeText(bytes, charset);
  if (text === undefined) throw new Skip("unsupported");
  if (/<(!doctype html|html|head|body)\b/i.test(start)) {
    return (await import("./web-page.ts")).readWebPage(text);
  }
  // Markup of other kinds, RTF and raw mail are text to a machine only.
  if (/^\s*(<\?xml|\{\\rtf)/.test(text) || mimetype === "message/rfc822") {
    throw new Skip("unsupported");
  }
  if (mimetype === "text/html") return (await import("./web-page.ts")).readWebPage(text);
  if (mimetype === "text/csv" || /\.(csv|tsv)$/i.test(name)) {
    return (await import("./csv.ts")).readCsv(text);
  }
  return (await import("./plain.ts")).readPlain(text);
}
