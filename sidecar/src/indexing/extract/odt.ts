import type { Archive } from "./archive.ts";
import { Pages } from "./pages.ts";
import type { Extracted } from "./pages.ts";
import { readParagraphs } from "./paragraphs.ts";
import type { Markup } from "./paragraphs.ts";
import { Skip } from "./skip.ts";
import { parseEntry } from "./xml.ts";

export const odtType = "application/vnd.oasis.opendocument.text";

const manifest = "META-INF/manifest.xml";
const markup: Markup = {
  text: new Set(["p", "h"]),
  paragraph: new Set(["p", "h"]),
  row: new Set(["table-row"]),
  cell: new Set(["table-cell"]),
  space: new Set(["s", "tab"]),
  breaks: new Set(["line-break"]),
  skipped: new Set(["tracked-changes"]),
};

/** An encrypted one is an ordinary zip whose manifest says so. */
export async function readOdt(archive: Archive): Promise<Extracted> {
  if (archive.has(manifest)) {
    await parseEntry(archive, manifest, {
      open(element) {
        if (element === "encryption-data") throw new Skip("encrypted");
      },
    });
  }
  return Pages.of("part", (pages) => readParagraphs(archive, "content.xml", markup, pages));
}
