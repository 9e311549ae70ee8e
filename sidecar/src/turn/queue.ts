import { RateLimitedError, StoppedError } from "../errors.ts";
import { isAborted } from "../abort.ts";

export interface QueueLimits {
  /** Questions answered at a time, of everybody and of one person. */
  readonly atOnce: number;
  readonly perUser: number;
  /** Questions that may wait; of them one person's are half at most. */
  readonly waiting: number;
}

/** Where a question stands: 1 is next, in about so many seconds. */
export interface Place {
  position: number;
  seconds: number;
}

interface Waiting {
  uid: number;
  enter: () => void;
  tell: (place: Place) => void;
}

/** A turn takes about so long, before any was measured. */
const firstMs = 1_000;
/** Of the newest measurement in the running mean. */
const share = 0.2;

/**
 * Lets questions in, in the order in which they came; whoever has as many in work as one person may
 * waits without keeping others waiting.
 */
export class QuestionQueue {
  readonly #limits: QueueLimits;
  readonly #working = new Map<number, number>();
  readonly #waiting: Waiting[] = [];
  #atWork = 0;
  #meanMs = firstMs;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /**
   * Runs a question's work when it is its turn.
   *
   * @param tell where it stands, at first and whenever that changes; never when it needn't wait
   * @throws RateLimitedError when too many wait, StoppedError when aborted meanwhile, and what `work` throws
   */
  async run<T>(
    uid: number,
    work: () => Promise<T>,
    tell: (place: Place) => void,
    signal: AbortSignal,
  ): Promise<T> {
    if (this.#hasRoom(uid)) this.#enter(uid);
    else await this.#wait(uid, tell, signal);
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.#leave(uid, performance.now() - startedAt);
    }
  }

  #hasRoom(uid: number): boolean {
    const own = this.#working.get(uid) ?? 0;
    return this.#atWork < this.#limits.atOnce && own < this.#limits.perUser;
  }

  #enter(uid: number): void {
    this.#atWork += 1;
    this.#working.set(uid, (this.#working.get(uid) ?? 0) + 1);
  }

  async #wait(uid: number, tell: Waiting["tell"], signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new StoppedError();
    const own = this.#waiting.filter((it) => it.uid === uid).length;
    const { waiting } = this.#limits;
    if (this.#waiting.length >= waiting || own >= Math.ceil(waiting / 2)) {
      throw new RateLimitedError(this.#seconds(this.#waiting.length));
    }
    const entered = Promise.withResolvers<undefined>();
    const entry = { uid, enter: () => entered.resolve(undefined), tell };
    this.#waiting.push(entry);
    const leave = (): void => {
      const at = this.#waiting.indexOf(entry);
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      entered.reject(new StoppedError());
      this.#tellFrom(at);
    };
    signal.addEventListener("abort", leave, { once: true });
    this.#tellFrom(this.#waiting.length - 1);
    try {
      await entered.promise;
    } finally {
      signal.removeEventListener("abort", leave);
    }
    if (!isAborted(signal)) return;
    // Let in and given up in one moment.
    this.#leave(uid, undefined);
    throw new StoppedError();
  }

  #leave(uid: number, ms: number | undefined): void {
    this.#atWork -= 1;
    const own = (this.#working.get(uid) ?? 1) - 1;
    if (own > 0) this.#working.set(uid, own);
    else this.#working.delete(uid);
    if (ms !== undefined) this.#meanMs += share * (ms - this.#meanMs);
    const at = this.#waiting.findIndex((it) => this.#hasRoom(it.uid));
    const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!next) return;
    // Counted now: nobody who comes meanwhile may take its place.
    this.#enter(next.uid);
    next.enter();
    this.#tellFrom(at);
  }

  #tellFrom(at: number): void {
    for (const [place, { tell }] of this.#waiting.entries()) {
      if (place >= at) tell({ position: place + 1, seconds: this.#seconds(place) });
    }
  }

  /** Until somebody enters who has so many before him. */
  #seconds(ahead: number): number {
    return Math.ceil(((ahead + 1) * this.#meanMs) / this.#limits.atOnce / 1_000);
  }
}
