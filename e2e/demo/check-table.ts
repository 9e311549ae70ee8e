import type { Verdict } from "./check-verdict.ts";

const COLUMNS = [
  "asked",
  "found",
  "cited",
  "right",
  "refused",
  "wrong",
  "leaks",
  "p50 ms",
  "p95 ms",
] as const;

/** The table of all verdicts: by source, by language of the question, by split. */
export function table(verdicts: Verdict[]): string {
  const rows: string[][] = [["", ...COLUMNS]];
  const groups: [string, (verdict: Verdict) => string][] = [
    ["source", ({ question }) => (question.expect === "answer" ? question.source : "")],
    ["to be refused, by source", ({ question: q }) => (q.expect === "refuse" ? q.source : "")],
    ["unanswerable", ({ question: q }) => (q.expect === "abstain" ? "nothing in the data" : "")],
    ["language", ({ question }) => (question.expect === "answer" ? question.lang : "")],
    ["words", ({ question: q }) => (q.expect === "answer" ? wording(q.paraphrase) : "")],
    ["split", ({ question }) => (question.expect === "answer" ? question.split : "")],
    ["all", ({ question }) => question.expect],
  ];
  for (const [title, keyOf] of groups) {
    rows.push([`— ${title}`]);
    for (const key of new Set(verdicts.map(keyOf))) {
      const group = verdicts.filter((verdict) => keyOf(verdict) === key);
      if (key) rows.push([key, ...figures(group)]);
    }
  }
  return aligned(rows);
}

function wording(paraphrase: boolean): string {
  return paraphrase ? "other words" : "the record's words";
}

function figures(group: Verdict[]): string[] {
  const count = (holds: (verdict: Verdict) => boolean) => String(group.filter(holds).length);
  const durations = group.map((verdict) => verdict.durationMs);
  return [
    String(group.length),
    count((verdict) => verdict.found),
    count((verdict) => verdict.cited),
    count((verdict) => verdict.right),
    count((verdict) => verdict.refused),
    count((verdict) => verdict.wrong),
    count((verdict) => verdict.leaks.length > 0),
    quantile(durations, 0.5).toFixed(0),
    quantile(durations, 0.95).toFixed(0),
  ];
}

/** Nearest-rank quantile of `values`; 0 of none. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function aligned(rows: string[][]): string {
  const widths = ["", ...COLUMNS].map((_, column) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
        )
        .join(""),
    )
    .join("\n");
}
