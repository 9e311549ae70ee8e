import type { Asker } from "../../../e2e/asker.ts";
import type { Awaited } from "./finder.ts";
import type { Words } from "./words.ts";

/** Rows of one call, as Odoo's import page sends them. */
const batch = 500;

/** Imports contacts as the import page does. @returns what a search must then return */
export async function importContacts(
  asker: Asker,
  words: Words,
  count: number,
): Promise<Awaited[]> {
  const imported: Awaited[] = [];
  for (let done = 0; done < count; done += batch) {
    const names = Array.from({ length: Math.min(batch, count - done) }, () => words.next());
    const rows = names.map((name, at) => [
      `Imported ${name}`,
      `${1 + (at % 90)} Harbour Road`,
      "Bristol",
    ]);
    const { ids } = await asker.call<{ ids: number[] | false }>("res.partner", "load", [
      ["name", "street", "city"],
      rows,
    ]);
    if (ids === false) throw new Error("Odoo refused the import.");
    imported.push(
      ...ids.map((resId, at) => ({ word: names[at] ?? "", resModel: "res.partner", resId })),
    );
  }
  return imported;
}
