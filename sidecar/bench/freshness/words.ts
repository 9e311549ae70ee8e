const CONSONANTS = "bdfgklmnprtvz";
const VOWELS = "aou";
const GOODS = ["crates", "lamps", "shelves", "chairs", "lids", "cables", "panels", "frames"];

/** What one change writes: a text with a word that stands nowhere else, and a price where there is one. */
export interface Text {
  word: string;
  words: string;
  price: number;
}

/** Invented words and texts, each once; the same ones in every run. */
export class Words {
  readonly #given = new Set<string>();
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 ≤ x < 1: mulberry32. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  pick<T>(from: ArrayLike<T>): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }

  /** Ten letters that end as no inflection does, so that no stemmer makes two of them one. */
  next(): string {
    const syllables = Array.from({ length: 5 }, () => this.pick(CONSONANTS) + this.pick(VOWELS));
    const word = syllables.join("");
    if (this.#given.has(word)) return this.next();
    this.#given.add(word);
    return word;
  }

  text(): Text {
    const word = this.next();
    const price = 100 + Math.floor(this.random() * 900_000) / 100;
    const count = 2 + Math.floor(this.random() * 90);
    return {
      word,
      price,
      words: `The edition ${word} comes with ${count} ${this.pick(GOODS)} in two lots before May.`,
    };
  }
}
