import type { Archive } from "./archive.ts";
import { withoutEmptyCells } from "./pages.ts";
import type { Pages } from "./pages.ts";
import { parseEntry } from "./xml.ts";

/** Names of the elements of a document's XML that say where words stand. */
export interface Markup {
  /** Hold text themselves. */
  text: ReadonlySet<string>;
  paragraph: ReadonlySet<string>;
  row: ReadonlySet<string>;
  cell: ReadonlySet<string>;
  space: ReadonlySet<string>;
  breaks: ReadonlySet<string>;
  /** Left out with all they hold: deleted text, a second copy for old programs. */
  skipped: ReadonlySet<string>;
}

/** The paragraphs of an entry as lines; a table's row is one. */
export async function readParagraphs(
  archive: Archive,
  name: string,
  markup: Markup,
  pages: Pages,
): Promise<void> {
  let line = "";
  let inText = 0;
  let inSkipped = 0;
  let inRow = 0;
  const flush = (): void => {
    pages.line(line);
    line = "";
  };
  await parseEntry(archive, name, {
    open(element) {
      if (markup.skipped.has(element)) inSkipped += 1;
      if (markup.text.has(element)) inText += 1;
      if (markup.row.has(element)) {
        if (inRow === 0) flush();
        inRow += 1;
      } else if (markup.space.has(element)) line += " ";
      else if (markup.breaks.has(element)) {
        if (inRow > 0) line += " ";
        else flush();
      }
    },
    close(element) {
      if (markup.skipped.has(element)) inSkipped -= 1;
      if (markup.text.has(element)) inText -= 1;
      if (markup.row.has(element)) {
        inRow -= 1;
        line = withoutEmptyCells(line);
        if (inRow === 0) flush();
      } else if (markup.cell.has(element)) line = line.trimEnd() + " · ";
      else if (markup.paragraph.has(element)) {
        if (inRow > 0) line += " ";
        else flush();
      }
    },
    text(text) {
      if (inText > 0 && inSkipped === 0) line += text;
    },
  });
  flush();
}
