import { LRUCache } from "lru-cache";
import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as bulgarian } from "@orama/stemmers/bulgarian";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as greek } from "@orama/stemmers/greek";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as indonesian } from "@orama/stemmers/indonesian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as lithuanian } from "@orama/stemmers/lithuanian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as serbian } from "@orama/stemmers/serbian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as turkish } from "@orama/stemmers/turkish";
import { stemmer as ukrainian } from "@orama/stemmers/ukrainian";

const stemmers: Partial<Record<string, (word: string) => string>> = {
  ar: arabic,
  bg: bulgarian,
  da: danish,
  de: german,
  el: greek,
  en: english,
  es: spanish,
  fi: finnish,
  fr: french,
  hu: hungarian,
  id: indonesian,
  it: italian,
  lt: lithuanian,
  nb: norwegian,
  nl: dutch,
  nn: norwegian,
  no: norwegian,
  pt: portuguese,
  ro: romanian,
  ru: russian,
  sr: serbian,
  sv: swedish,
  tr: turkish,
  uk: ukrainian,
};

/** The language of an Odoo or BCP 47 code: "de" of "de_CH", "sr" of "sr@latin"; "en" if unreadable. */
export function languageOf(code: string): string {
  return /^[a-z]{2,3}(?=$|[_@-])/.exec(code.toLowerCase())?.[0] ?? "en";
}

/** Forms by language and word: a question reads the same few hundred words many times. */
const known = new LRUCache<string, string>({ max: 50_000 });

/** The stem of a lower-case word; the word itself where the language has no stemmer. */
export function stem(word: string, code: string): string {
  // Numbers and references have no inflection, and some stemmers eat the digits' suffixes.
  if (/\p{N}/u.test(word)) return word;
  const language = languageOf(code);
  const key = `${language} ${word}`;
  let form = known.get(key);
  if (form === undefined) {
    form = stemmers[language]?.(word) ?? word;
    known.set(key, form);
  }
  return form;
}
