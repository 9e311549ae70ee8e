import type { Archive } from "./archive.ts";
import { parseEntry } from "./xml.ts";

/** Built-in number formats of dates (ECMA-376, 18.8.30). */
const builtIn = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const dayMs = 86_400_000;
/** Day 0 of a workbook. Lotus took 1900 for a leap year, so days before March 1900 are one off. */
const epoch = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);

/** Numbers of the cell styles that show a number as a date. */
export async function dateStyles(archive: Archive): Promise<ReadonlySet<number>> {
  const name = "xl/styles.xml";
  const styles = new Set<number>();
  if (!archive.has(name)) return styles;
  const formats = new Set(builtIn);
  let inCells = false;
  let style = 0;
  await parseEntry(archive, name, {
    open(element, { numFmtId, formatCode }) {
      if (element === "numFmt" && isDate(formatCode ?? "")) formats.add(Number(numFmtId));
      else if (element === "cellXfs") inCells = true;
      else if (element === "xf" && inCells) {
        if (formats.has(Number(numFmtId))) styles.add(style);
        style += 1;
      }
    },
    close(element) {
      if (element === "cellXfs") inCells = false;
    },
  });
  return styles;
}

/** A day or a year stands in it, outside of quoted words, colours and escapes. */
function isDate(format: string): boolean {
  return /[dy]/i.test(format.replace(/"[^"]*"|\[[^[\]]*\]|\\./g, ""));
}

/** Serial number → "2026-05-15" or "2026-05-15 09:30"; undefined where it is no date. */
export function formatDate(serial: number, since1904: boolean): string | undefined {
  const time = Math.round((since1904 ? epoch1904 : epoch) + serial * dayMs);
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return undefined;
  const text = new Date(Math.round(time / 60_000) * 60_000).toISOString();
  return text.slice(11, 16) === "00:00" ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}
