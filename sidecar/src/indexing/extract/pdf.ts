import { getDocumentProxy } from "unpdf";

import { Pages } from "./pages.ts";
import type { Extracted } from "./pages.ts";
import { readLines } from "./pdf-lines.ts";
import { Skip } from "./skip.ts";

/** Text of a PDF, page by page. A scanned one has pages and no text on them. */
export async function readPdf(bytes: Uint8Array): Promise<Extracted> {
  const document = await open(bytes);
  return Pages.of("page", async (pages) => {
    for (let number = 1; number <= document.numPages; number += 1) {
      try {
        const page = await document.getPage(number);
        const { items } = await page.getTextContent();
        for (const line of readLines(items)) pages.line(line);
        page.cleanup();
      } catch (error) {
        if (isFault(error)) throw new Skip("corrupt");
        throw error;
      }
      pages.endPage();
    }
  });
}

async function open(bytes: Uint8Array): ReturnType<typeof getDocumentProxy> {
  try {
    // Nothing is drawn: fonts, images and scripts stay as they are.
    return await getDocumentProxy(bytes, { disableFontFace: true, useSystemFonts: false });
  } catch (error) {
    throw new Skip(nameOf(error) === "PasswordException" ? "encrypted" : "corrupt");
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** PDF.js throws classes of its own, told apart by their names. */
function isFault(error: unknown): boolean {
  return /^(InvalidPDF|Format|UnknownError|XRef|MissingPDF|Response|AbortException)/.test(
    nameOf(error),
  );
}
