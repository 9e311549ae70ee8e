import type { Archive } from "./archive.ts";
import { Pages } from "./pages.ts";
import type { Extracted } from "./pages.ts";
import { RowWriter } from "./rows.ts";
import { dateStyles, formatDate } from "./xlsx-dates.ts";
import { parseEntry, relationships } from "./xml.ts";

export const workbook = "xl/workbook.xml";

/** Sheets in their order: the sheet's name, then its rows. */
export function readXlsx(archive: Archive): Promise<Extracted> {
  return Pages.of("part", async (pages) => {
    const parts = await relationships(archive, workbook);
    const sheets: { name: string; part: string }[] = [];
    let since1904 = false;
    await parseEntry(archive, workbook, {
      open(element, attributes) {
        if (element === "workbookPr") since1904 = /^(1|true)$/.test(attributes.date1904 ?? "");
        const part = element === "sheet" ? parts.get(attributes.id ?? "") : undefined;
        if (part?.type === "worksheet") {
          sheets.push({ name: attributes.name ?? "", part: part.target });
        }
      },
    });
    const strings = await sharedStrings(archive);
    const dates = await dateStyles(archive);
    for (const { name, part } of sheets) {
      pages.line(name);
      const rows = new RowWriter(pages);
      await readRows(archive, part, (cell) => valueOf(cell, strings, dates, since1904), rows);
    }
  });
}

interface Cell {
  column: number;
  type: string;
  style: number;
  value: string;
}

async function readRows(
  archive: Archive,
  part: string,
  show: (cell: Cell) => string,
  rows: RowWriter,
): Promise<void> {
  let cells = new Map<number, string>();
  let cell: Cell | undefined;
  let inValue = false;
  await parseEntry(archive, part, {
    open(element, { r, t, s }) {
      if (element === "row") cells = new Map();
      else if (element === "c") {
        const column = columnOf(r) ?? cells.size;
        cell = { column, type: t ?? "n", style: Number(s ?? 0), value: "" };
      } else if (element === "v" || element === "t") inValue = true;
    },
    close(element) {
      if (element === "v" || element === "t") inValue = false;
      else if (element === "c" && cell) {
        const text = show(cell).trim();
        if (text !== "") cells.set(cell.column, text);
        cell = undefined;
      } else if (element === "row") rows.row(cells);
    },
    text(text) {
      if (inValue && cell) cell.value += text;
    },
  });
}

/** "C7" → 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (letters === undefined) return undefined;
  return Buffer.from(letters).reduce((sum, letter) => sum * 26 + letter - 64, 0) - 1;
}

function valueOf(
  { type, style, value }: Cell,
  strings: string[],
  dates: ReadonlySet<number>,
  since1904: boolean,
): string {
  if (type === "s") return strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "✓" : "";
  // What a formula failed with says nothing.
  if (type === "e") return "";
  if (type === "n" && dates.has(style)) return formatDate(Number(value), since1904) ?? value;
  // 19.99 is stored as 19.989999999999998.
  return type === "n" && value.length > 15 ? String(Number(Number(value).toPrecision(15))) : value;
}

async function sharedStrings(archive: Archive): Promise<string[]> {
  const name = "xl/sharedStrings.xml";
  const strings: string[] = [];
  if (!archive.has(name)) return strings;
  let text = "";
  let inText = false;
  // How a word is pronounced stands beside it, as text too.
  let inPhonetic = false;
  await parseEntry(archive, name, {
    open(element) {
      if (element === "si") text = "";
      else if (element === "t") inText = true;
      else if (element === "rPh") inPhonetic = true;
    },
    close(element) {
      if (element === "si") strings.push(text);
      else if (element === "t") inText = false;
      else if (element === "rPh") inPhonetic = false;
    },
    text(piece) {
      if (inText && !inPhonetic) text += piece;
    },
  });
  return strings;
}
