import { stems } from "../text/tokenize.ts";
import type { RenderedSection, SectionLine } from "../odoo/session.ts";
import type { PermittedRecord } from "./permit.ts";
import type { AboutWord } from "./clause.ts";

/** A line of a permitted record with the stems it stands under. */
export interface ReadLine {
  section: RenderedSection;
  line: SectionLine;
  stems: ReadonlySet<string>;
}

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
export interface Lexicon {
  records: ReadRecord[];
  /** 0.25 for a word of every record to 1 for an unknown one; names and numbers weigh more. */
  weigh(word: AboutWord): number;
}

/** Rarity below this many records would be chance. */
const leastRecords = 10;
const distinctiveWeight = 1.6;
/** An unknown word that names nothing is most often a verb that the table lacks. */
const verbWeight = 0.35;
/** Nor does one that other records have say which record is meant. */
const loneWeight = 0.7;
const leastRarity = 0.25;

/** Stems of a text under each of the languages. */
export function stemsOf(text: string, languages: string[]): Set<string> {
  return new Set(languages.flatMap((code) => stems(text, code)));
}

/** Without addresses of the net: "info" of info@… is no word of the record. */
function bare(text: string): string {
  return text.replace(/[^\s@]+@[^\s@]+|https?:\/\/\S+/g, " ");
}

export function has(among: ReadonlySet<string>, word: AboutWord): boolean {
  return word.forms.some((form) => among.has(form));
}

export function makeLexicon(records: PermittedRecord[], languages: string[]): Lexicon {
  // Question and record are seldom in more than two languages; each one costs a pass over the text.
  const read = languages.slice(0, 3);
  const known = records.map((record): ReadRecord => ({
    record,
    name: stemsOf(record.name, read),
    lines: record.sections.flatMap((section) =>
      section.lines.map((line) => ({
        section,
        line,
        stems: stemsOf(bare(line.text), read),
      })),
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
          (it) => has(it.name, word) || it.lines.some((line) => has(line.stems, word)),
        ).length;
        weight =
          Math.max(leastRarity, idf(df) / idf(0)) *
          (word.distinctive
            ? distinctiveWeight
            : word.naming
              ? 1
              : df === 0
                ? verbWeight
                : loneWeight);
        weights.set(word.word, weight);
      }
      return weight;
    },
  };
}
