import { fuse } from "../src/retrieval/fuse.ts";
import type { Scored } from "../src/retrieval/fuse.ts";

const best = (chunks: Scored[], mass: number): number =>
  fuse(chunks, mass).reduce((top, score, at, all) => (score > (all[top] ?? 0) ? at : top), 0);

/** A background of chunks that are somewhat near, as every index has. */
const background = Array.from({ length: 60 }, (_, at): Scored => ({
  bm25: 0,
  similarity: 0.78 - at / 1000,
}));

test("where words know the question they decide between chunks of about the same meaning", () => {
  const chunks = [{ bm25: 9, similarity: 0.8 }, { bm25: 2, similarity: 0.81 }, ...background];
  expect(best(chunks, 12)).toBe(0);
});

test("where words know next to nothing of the question, meaning decides", () => {
  const chunks = [{ bm25: 1, similarity: 0.8 }, { bm25: 0, similarity: 0.81 }, ...background];
  expect(best(chunks, 40)).toBe(1);
});

test("a chunk that is better by both legs is never behind", () => {
  for (const mass of [1, 5, 20, 100]) {
    const chunks = [{ bm25: 4, similarity: 0.8 }, { bm25: 5, similarity: 0.81 }, ...background];
    expect(best(chunks, mass)).toBe(1);
  }
});

test("without any vector the order is that of words", () => {
  const chunks = [1, 8, 4].map((bm25): Scored => ({ bm25, similarity: null }));
  expect(fuse(chunks, 30)).toEqual([0.125, 1, 0.5]);
});

test("a chunk whose vector is still to come is found by its words", () => {
  const chunks = [{ bm25: 20, similarity: null }, { bm25: 1, similarity: 0.8 }, ...background];
  expect(best(chunks, 24)).toBe(0);
});

test("chunks that neither leg ranks high change no other chunk's score", () => {
  const chunks = [{ bm25: 9, similarity: 0.8 }, { bm25: 2, similarity: 0.81 }, ...background];
  const more = Array.from({ length: 500 }, (): Scored => ({ bm25: 0.1, similarity: 0.3 }));
  expect(fuse([...chunks, ...more], 12).slice(0, chunks.length)).toEqual(fuse(chunks, 12));
});

test("scores are of 0 to 1, the best is 1, and an empty search has none", () => {
  const scores = fuse([{ bm25: 3, similarity: 0.9 }, ...background], 12);
  expect(Math.max(...scores)).toBe(1);
  expect(Math.min(...scores)).toBeGreaterThan(0);
  expect(fuse([], 12)).toEqual([]);
});
