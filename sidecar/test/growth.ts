/** Of three runs the one with the least CPU time of this thread, in milliseconds: others' work only adds. */
export function quickest(work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const before = process.threadCpuUsage();
      work();
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
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
