import { parse } from "csv-parse/sync";

import { Pages } from "./pages.ts";
import type { Extracted } from "./pages.ts";
import { RowWriter } from "./rows.ts";
import { Skip } from "./skip.ts";

/** A row more than this fills no page with sense. */
const maxRows = 50_000;

export function readCsv(text: string): Promise<Extracted> {
  let table: string[][];
  try {
    table = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      to: maxRows,
    });
  } catch {
    throw new Skip("corrupt");
  }
  return Pages.of("part", (pages) => {
    const rows = new RowWriter(pages);
    for (const cells of table) {
      rows.row(new Map([...cells.entries()].filter(([, value]) => value !== "")));
    }
  });
}

/** The one that stands in the first line most often. */
function delimiterOf(text: string): string {
  const first = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? "";
  const count = (it: string): number => first.split(it).length;
  return [",", ";", "\t", "|"].reduce((best, it) => (count(it) > count(best) ? it : best));
}
