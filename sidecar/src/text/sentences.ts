import { languageOf } from "./stem.ts";

const segmenters = new Map<string, Intl.Segmenter>();

/** Ends a sentence for the segmenter and not for people. */
const abbreviation =
  /(?:^|[\s(])(?:\p{Lu}|\p{L}\.\p{L}|mr|mrs|ms|dr|prof|st|no|nr|inc|ltd|co|corp|e\.g|i\.e|z\.\s?b|bzw|ca|usw|str|tel|sr|sra|ud|uds|p\.\s?ej|etc|vs|approx|env)\.\s*$/iu;

/** "am 3. Mai": where ordinals are written with a dot, it ends no sentence. */
const ordinal = /(?:^|[\s(])\d{1,2}\.\s*$/;
const dottedOrdinals = new Set(["cs", "da", "de", "fi", "hu", "nb", "nn", "no", "pl", "sk"]);

/**
 * The sentences of a paragraph, each a literal part of it without the space around it.
 * `Intl.Segmenter` breaks after abbreviations and initials; those pieces are put together again.
 */
export function sentences(paragraph: string, code: string): string[] {
  const language = languageOf(code);
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
    segmenters.set(language, segmenter);
  }
  const found: string[] = [];
  let open = "";
  for (const { segment } of segmenter.segment(paragraph)) {
    open += segment;
    if (abbreviation.test(open)) continue;
    if (dottedOrdinals.has(language) && ordinal.test(open)) continue;
    if (open.trim() !== "") found.push(open.trim());
    open = "";
  }
  if (open.trim() !== "") found.push(open.trim());
  return found;
}
