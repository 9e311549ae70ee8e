import { estimateTokens } from "../model/tokens.ts";
import { sha256 } from "../text/hash.ts";
import { sentences } from "../text/sentences.ts";
import { indexTerms, tokenizerVersion } from "../text/tokenize.ts";
import type { TermCounts } from "../text/tokenize.ts";

/**
 * Name of what this file does to a section. Raise it with any change of where chunks begin and end or
 * of what is embedded: the index is then built anew beside the old one.
 */
export const chunkerVersion = "2";

/** A section as the index needs it; what Odoo renders has more. */
export interface IndexableSection {
  section: string;
  kind: string;
  /** ISO, or null. */
  date: string | null;
  /** Language of the text, as Odoo names it; the record's where absent. */
  lang?: string | null;
  lines: { text: string }[];
}

/** A part of a section, as terms. Points to its section, never to a running part in the text. */
export interface Chunk {
  section: string;
  lang: string;
  part: number;
  contentHash: string;
  dated: string | null;
  counts: Map<string, number>;
  length: number;
  /** What is embedded: the record's name, a line end, the part. Never stored. */
  text: string;
}

/** Terms per chunk: passages of about this size keep BM25's length norm meaningful. */
const maxTerms = 200;

/**
 * Estimated tokens per chunk: a long paragraph, and about as much as an embedder on two cores
 * computes in the 200 ms that a question may wait.
 */
const passageTokens = 260;
/** Of the window, for what the embedder puts around a text ("passage: ", first and last token). */
const reservedTokens = 12;
/** A longer name would leave no room for what it names. */
const maxNameTokens = 40;

/** Tokens that a chunk's part may have beside its record's name. */
export function partTokens(window = 512): number {
  return Math.max(16, Math.min(passageTokens, window - reservedTokens - maxNameTokens));
}

interface Piece {
  text: string;
  terms: TermCounts;
  tokens: number;
}

/**
 * Cuts a section into chunks at line borders, within a longer line at sentence borders, and within a
 * longer sentence at spaces. Every chunk carries the record's name: a message seldom says what it is
 * about.
 *
 * @param window tokens that the embedder reads at once
 */
export function chunk(
  name: string,
  section: IndexableSection,
  recordLang: string,
  window?: number,
): Chunk[] {
  const lang = section.lang ?? recordLang;
  const maxTokens = partTokens(window);
  const fits = ({ terms, tokens }: Piece): boolean =>
    terms.length <= maxTerms && tokens <= maxTokens;
  const piece = (text: string): Piece => ({
    text,
    terms: indexTerms(text, lang),
    tokens: estimateTokens(text),
  });
  const pieces = section.lines
    .map((line) => piece(line.text))
    .flatMap((line) => (fits(line) ? [line] : sentences(line.text, lang).map(piece)))
    .flatMap((line) =>
      line.tokens <= maxTokens ? [line] : slices(line.text, maxTokens).map(piece),
    );

  const title = section.lines.some((line) => line.text.includes(name)) ? "" : name;
  const parts: Piece[][] = [];
  let size = { length: 0, tokens: 0 };
  for (const it of pieces) {
    const last = parts.at(-1);
    const grown = { length: size.length + it.terms.length, tokens: size.tokens + it.tokens };
    if (last && grown.length <= maxTerms && grown.tokens <= maxTokens) {
      last.push(it);
      size = grown;
    } else {
      parts.push([it]);
      size = { length: it.terms.length, tokens: it.tokens };
    }
  }

  const titleTerms = indexTerms(title, lang);
  const heading = slices(name, maxNameTokens)[0] ?? "";
  return parts.flatMap((part, at) => {
    const counts = new Map(titleTerms.counts);
    for (const { terms } of part) {
      for (const [term, count] of terms.counts) counts.set(term, (counts.get(term) ?? 0) + count);
    }
    if (counts.size === 0) return [];
    const body = part.map((it) => it.text).join("\n");
    return [
      {
        section: section.section,
        lang,
        part: at,
        // The versions belong to it: equal text under other rules is another chunk.
        contentHash: sha256([tokenizerVersion, lang, name, body].join("\n")),
        dated: section.date,
        counts,
        length: titleTerms.length + part.reduce((sum, it) => sum + it.terms.length, 0),
        text: `${heading}\n${body}`,
      },
    ];
  });
}

/** A text in pieces of at most so many tokens, cut at spaces where there are any. */
function slices(text: string, maxTokens: number): string[] {
  const found: string[] = [];
  let open = "";
  let tokens = 0;
  for (const word of text.split(/(?<=\s)/).flatMap((it) => unbroken(it, maxTokens))) {
    const more = estimateTokens(word);
    if (open !== "" && tokens + more > maxTokens) {
      found.push(open.trim());
      open = "";
      tokens = 0;
    }
    open += word;
    tokens += more;
  }
  if (open.trim() !== "") found.push(open.trim());
  return found;
}

/** A word without end (base64, a script without spaces) in pieces that fit whatever it holds. */
function unbroken(word: string, maxTokens: number): string[] {
  if (estimateTokens(word) <= maxTokens) return [word];
  const characters = Array.from(word);
  return Array.from({ length: Math.ceil(characters.length / maxTokens) }, (_, at) =>
    characters.slice(at * maxTokens, (at + 1) * maxTokens).join(""),
  );
}
