import type { Archive } from "./archive.ts";
import { Pages } from "./pages.ts";
import type { Extracted } from "./pages.ts";
import { readParagraphs } from "./paragraphs.ts";
import type { Markup } from "./paragraphs.ts";

export const body = "word/document.xml";

const markup: Markup = {
  text: new Set(["t"]),
  paragraph: new Set(["p"]),
  row: new Set(["tr"]),
  cell: new Set(["tc"]),
  space: new Set(["tab"]),
  breaks: new Set(["br", "cr"]),
  skipped: new Set(["Fallback"]),
};

/** Body first, then headers, footers and notes: a letterhead rarely is what is asked for. */
export function readDocx(archive: Archive): Promise<Extracted> {
  const others = archive.names(/^word\/(header|footer|footnotes|endnotes|comments)\d*\.xml$/);
  return Pages.of("part", async (pages) => {
    for (const name of [body, ...others.sort()]) {
      await readParagraphs(archive, name, markup, pages);
    }
  });
}
