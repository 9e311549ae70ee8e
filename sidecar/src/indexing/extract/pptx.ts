import type { Archive } from "./archive.ts";
import { Pages } from "./pages.ts";
import type { Extracted } from "./pages.ts";
import { readParagraphs } from "./paragraphs.ts";
import type { Markup } from "./paragraphs.ts";
import { parseEntry, relationships } from "./xml.ts";

export const presentation = "ppt/presentation.xml";

const markup: Markup = {
  text: new Set(["t"]),
  paragraph: new Set(["p"]),
  row: new Set(["tr"]),
  cell: new Set(["tc"]),
  space: new Set(["tab"]),
  breaks: new Set(["br"]),
  // A field is the slide's number or the date it is shown.
  skipped: new Set(["Fallback", "fld"]),
};

/** Slides in the order they are shown, each with its speaker's notes. */
export function readPptx(archive: Archive): Promise<Extracted> {
  return Pages.of("slide", async (pages) => {
    const parts = await relationships(archive, presentation);
    const slides: string[] = [];
    await parseEntry(archive, presentation, {
      open(element, attributes) {
        const part = element === "sldId" ? parts.get(attributes.id ?? "") : undefined;
        if (part) slides.push(part.target);
      },
    });
    for (const slide of slides) {
      await readParagraphs(archive, slide, markup, pages);
      for (const { type, target } of (await relationships(archive, slide)).values()) {
        if (type === "notesSlide") await readParagraphs(archive, target, markup, pages);
      }
      pages.endPage();
    }
  });
}
