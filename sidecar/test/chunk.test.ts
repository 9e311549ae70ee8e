import { chunk, partTokens } from "../src/indexing/chunk.ts";
import type { Chunk } from "../src/indexing/chunk.ts";
import { estimateTokens } from "../src/model/tokens.ts";

function chunksOf(lines: string[], name = "Desk order", window?: number): Chunk[] {
  const section = { section: "fields", kind: "fields", date: null };
  return chunk(name, { ...section, lines: lines.map((text) => ({ text })) }, "en_US", window);
}

const rows = Array.from({ length: 90 }, (_, at) => `Desk ${at}: ${at} pieces in oak, 12.50 each`);

test("a long section is cut between its rows, and every part carries the record's name", () => {
  const parts = chunksOf(rows);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.flatMap((part) => part.text.split("\n").slice(1))).toEqual(rows);
  for (const part of parts) expect(part.text).toMatch(/^Desk order\n/);
});

test.each([64, 512])("every part fits a window of %d tokens, whatever the text", (window) => {
  const words = "oak desks are heavy ".repeat(200);
  const texts = [
    words.trim(),
    `${words.trim()}. `.repeat(3),
    "a8f5f167f44f4964".repeat(300),
    "办公桌".repeat(700),
  ];
  for (const text of texts) {
    const parts = chunksOf([text], "A name ".repeat(100), window);
    for (const part of parts) expect(estimateTokens(part.text)).toBeLessThanOrEqual(window);
    const kept = parts.map((part) => part.text.slice(part.text.indexOf("\n") + 1)).join("");
    expect(kept.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
  }
});

test("a renamed record's chunks are others, since the name is embedded with them", () => {
  const [before] = chunksOf(["twelve desks"], "Desk order");
  const [after] = chunksOf(["twelve desks"], "Table order");
  expect(after?.contentHash).not.toBe(before?.contentHash);
});

test("a larger window than a question may wait for makes no larger parts", () => {
  expect(partTokens(32_000)).toBe(partTokens(512));
});
