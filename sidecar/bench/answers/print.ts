import type { Account } from "./asking.ts";
import type { PartName, Results } from "./bars.ts";
import type { Figures, Part } from "./figures.ts";

/** Figures of one part: nothing here has seen a text. */
export function printFigures(part: PartName, results: Results): void {
  const figures = results[part];
  if (figures && "byCategory" in figures) printPart(part, figures);
  else console.log(`\n${part}`, figures);
}

function printPart(title: string, figures: Figures): void {
  const { byCategory, byLanguage, byModel, ...totals } = figures;
  console.log(`\n${title}`);
  console.table({ [title]: rounded(totals) });
  console.table({ ...byCategory, ...prefixed(byLanguage), ...byModel });
}

const rounded = (totals: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(totals).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
  );

const prefixed = (parts: Record<string, Part>): Record<string, Part> =>
  Object.fromEntries(Object.entries(parts).map(([lang, part]) => [`in ${lang}`, part]));

/** One line about each unsealed question, and what is wrong with those that are not proven. */
export function printAccounts(accounts: Account[], faults: Map<string, string[]>): void {
  for (const { id, verdict, probability, text, error } of accounts) {
    const share = probability === undefined ? "–" : probability.toFixed(2);
    const said = error ?? text.replaceAll("\n", " / ").slice(0, 160);
    console.log(`${id.padEnd(28)} ${verdict.padEnd(17)} ${share.padStart(4)}  ${said}`);
  }
  for (const [id, found] of faults) console.log(`not proven: ${id} ${found.join("; ")}`);
}
