import type { RenderedSection, SectionLine } from "../../odoo/session.ts";
import type { PermittedRecord } from "../../permission/permit.ts";
import type { QuestionWord } from "../../question/words.ts";
import { fold, stems } from "../../text/tokenize.ts";

/** A line of a permitted record with the stems it stands under. */
export interface ReadLine {
  section: RenderedSection;
  line: SectionLine;
  stems: ReadonlySet<string>;
}

/** A permitted record, its words made ready to be compared with a question's. */
export interface ReadRecord {
  record: PermittedRecord;
  name: ReadonlySet<string>;
  lines: ReadLine[];
}

/**
 * The words of the permitted records, and of nothing else: how much a word of the question weighs is
 * decided here and never by the index, which knows records that the asker may not read. A word in no
 * permitted record is unknown, and weighs most.
 */
export interface Vocabulary {
  records: ReadRecord[];
  /** 0.25 for a word of every record to 1 for an unknown one; names and numbers weigh more. */
  weigh(word: QuestionWord): number;
}

/** Rarity below this many records would be chance. */
const leastRecords = 10;
const nameWeight = 1.6;
const leastRarity = 0.25;
/** Question and record are seldom in more languages; each one costs a pass over the text. */
const languagesRead = 3;

/** Stems of a text under each of the languages. */
export function stemsOf(text: string, languages: string[]): Set<string> {
  return new Set(languages.slice(0, languagesRead).flatMap((code) => stems(text, code)));
}

/** `stemsOf` for labels, of which many records have the same: each is stemmed once. */
export function labelStems(languages: string[]): (label: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (label) => {
    const stems = known.get(label) ?? stemsOf(label, languages);
    known.set(label, stems);
    return stems;
  };
}

/** Without addresses of the net: "info" of info@… is no word of the record. */
function bare(text: string): string {
  return text
    .split(" ")
    .filter((it) => !it.includes("@") && !it.includes("://"))
    .join(" ");
}

export function has(among: ReadonlySet<string>, word: QuestionWord): boolean {
  return word.forms.some((form) => among.has(form));
}

/** Whether a text has a code, in whatever way its parts are joined: "FURN_8888" as "furn 8888". */
export function bearsCode(text: string, { pieces }: Pick<QuestionWord, "pieces">): boolean {
  const code = pieces.join("");
  if (code === "") return false;
  const parts = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((it) => it !== "");
  return parts.some((_, from) => {
    let joined = "";
    for (let at = from; joined.length < code.length && at < parts.length; at += 1) {
      joined += parts[at] ?? "";
      if (!code.startsWith(joined)) return false;
    }
    return joined === code;
  });
}

/** Whether a line has a word of the question, a code in it included. */
export function holds({ stems: own, line }: ReadLine, word: QuestionWord): boolean {
  return has(own, word) || bearsCode(line.text, word);
}

export function readRecords(records: PermittedRecord[], languages: string[]): Vocabulary {
  const known = records.map((record): ReadRecord => ({
    record,
    name: stemsOf(record.name, languages),
    lines: record.sections.flatMap((section) =>
      section.lines.map((line) => ({ section, line, stems: stemsOf(bare(line.text), languages) })),
    ),
  }));
  const count = Math.max(leastRecords, known.length);
  const idf = (df: number): number => Math.log(1 + (count - df + 0.5) / (df + 0.5));
  const weights = new Map<string, number>();
  return {
    records: known,
    weigh(word) {
      let weight = weights.get(word.word);
      if (weight === undefined) {
        const df = known.filter(
          (it) => has(it.name, word) || it.lines.some((line) => holds(line, word)),
        ).length;
        weight = Math.max(leastRarity, idf(df) / idf(0)) * (word.isName ? nameWeight : 1);
        weights.set(word.word, weight);
      }
      return weight;
    },
  };
}

/** Labels of all that records were rendered with, and the names of their models. */
export function labelsIn(records: PermittedRecord[]): Set<string> {
  const found = new Set<string>();
  for (const { modelLabel, sections } of records) {
    found.add(modelLabel);
    for (const { kind, lines, quiet } of sections) {
      for (const { label, cells } of [...lines, ...quiet]) {
        // A row's own label counts it: "Order Lines, line 3".
        if (label !== null && kind !== "line") found.add(label);
        for (const cell of cells) if (cell.label !== null) found.add(cell.label);
      }
    }
  }
  found.delete("");
  return found;
}
