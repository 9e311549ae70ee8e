import { abbreviations } from "./abbreviations.ts";
import { languageOf } from "./stem.ts";

const segmenters = new Map<string, Intl.Segmenter>();

/** Ends a sentence for the segmenter and not for people; at the end of what was read. */
const abbreviation = new RegExp(
  String.raw`(?:^|[\s(])(?:\p{Lu}|\p{L}\.\p{L}|${abbreviations})\.$`,
  "iu",
);

/** "am 3. Mai": where ordinals are written with a dot, it ends no sentence. */
const ordinal = /(?:^|[\s(])\d{1,2}\.$/;
const dottedOrdinals = new Set(["cs", "da", "de", "fi", "hu", "nb", "nn", "no", "pl", "sk"]);

/** Characters at the end that tell: more than any abbreviation has, with what stands before it. */
const endLength = 16;

/**
 * The sentences of a paragraph, each a literal part of it without the space around it.
 * `Intl.Segmenter` breaks after abbreviations and initials; those pieces are put together again.
 * Linear in the paragraph's length.
 */
export function sentences(paragraph: string, code: string): string[] {
  const language = languageOf(code);
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
    segmenters.set(language, segmenter);
  }
  const found: string[] = [];
  let from = 0;
  /** Where the last word ended. */
  let end = 0;
  const close = (to: number): void => {
    const sentence = paragraph.slice(from, to).trim();
    if (sentence !== "") found.push(sentence);
    from = to;
  };
  for (const { segment, index } of segmenter.segment(paragraph)) {
    const length = segment.trimEnd().length;
    if (length > 0) end = index + length;
    const tail = paragraph.slice(Math.max(from, end - endLength), end);
    if (abbreviation.test(tail)) continue;
    if (dottedOrdinals.has(language) && ordinal.test(tail)) continue;
    close(index + segment.length);
  }
  close(paragraph.length);
  return found;
}
