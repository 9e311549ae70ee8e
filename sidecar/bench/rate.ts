import { setTimeout as sleep } from "node:timers/promises";

/** Begins `work` every 1/`ratePerS` seconds until `ended`, whatever it takes, then waits for all of it. */
export async function atRate(
  ratePerS: number,
  ended: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const begun: Promise<void>[] = [];
  const since = performance.now();
  const going = (): boolean => !ended.aborted;
  for (let at = 0; going(); at += 1) {
    const pauseMs = since + (at * 1_000) / ratePerS - performance.now();
    await sleep(Math.max(0, pauseMs), undefined, { signal: ended }).catch(() => undefined);
    if (going()) begun.push(work());
  }
  await Promise.all(begun);
}
