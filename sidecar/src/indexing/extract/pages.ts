import { Skip } from "./skip.ts";
import type { SkipCode } from "./skip.ts";

/** What a page of a file is called; a part is cut by us where a file has no pages. */
export type Unit = "page" | "slide" | "part";

/** Text of a file, in its order. `skip` beside pages: only the first of them. */
export interface Extracted {
  unit: Unit;
  pages: string[] | null;
  skip: SkipCode | null;
}

const maxPages = 500;
/** Of a file: about 150 dense pages. */
const maxCharacters = 400_000;
/** A part is a screen or two; a page of its own may hold more. */
const partCharacters = 4_000;
const pageCharacters = 20_000;

/** A row without the marks of the empty cells at its end. Linear in its length. */
export function withoutEmptyCells(row: string): string {
  return row.replace(/(?<![\s·])[\s·]+$/u, "");
}

/** Unwinds a reader whose file holds more than is kept. */
class FullError extends Error {}

/** Takes lines as a reader finds them, and cuts them into pages of bounded size and number. */
export class Pages {
  #unit: Unit;
  readonly #pages: string[] = [];
  #lines: string[] = [];
  #length = 0;
  #total = 0;

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  /**
   * Reads a file to its end, or until no more is kept.
   *
   * @throws Skip when there is no text at all
   */
  static async of(unit: Unit, read: (pages: Pages) => Promise<void> | void): Promise<Extracted> {
    const pages = new Pages(unit);
    let skip: SkipCode | null = null;
    try {
      await read(pages);
      pages.#close();
    } catch (error) {
      if (!(error instanceof FullError)) throw error;
      skip = "cut";
    }
    // An empty page in between keeps its number; at the end it says nothing.
    while (pages.#pages.at(-1) === "") pages.#pages.pop();
    if (pages.#pages.length === 0) throw new Skip("no_text");
    return { unit: pages.#unit, pages: pages.#pages, skip };
  }

  line(text: string): void {
    const clean = text.replace(/\s+/gu, " ").trim();
    const most = this.#unit === "part" ? partCharacters : pageCharacters;
    for (let at = 0; at < clean.length; at += most) this.#add(clean.slice(at, at + most), most);
  }

  /** Ends a page or slide; parts end by their size. */
  endPage(): void {
    if (this.#unit !== "part") this.#close();
  }

  #add(line: string, most: number): void {
    if (this.#length > 0 && this.#length + line.length > most) {
      // A page that is cut has no number in the file any more.
      if (this.#unit !== "part") this.#unit = "part";
      this.#close();
    }
    this.#lines.push(line);
    this.#length += line.length + 1;
    this.#total += line.length + 1;
    if (this.#total > maxCharacters) {
      this.#close();
      throw new FullError();
    }
  }

  #close(): void {
    if (this.#pages.length >= maxPages) throw new FullError();
    this.#pages.push(this.#lines.join("\n"));
    this.#lines = [];
    this.#length = 0;
  }
}
