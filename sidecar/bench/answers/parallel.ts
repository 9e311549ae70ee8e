/** Does the work for every item, a few at a time; what it returns stands in the items' order. */
export async function each<Item, Result>(
  items: Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
  stopped: AbortSignal,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [at, item] of rest) {
      stopped.throwIfAborted();
      results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** Counts on the console, some twenty times over all. */
export function counter(title: string, total: number): () => void {
  const step = Math.max(1, Math.ceil(total / 20));
  let done = 0;
  return () => {
    done += 1;
    if (done % step === 0 || done === total) console.log(`${title}: ${done} of ${total}`);
  };
}
