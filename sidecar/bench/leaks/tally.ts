import type { Person } from "./people.ts";
import type { Secret } from "./secrets.ts";

export interface Count {
  probes: number;
  leaks: number;
  allowedProbes: number;
  allowedMisses: number;
}

/** Counts what was seen, by channel; a leak is printed at once, with what reproduces it. */
export class Tally {
  equalReplies = 0;
  readonly unequal: string[] = [];
  /** Where a twin saw nothing. */
  readonly blind: string[] = [];
  readonly #denied: { channel: string; secret: number; leaked: boolean }[] = [];
  readonly #seen = new Map<string, boolean>();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Somebody who may not see the secret looked into a channel. */
  denied(channel: string, secret: Secret, person: Person, leaked: boolean, reply: string): void {
    this.#denied.push({ channel, secret: secret.number, leaked });
    if (leaked)
      console.error(`LEAK ${channel}: ${this.#account(secret, person)}\n  ${short(reply)}`);
  }

  /** The twin did the same. Seen once is enough. */
  allowed(channel: string, secret: Secret, seen: boolean, reply: string): void {
    const key = `${channel} ${secret.number}`;
    this.#seen.set(key, seen || (this.#seen.get(key) ?? false));
    if (!seen)
      this.blind.push(`${channel}: ${this.#account(secret, secret.twin)}\n  ${short(reply)}`);
  }

  /** The reply of somebody who sees nothing, beside that of the database without any secret. */
  compared(
    secret: Secret,
    person: Person,
    question: string,
    without: string,
    now: string,
  ): boolean {
    if (without === now) {
      this.equalReplies += 1;
      return true;
    }
    this.unequal.push(
      `${this.#account(secret, person)}\n  "${question}"\n  without ${short(without)}\n  with    ${short(now)}`,
    );
    return false;
  }

  /**
   * Totals. Only what the twin saw counts as a probe: a channel in which nobody sees the secret
   * proves nothing. A leak counts in any case.
   */
  totals(): Count & { channels: Record<string, Count> } {
    const channels: Record<string, Count> = {};
    const count = (channel: string): Count =>
      (channels[channel] ??= { probes: 0, leaks: 0, allowedProbes: 0, allowedMisses: 0 });
    for (const [key, seen] of this.#seen) {
      const channel = key.slice(0, key.lastIndexOf(" "));
      count(channel).allowedProbes += 1;
      if (!seen) count(channel).allowedMisses += 1;
    }
    for (const { channel, secret, leaked } of this.#denied) {
      if (this.#seen.get(`${channel} ${secret}`)) count(channel).probes += 1;
      if (leaked) count(channel).leaks += 1;
    }
    const sum = (of: keyof Count): number =>
      Object.values(channels).reduce((total, channel) => total + channel[of], 0);
    return {
      probes: sum("probes"),
      leaks: sum("leaks"),
      allowedProbes: sum("allowedProbes"),
      allowedMisses: sum("allowedMisses"),
      channels,
    };
  }

  #account(
    { number, kind, recipe, record, handle, canary, guard }: Secret,
    { login }: Person,
  ): string {
    return (
      `--seed ${this.#seed}, secret ${number} (${kind}; ${recipe.name} of ${recipe.resModel} ` +
      `${record.resId} "${handle}"; canary ${canary.word}; ${guard}), ${login}`
    );
  }
}

const short = (text: string): string => (text.length > 2000 ? `${text.slice(0, 2000)} …` : text);
