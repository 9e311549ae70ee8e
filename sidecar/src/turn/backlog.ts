/**
 * What could be written nowhere, since everything that keeps things is away; in memory until a part is
 * back, and lost with the process.
 */
export class Backlog<Entry> {
  readonly #most: number;
  #entries: Entry[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** @returns how many older entries had to go for it */
  add(entry: Entry): number {
    this.#entries.push(entry);
    const tooMany = Math.max(0, this.#entries.length - this.#most);
    this.#entries.splice(0, tooMany);
    return tooMany;
  }

  /**
   * Hands the entries over, the oldest first, until one is not taken.
   *
   * @param write throws, or resolves to false, while nothing takes it
   */
  async flush(write: (entry: Entry) => Promise<boolean>): Promise<void> {
    for (let entry; (entry = this.#entries[0]) !== undefined;) {
      if (!(await write(entry))) return;
      const at = this.#entries.indexOf(entry);
      if (at >= 0) this.#entries.splice(at, 1);
    }
  }
}
