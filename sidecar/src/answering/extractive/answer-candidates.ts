import type { RenderedSection, SectionLine } from "../../odoo/session.ts";
import type { Part } from "../../question/question.ts";
import type { LinkedRecord } from "./linking.ts";
import { isEmpty, isProse } from "./prose.ts";
import { holds } from "./reading.ts";
import type { ReadLine, Vocabulary } from "./reading.ts";

/** Words of a record that may be quoted. */
export interface Quoted {
  section: RenderedSection;
  line: SectionLine;
  /** Stands literally in the section's text. */
  quote: string;
}

/**
 * What one part of a question may be answered with: a field of a record, prose of one, a column of its
 * rows, a line of a planned activity, or its name.
 */
export interface AnswerCandidate {
  of: LinkedRecord;
  kind: "field" | "prose" | "rows" | "activity" | "name";
  /** What the value is of, in the asker's language. */
  label: string;
  /** Every value that it has, for comparison. */
  values: string[];
  /** Odoo's field type. */
  type: string | null;
  /** The value is a person or an organisation. */
  isParty: boolean;
  /** Zero or No, which a form shows and an index doesn't. */
  isQuiet: boolean;
  /** The form shows the field, and nothing is filled in. */
  isUnfilled: boolean;
  quoted: Quoted[];
  /** Of rows: the weighted share of the part's words in those chosen; how many those are. */
  rows: { share: number; chosen: number } | undefined;
}

/** Rows of one record listed in one answer, and lines of one value. */
const maxRows = 6;

/** All that a part could be answered with from one record. */
export function candidatesIn(
  of: LinkedRecord,
  part: Part,
  vocabulary: Vocabulary,
): AnswerCandidate[] {
  const header = of.read.lines.find((it) => it.section.kind === "header");
  return [
    ...(header ? [nameOf(of, header)] : []),
    ...fieldsOf(of),
    ...quietOf(of),
    ...rowsOf(of, part, vocabulary),
  ];
}

const plain = { isParty: false, isQuiet: false, isUnfilled: false, rows: undefined };

function nameOf(of: LinkedRecord, { section, line }: ReadLine): AnswerCandidate {
  const { record } = of.read;
  return {
    ...{ ...plain, of, kind: "name", type: "char", isParty: record.isParty },
    ...{ label: record.modelLabel, values: [record.name] },
    quoted: [{ section, line, quote: line.text }],
  };
}

/** Each field once: an address or a list in several lines is one value. */
function fieldsOf(of: LinkedRecord): AnswerCandidate[] {
  const found = new Map<string, AnswerCandidate>();
  for (const { section, line } of of.read.lines) {
    if (section.kind !== "fields" && section.kind !== "activity") continue;
    if (line.label === null || isEmpty(line)) continue;
    const quoted = { section, line, quote: line.text };
    const key = `${section.section} ${line.field ?? line.label}`;
    const known = found.get(key);
    if (known) {
      known.values.push(line.value ?? "");
      if (known.quoted.length < maxRows) known.quoted.push(quoted);
      continue;
    }
    found.set(key, {
      ...{ ...plain, of, type: line.type, isParty: line.party, quoted: [quoted] },
      kind: section.kind === "activity" ? "activity" : isProse(line) ? "prose" : "field",
      ...{ label: line.label, values: [line.value ?? ""] },
    });
  }
  return [...found.values()];
}

function quietOf(of: LinkedRecord): AnswerCandidate[] {
  return of.read.record.sections.flatMap((section) =>
    section.quiet.flatMap((line): AnswerCandidate[] => {
      if (line.label === null) return [];
      return [
        {
          ...{ ...plain, of, kind: "field", type: line.type, isParty: line.party },
          ...{ label: line.label, values: line.value === null ? [] : [line.value] },
          ...{ isQuiet: line.value !== null, isUnfilled: line.value === null },
          quoted: [{ section, line, quote: line.text }],
        },
      ];
    }),
  );
}

/** One a column; of the rows those that have most of the part's words, all where none has any. */
function rowsOf(of: LinkedRecord, part: Part, vocabulary: Vocabulary): AnswerCandidate[] {
  const lists = Map.groupBy(
    of.read.lines.filter((it) => it.section.kind === "line"),
    (it) => it.line.field,
  );
  const own = part.words.filter((word) => of.found.get(word.word) !== "name");
  const total = own.reduce((sum, word) => sum + vocabulary.weigh(word), 0);
  return [...lists.values()].flatMap((rows) => {
    const weights = rows.map((row) =>
      own.reduce((sum, word) => sum + (holds(row, word) ? vocabulary.weigh(word) : 0), 0),
    );
    const most = Math.max(...weights);
    const chosen = rows.filter((_, at) => weights[at] === most).slice(0, maxRows);
    const share = total === 0 ? 0 : most / total;
    return columnsOf(of, chosen, { share, chosen: chosen.length });
  });
}

function columnsOf(
  of: LinkedRecord,
  chosen: ReadLine[],
  rows: AnswerCandidate["rows"],
): AnswerCandidate[] {
  const columns = new Map<string, AnswerCandidate>();
  for (const { section, line } of chosen) {
    for (const cell of line.cells) {
      if (cell.label === null) continue;
      const quoted = { section, line, quote: line.text };
      const known = columns.get(cell.label);
      if (known) {
        known.values.push(cell.value ?? "");
        known.quoted.push(quoted);
        continue;
      }
      columns.set(cell.label, {
        ...{ ...plain, of, kind: "rows", type: cell.type, isParty: cell.party, rows },
        ...{ label: cell.label, values: [cell.value ?? ""], quoted: [quoted] },
      });
    }
  }
  return [...columns.values()];
}
