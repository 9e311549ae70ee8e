import { fold, stems, stripAccents } from "../text/tokenize.ts";
import { closedClassOf } from "./closed-class/languages.ts";
import { maxParts, readQuestion } from "./question.ts";
import type { Question } from "./question.ts";
import { isClosed } from "./words.ts";

const token = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;
/** Words of one label in a question, the longest first. */
const sizes = [4, 3, 2, 1];
/** Labels are stemmed under so many languages. */
const languagesRead = 3;

/**
 * A question of one part, with a part for each of the things that it asks of one in one breath: "the phone and
 * e-mail of Azure Interior". A closed class joins them, and one record has a label for each. Linear in the
 * question's length.
 *
 * @param records labels of each record that was read, looked at only where something joins words
 */
export function withCoordinated(
  question: Question,
  records: Iterable<ReadonlySet<string>>,
): Question {
  const { text, languages, before } = question;
  const closed = closedClassOf(languages[0] ?? "en");
  const tokens = [...text.matchAll(token)].map(({ 0: written, index }) => {
    const word = stripAccents(fold(written));
    const joins = /^[,&]$/.test(word) || closed?.conjunctions.has(word) === true;
    const isSmall = joins || isClosed(fold(written), languages[0] ?? "en", closed);
    const isWord = !isSmall && /^[\p{L}\p{N}]/u.test(word);
    return { word, joins, isSmall, isWord, start: index, end: index + written.length };
  });
  if (question.parts.length > 1 || !tokens.some((it) => it.joins)) return question;

  // Many records have the same labels.
  const stemmed = new Map<string, string[]>();
  const keysOf = (label: string): string[] => {
    const keys =
      stemmed.get(label) ??
      languages
        .slice(0, languagesRead)
        .map((code) => `${code} ${stems(label.replaceAll("-", ""), code).join(" ")}`);
    stemmed.set(label, keys);
    return keys;
  };
  const labelled = Array.from(records, (labels) => new Set([...labels].flatMap(keysOf)));
  const known = (label: string): string[] =>
    keysOf(label).filter((key) => labelled.some((its) => its.has(key)));
  const labelAt = (from: number) => {
    for (const size of sizes) {
      const [first, last] = [tokens[from], tokens[from + size - 1]];
      if (!first?.isWord || !last?.isWord) continue;
      const said = text.slice(first.start, last.end);
      const keys = known(said);
      if (keys.length > 0) return { said, keys, size, to: from + size, ...first, end: last.end };
    }
    return undefined;
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const runs: NonNullable<ReturnType<typeof labelAt>>[] = [];
    let run = labelAt(at);
    while (run) {
      runs.push(run);
      let next = run.to;
      while (tokens[next]?.isSmall) next += 1;
      run = tokens[run.to]?.joins ? labelAt(next) : undefined;
    }
    const [first, last] = [runs[0], runs.at(-1)];
    if (!first || !last) continue;
    at = last.to - 1;
    const areOfOne = labelled.some((its) =>
      runs.every(({ keys }) => keys.some((it) => its.has(it))),
    );
    const areApart = new Set(runs.map(({ keys }) => keys[0])).size === runs.length;
    // "order and delivery date" are two dates.
    const head = last.size > 1 ? tokens[last.to - 1]?.word : undefined;
    const shares = head !== undefined && runs.some((it) => known(`${it.said} ${head}`).length > 0);
    if (runs.length < 2 || runs.length > maxParts || !areOfOne || !areApart || shares) continue;
    const parts = runs.flatMap(({ said }) => {
      const asked = text.slice(0, first.start) + said + text.slice(last.end);
      const alone = readQuestion(asked, languages, before === undefined ? [] : [before]);
      return alone.parts.map((part) => ({ ...part, alone }));
    });
    return { ...question, parts };
  }
  return question;
}
