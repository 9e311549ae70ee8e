/**
 * Numbers as they are written out in prose, in the languages of the question types. Without one: "one",
 * "un" and "ein" mostly count nothing.
 */
export const numberWords: ReadonlySet<string> = new Set(
  `two three four five six seven eight nine ten eleven twelve thirteen twenty thirty forty fifty sixty
  hundred thousand million billion dozen
  zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend dutzend
  dos tres cuatro cinco seis siete ocho nueve diez once doce veinte cien mil docena
  deux trois quatre cinq sept huit neuf dix onze douze vingt cent mille douzaine`.split(/\s+/),
);

/** A number, in figures or written out. */
export const anyNumber = new RegExp(
  `\\d|(?<!\\p{L})(?:${[...numberWords].join("|")})(?!\\p{L})`,
  "iu",
);
