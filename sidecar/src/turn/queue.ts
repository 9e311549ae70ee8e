import type { Config } from "../config.ts";
import { RateLimitedError, StoppedError } from "../errors.ts";
import { isAborted } from "../abort.ts";

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

/** Finding takes about so long, before any was measured. */
const firstMs = 1_000;
/** Of the newest measurement in the running mean. */
const share = 0.2;

/**
 * Lets questions in, in the order in which they came; whoever has as many in work as one person may
 * waits without keeping others waiting. In work is what looks for records or has them permitted: a
 * question that needs neither any longer leaves, and may come back before those that wait.
 */
export class QuestionQueue {
  readonly #limits: Config["questions"];
  readonly #working = new Map<number, number>();
  readonly #waiting: Waiting[] = [];
  /** They were let in before, and are told no place. */
  readonly #returning: Waiting[] = [];
  #atWork = 0;
  #meanMs = firstMs;

  constructor(limits: Config["questions"]) {
    this.#limits = limits;
  }

  /**
   * Lets a question in when it is its turn. Whoever called leaves again, however that ends.
   *
   * @param tell where it stands, at first and whenever that changes; never when it needn't wait
   * @throws RateLimitedError when too many wait, StoppedError when aborted meanwhile
   */
  async admit(uid: number, tell: Waiting["tell"], signal: AbortSignal): Promise<Admitted> {
    if (this.#hasRoom(uid)) this.#enter(uid);
    else {
      this.#mustHaveRoomToWait(uid, signal);
      await this.#wait(this.#waiting, uid, tell, signal);
    }
    const startedAt = performance.now();
    return new Admitted(
      () => this.#leave(uid),
      () => this.#took(performance.now() - startedAt),
      async (due) => {
        if (this.#hasRoom(uid)) this.#enter(uid);
        else await this.#wait(this.#returning, uid, () => undefined, due);
      },
    );
  }

  #hasRoom(uid: number): boolean {
    const own = this.#working.get(uid) ?? 0;
    return this.#atWork < this.#limits.atOnce && own < this.#limits.perUser;
  }

  #enter(uid: number): void {
    this.#atWork += 1;
    this.#working.set(uid, (this.#working.get(uid) ?? 0) + 1);
  }

  #mustHaveRoomToWait(uid: number, signal: AbortSignal): void {
    if (signal.aborted) throw new StoppedError();
    const own = this.#waiting.filter((it) => it.uid === uid).length;
    const { waiting } = this.#limits;
    if (this.#waiting.length >= waiting || own >= Math.ceil(waiting / 2)) {
      throw new RateLimitedError(this.#seconds(this.#waiting.length));
    }
  }

  async #wait(
    line: Waiting[],
    uid: number,
    tell: Waiting["tell"],
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) throw new StoppedError();
    const entered = Promise.withResolvers<undefined>();
    const entry = { uid, enter: () => entered.resolve(undefined), tell };
    line.push(entry);
    const leave = (): void => {
      const at = line.indexOf(entry);
      if (at < 0) return;
      line.splice(at, 1);
      entered.reject(new StoppedError());
      if (line === this.#waiting) this.#tellFrom(at);
    };
    signal.addEventListener("abort", leave, { once: true });
    if (line === this.#waiting) this.#tellFrom(line.length - 1);
    try {
      await entered.promise;
    } finally {
      signal.removeEventListener("abort", leave);
    }
    if (!isAborted(signal)) return;
    // Let in and given up in one moment.
    this.#leave(uid);
    throw new StoppedError();
  }

  #leave(uid: number): void {
    this.#atWork -= 1;
    const own = (this.#working.get(uid) ?? 1) - 1;
    if (own > 0) this.#working.set(uid, own);
    else this.#working.delete(uid);
    for (const line of [this.#returning, this.#waiting]) {
      const at = line.findIndex((it) => this.#hasRoom(it.uid));
      const [next] = at < 0 ? [] : line.splice(at, 1);
      if (!next) continue;
      // Counted now: nobody who comes meanwhile may take its place.
      this.#enter(next.uid);
      next.enter();
      if (line === this.#waiting) this.#tellFrom(at);
      return;
    }
  }

  #took(ms: number): void {
    this.#meanMs += share * (ms - this.#meanMs);
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

/** A question that was let in. */
export class Admitted {
  readonly #makeRoom: () => void;
  readonly #wasIn: () => void;
  readonly #enter: (signal: AbortSignal) => Promise<void>;
  #isIn = true;
  #isFirst = true;

  constructor(
    makeRoom: () => void,
    wasIn: () => void,
    enter: (signal: AbortSignal) => Promise<void>,
  ) {
    this.#makeRoom = makeRoom;
    this.#wasIn = wasIn;
    this.#enter = enter;
  }

  /** Makes room for others, where that isn't done yet. */
  leave(): void {
    if (!this.#isIn) return;
    this.#isIn = false;
    // How long others wait is told by what finding takes; coming back is short.
    if (this.#isFirst) this.#wasIn();
    this.#isFirst = false;
    this.#makeRoom();
  }

  /** Comes back for some work, before all that were never in. @throws StoppedError, and what `work` throws */
  async again<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    this.#isIn = true;
    try {
      return await work();
    } finally {
      this.leave();
    }
  }
}
