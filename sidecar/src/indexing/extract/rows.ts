import type { Pages } from "./pages.ts";

/** Cells by their column, from 0; empty ones are left out. */
export type Row = ReadonlyMap<number, string>;

/**
 * Writes rows of a table as lines. Where the first one names columns, each value is told with its
 * column: a row must say by itself what its numbers are.
 */
export class RowWriter {
  readonly #pages: Pages;
  #header: Row | undefined;
  #first = true;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  row(cells: Row): void {
    if (cells.size === 0) return;
    if (this.#first) {
      this.#first = false;
      if (isHeader(cells)) this.#header = cells;
      this.#pages.line([...cells.values()].join(" · "));
      return;
    }
    const texts = [...cells].map(([column, value]) => {
      const name = this.#header?.get(column);
      return name === undefined ? value : `${name}: ${value}`;
    });
    this.#pages.line(texts.join(" · "));
  }
}

/** Two or more different short names, none of them a number. */
function isHeader(cells: Row): boolean {
  const names = [...cells.values()];
  const named = names.every((it) => it.length <= 60 && /\p{L}/u.test(it) && !/^\d/.test(it));
  return named && names.length > 1 && new Set(names).size === names.length;
}
