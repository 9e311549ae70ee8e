/** An indexing request's aim: a question may wait 200 ms behind it, some of them the network's. */
const aimMs = 160;
/** Of a server that answers questions beside it: then only edits wait. */
const aimBesideMs = 1_000;
/** Of a faster measurement in the running mean; a slower one counts at once. */
const share = 0.2;

/**
 * How much text a request may hold so that no question waits long for it: as much as keeps the embedder
 * for about `aimMs`, or for longer once a question has been answered while a request was in work. What
 * a request costs however small (a far server's way) is not counted: questions don't wait for that.
 */
export class Pace {
  #aimMs = aimMs;
  #floorMs = Infinity;
  #msPerToken: number | undefined;

  /** A question or another tiny text was answered. */
  tookTiny(ms: number): void {
    this.#floorMs = Math.min(this.#floorMs, ms);
  }

  /** A question was asked while an indexing request was in work, and answered before that. */
  overtook(): void {
    this.#aimMs = aimBesideMs;
  }

  /** Or after that, so many milliseconds after it was asked. */
  waited(ms: number): void {
    if (ms > aimMs) this.#aimMs = aimMs;
  }

  took(tokens: number, ms: number): void {
    const floorMs = Math.min(this.#floorMs, ms);
    const msPerToken = (ms - floorMs) / Math.max(tokens, 1);
    const mean = this.#msPerToken ?? 0;
    this.#msPerToken = Math.max(msPerToken, mean + share * (msPerToken - mean));
  }

  /** Tokens of the next request; 0 before the first measurement, which takes one text. */
  get tokens(): number {
    return this.#msPerToken === undefined ? 0 : this.#aimMs / Math.max(this.#msPerToken, 1e-6);
  }
}
