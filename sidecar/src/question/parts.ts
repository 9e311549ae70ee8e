import { fold, stripAccents } from "../text/tokenize.ts";
import { asking } from "./closed-class/closed-class.ts";
import type { Asks, ClosedWords } from "./closed-class/closed-class.ts";

interface Token {
  word: string;
  start: number;
  end: number;
  /** What follows it in the text: "." may end a sentence, or an abbreviation. */
  ends: "no" | "perhaps" | "yes";
}

interface Asked {
  text: string;
  asks: Set<Asks>;
  isPolar: boolean;
}

/** Words that one interrogative may have: "how long ago". */
const longest = 3;

/**
 * The parts of a question that ask for something of their own: sentences, and what a conjunction or a
 * comma with a further interrogative begins. One that asks nothing ("Hello, I am back.") is added to the
 * next, the last of them ("Thanks!") to the one before. One pass over its words.
 */
export function partsOf(text: string, closed: ClosedWords | undefined): Asked[] {
  const tokens = tokensOf(text);
  const borders = [0];
  const asked: { at: number; asks: Asks }[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const before = tokens[at - 1];
    if (before?.ends === "yes") borders.push(at);
    const found = closed && interrogativeAt(tokens, at, closed);
    if (!found) continue;
    asked.push({ at, asks: found.asks });
    const begins = beginningOf(tokens, at, closed);
    if (begins !== undefined && begins > (borders.at(-1) ?? 0)) borders.push(begins);
    at += found.size - 1;
  }
  const pieces = borders.map((from, at) => ({ from, to: borders[at + 1] ?? tokens.length }));
  let next = 0;
  const parts: Asked[] = [];
  let open: { from: number; to: number } | undefined;
  for (const piece of pieces) {
    const joined: { from: number; to: number } = open ? { from: open.from, to: piece.to } : piece;
    const asks = new Set<Asks>();
    for (let it = asked[next]; it && it.at < piece.to; it = asked[next]) {
      asks.add(it.asks);
      next += 1;
    }
    const isPolar = closed?.auxiliaries.has(tokens[piece.from]?.word ?? "") === true;
    // What asks nothing still says what it is about.
    if (asks.size === 0 && !isPolar && piece !== pieces.at(-1)) {
      open = joined;
      continue;
    }
    const start = joined.from === 0 ? 0 : tokens[joined.from]?.start;
    const end = tokens[joined.to]?.start ?? text.length;
    const said = text.slice(start, end).trim();
    const last = parts.at(-1);
    // "And Azure Interior?" asks what was asked before.
    if (last && asks.size === 0 && !isPolar && !said.endsWith("?")) last.text += ` ${said}`;
    else parts.push({ text: said, asks, isPolar });
    open = undefined;
  }
  const [first] = parts;
  return first ? parts : [{ text, asks: new Set(), isPolar: false }];
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (const { 0: written, index } of text.matchAll(/[\p{L}\p{N}]+|[?;!.\n,&]/gu)) {
    if (/^[?;!.\n]$/.test(written)) {
      const last = found.at(-1);
      if (last?.ends !== "yes" && last) last.ends = /[.\n]/.test(written) ? "perhaps" : "yes";
      continue;
    }
    found.push({
      word: stripAccents(fold(written)),
      start: index,
      end: index + written.length,
      ends: "no",
    });
  }
  return found;
}

function interrogativeAt(
  tokens: Token[],
  at: number,
  closed: ClosedWords,
): { asks: Asks; size: number } | undefined {
  for (let size = longest; size > 0; size -= 1) {
    const some = tokens.slice(at, at + size);
    if (some.length < size) continue;
    const entry = some.map((it) => it.word).join(" ");
    const asks = asking.find((it) => closed[it].has(entry));
    if (asks) return { asks, size };
  }
  return undefined;
}

/** Where the part begins whose interrogative stands here; undefined where it goes on with one before. */
function beginningOf(tokens: Token[], at: number, closed: ClosedWords): number | undefined {
  const led = closed.prepositions.has(tokens[at - 1]?.word ?? "") ? at - 1 : at;
  const { word: before = "", ends = "no" } = tokens[led - 1] ?? {};
  const isBorder =
    ends === "perhaps" || before === "," || before === "&" || closed.conjunctions.has(before);
  return isBorder ? led : undefined;
}
