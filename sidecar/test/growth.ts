/** The quickest of three runs, in milliseconds: whatever else the machine does only adds. */
export function quickest(work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const startedAt = performance.now();
      work();
      return performance.now() - startedAt;
    }),
  );
}

/** Shorter times are noise. */
const leastMs = 2;

/**
 * How many times longer ten times as much takes: about 10 where the time is in proportion to the length,
 * 100 where it is in proportion to its square.
 */
export function growth(work: (length: number) => unknown, length: number): number {
  work(length);
  const small = Math.max(
    leastMs,
    quickest(() => work(length)),
  );
  return quickest(() => work(10 * length)) / small;
}
