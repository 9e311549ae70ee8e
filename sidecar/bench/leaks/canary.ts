import type { Random } from "./random.ts";

const consonants = "bdfgklmnprstvz".split("");
const vowels = "aeiou".split("");
const endings = "kmtz".split("");

/** Words that no dictionary and no demo record has, each given out once. */
export class Words {
  readonly #random: Random;
  readonly #used = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Like "Tadesaruk": letters only, so that it is a word to the index. */
  word(syllables: number): string {
    for (;;) {
      const pairs = Array.from(
        { length: syllables },
        () => this.#random.pick(consonants) + this.#random.pick(vowels),
      );
      const word = `${pairs.join("")}${this.#random.pick(endings)}`;
      if (this.#used.has(word)) continue;
      this.#used.add(word);
      return word.charAt(0).toUpperCase() + word.slice(1);
    }
  }

  /** For fields of figures: six digits. */
  figure(): number {
    for (;;) {
      const figure = this.#random.whole(200_001, 998_999);
      if (figure % 1000 === 0 || this.#used.has(String(figure))) continue;
      this.#used.add(String(figure));
      return figure;
    }
  }
}

/** What must reach nobody but who may read it. */
export class Canary {
  readonly word: string;
  readonly figure: number;
  readonly #pattern: RegExp;

  /** @param counts whether the secret is the figure and not the word */
  constructor(words: Words, counts: boolean) {
    this.word = words.word(5);
    this.figure = words.figure();
    const digits = String(this.figure);
    this.#pattern = counts
      ? new RegExp(`(?<!\\d)${digits.slice(0, 3)}\\D?${digits.slice(3)}(?!\\d)`)
      : new RegExp(this.word, "i");
  }

  /** Whether it stands in a reply; ids and hashes of a reply can't hold it but by chance. */
  isIn(reply: string): boolean {
    return this.#pattern.test(
      reply.replace(/[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ""),
    );
  }
}
