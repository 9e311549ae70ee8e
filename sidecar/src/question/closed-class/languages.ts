import { closedWords } from "./closed-class.ts";
import type { ClosedClass, ClosedWords } from "./closed-class.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { nl } from "./nl.ts";
import { pt } from "./pt.ts";

const files: Record<string, ClosedClass> = { en, de, es, fr, it, nl, pt };

const read = new Map(Object.entries(files).map(([code, classes]) => [code, closedWords(classes)]));

/** Languages that have a file; any other one is read without interrogatives. */
export const closedClassLanguages = [...read.keys()];

/** The closed classes of a language such as "de"; undefined where it has no file. */
export function closedClassOf(language: string): ClosedWords | undefined {
  return read.get(language);
}
