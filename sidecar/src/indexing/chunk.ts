import { sha256 } from "../text/hash.ts";
import { sentences } from "../text/sentences.ts";
import { indexTerms, tokenizerVersion } from "../text/tokenize.ts";

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
}

/**
 * Terms per chunk. Passages of about this size keep BM25's length norm meaningful and will fit the
 * window of the embedder (512 tokens of multilingual-e5).
 */
const maxTerms = 200;

/**
 * Cuts a section into chunks at line borders, and within a longer line at sentence borders. Every
 * chunk carries the record's name: a message seldom says what it is about.
 */
export function chunk(name: string, section: IndexableSection, recordLang: string): Chunk[] {
  const lang = section.lang ?? recordLang;
  const pieces = section.lines.flatMap((line) => {
    const terms = indexTerms(line.text, lang);
    return terms.length <= maxTerms
      ? [{ text: line.text, terms }]
      : sentences(line.text, lang).map((text) => ({ text, terms: indexTerms(text, lang) }));
  });

  const title = section.lines.some((line) => line.text.includes(name)) ? "" : name;
  const parts: (typeof pieces)[] = [];
  let length = 0;
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last && length + piece.terms.length <= maxTerms) {
      last.push(piece);
      length += piece.terms.length;
    } else {
      parts.push([piece]);
      length = piece.terms.length;
    }
  }

  const titleTerms = indexTerms(title, lang);
  return parts.flatMap((part, at) => {
    const counts = new Map(titleTerms.counts);
    for (const { terms } of part) {
      for (const [term, count] of terms.counts) counts.set(term, (counts.get(term) ?? 0) + count);
    }
    if (counts.size === 0) return [];
    return [
      {
        section: section.section,
        lang,
        part: at,
        // The tokenizer's version belongs to it: equal text under other rules is another chunk.
        contentHash: sha256(
          [tokenizerVersion, lang, title, ...part.map((piece) => piece.text)].join("\n"),
        ),
        dated: section.date,
        counts,
        length: titleTerms.length + part.reduce((sum, piece) => sum + piece.terms.length, 0),
      },
    ];
  });
}
