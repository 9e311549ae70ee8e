import { hasCount } from "./counted.ts";
import { has } from "./lexicon.ts";
import type { ReadLine, ReadRecord } from "./lexicon.ts";
import { isEmpty, isProse, isRepeated, ownWords, passage, pieces } from "./passage.ts";
import type { Passage, Piece, Reader } from "./passage.ts";
import { speaksOf } from "./phrases.ts";
import type { QuestionType } from "./question-type.ts";

/** How much of the question's words a passage must hold when nothing else speaks for it. */
const leastLexical = 0.34;

/** Openings and farewells say nothing. */
export const courtesy =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|day)|thanks|thank you|(?:best|kind|warm)? ?regards|cheers|sincerely|hallo|guten (?:tag|morgen)|sehr geehrte|liebe[rs]?|danke|vielen dank|(?:mit )?(?:freundlichen|besten|vielen) gr|hola|buen[oa]s|estimad|gracias|muchas gracias|saludos|un saludo|atentamente|bonjour|bonsoir|cher|chère|merci|cordialement|bien à vous)\b[^.?!]{0,40}[,.!:]?\s*$/iu;

/** Messages by age, oldest first: what a customer wants is in what he wrote first. */
function oldestFirst(read: ReadRecord): ReadLine[] {
  return read.lines
    .filter((it) => it.section.kind === "message")
    .map((it, at) => ({ it, at }))
    .sort(
      (left, right) =>
        (left.it.section.date ?? "").localeCompare(right.it.section.date ?? "") ||
        // They come newest first.
        right.at - left.at,
    )
    .map(({ it }) => it);
}

/** Characters of a sentence that is worth quoting, and of one that is more than a note. */
export const shortest = 15;
const substantial = 60;
/** Words of the question within a message say more than its place in the conversation. */
const spokenOf = 0.3;

/** Sentences of the messages, from the first or from the last one on. */
export function byMessages(reader: Reader, type: QuestionType): Passage[] {
  const first = type.fields.indexOf("message:first");
  const last = type.fields.indexOf("message:last");
  if (first < 0 && last < 0) return [];
  const { question, fit } = reader;
  const found: Passage[] = [];
  // Without author and subject it is an entry of Odoo's own: "Order created".
  const written = new Set(
    fit.read.lines
      .filter((it) => it.line.field === "author_id" || it.line.field === "subject")
      .map((it) => it.section),
  );
  const inOrder = oldestFirst(fit.read).filter(
    (it) => it.line.label === null && written.has(it.section),
  );
  const all = last >= 0 ? inOrder.reverse() : inOrder;
  all.forEach((it, rank) => {
    for (const at of pieces(it, question.languages)) {
      if (courtesy.test(at.quote) || at.quote.length < shortest) continue;
      const speaks = last >= 0 ? rank === 0 : speaksOf(at.quote, type, question.languages);
      // Prose of the first message says it even in words that the table lacks, a short note doesn't.
      const opens = rank === 0 && at.quote.length >= substantial;
      const answers = (speaks ? 0.85 : opens ? 0.55 : 0.4) - 0.02 * Math.min(rank, 8);
      const made = passage(reader, at, type, answers);
      found.push(
        ownWords(reader).some((word) => has(at.stems, word))
          ? passage(reader, at, type, Math.min(0.95, answers + spokenOf * made.lexical))
          : made,
      );
    }
  });
  // Where some speak of the question's words, the others say something else.
  const asked = ownWords(reader).filter((word) => !word.distinctive);
  const speaking = found.filter((it) => asked.some((word) => has(it.stems, word)));
  return speaking.length > 0 ? speaking : found;
}

/** "Who has to approve it?", where a message speaks of approval: no field beside it says who. */
export function byVerb(reader: Reader, type: QuestionType): Passage[] {
  if (type.name !== "who") return [];
  const verbs = reader.clause.about.filter((word) => !word.naming && !word.distinctive);
  return oldestFirst(reader.fit.read)
    .filter((it) => it.line.label === null)
    .flatMap((it) => pieces(it, reader.question.languages))
    .filter((at) => verbs.some((word) => has(at.stems, word)))
    .map((at) => ({ ...passage(reader, at, type, 0.8), kindFits: true }));
}

/** Prose that speaks of what is asked, where no field holds it. */
export function byProse(reader: Reader, type: QuestionType): Passage[] {
  const { question, fit } = reader;
  return fit.read.lines
    .filter((it) => isProse(it.line) && it.section.kind !== "header")
    .flatMap((it) => pieces(it, question.languages))
    .filter((at) => speaksOf(at.quote, type, question.languages))
    .map((at) => passage(reader, at, type, 0.5))
    .filter((it) => it.kindFits !== false);
}

/** How many or how large, where no field says it: numbers in what the record is described by. */
export function byNumbers(reader: Reader, type: QuestionType): Passage[] {
  if (type.kind !== "quantity" || reader.fit.named < 0.5) return [];
  return described(reader)
    .filter((at) => /\d/.test(at.quote))
    .map((at) => passage(reader, at, type, 0.6));
}

/** "How many chairs …?": sentences with a number beside chairs. */
export function byCount(reader: Reader, type: QuestionType): Passage[] {
  if (type.kind !== "quantity") return [];
  const { question, fit, clause } = reader;
  const own = [...clause.about, ...clause.optional];
  // Only what speaks of it at all is read word by word.
  const speaks = ({ stems }: ReadLine): boolean => own.some((word) => has(stems, word));
  return fit.read.lines
    .filter((it) => it.section.kind !== "header" && isProse(it.line) && speaks(it))
    .flatMap((it) => pieces(it, question.languages))
    .filter((at) => speaks(at) && hasCount(question, at.quote) === true)
    .map((at) => passage(reader, at, type, 0.85));
}

/** For a clause that asks for nothing the table knows: lines and sentences in its own words. */
export function byWords(reader: Reader, least = leastLexical): Passage[] {
  const { question, fit } = reader;
  const own = ownWords(reader);
  if (!reader.clause.about.some((word) => own.includes(word))) {
    const described = byDescription(reader);
    if (described.length > 0) return described;
  }
  // Words of the record's name alone would make every line of it fit.
  if (own.length === 0) return [];
  return fit.read.lines
    .filter((it) => it.section.kind !== "header" && !isEmpty(it.line))
    .flatMap((it) => pieces(it, question.languages))
    .map((at) => passage(reader, at, undefined, 0))
    .filter((it) => it.lexical >= least || isChosen(it, reader))
    .map((it) => ({
      ...it,
      answers: isChosen(it, reader) ? 0.8 : (isProse(it.line) ? 0.5 : 0.6) * it.lexical,
    }));
}

/** "Is it a service or goods?": the value is one of the words offered. */
function isChosen({ line }: Passage, { clause, question }: Reader): boolean {
  return clause.polar && line.type === "selection" && isRepeated(line.value, question);
}

/** Of a record that the question names and asks nothing else about: what it is described by. */
function byDescription(reader: Reader): Passage[] {
  const { named, focus, identifiers } = reader.fit;
  return named < 0.6 && !focus.open && identifiers.size === 0
    ? []
    : described(reader).map((at) => passage(reader, at, undefined, 0.5));
}

function described({ question, fit }: Reader): Piece[] {
  return fit.read.lines
    .filter((it) => it.section.kind === "fields" && /^(text|html)$/.test(it.line.type ?? ""))
    .flatMap((it) => pieces(it, question.languages));
}
