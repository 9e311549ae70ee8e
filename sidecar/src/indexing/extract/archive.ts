import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";

import { fromBufferPromise } from "yauzl";
import type { Entry, ZipFile } from "yauzl";

import { Skip } from "./skip.ts";

const maxEntries = 10_000;
/** All that we read of one file, inflated. Media are never inflated. */
const maxInflated = 128 * 1024 * 1024;
/** XML deflates to a tenth or a fiftieth; a bomb to a thousandth. */
const maxRatio = 200;
/** Small entries may be as empty as they like. */
const ratioFrom = 4 * 1024 * 1024;

/** A zip whose entries are inflated one by one, as far as sense and our limits allow. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;
  #inflated = 0;

  private constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws Skip corrupt, encrypted, or bomb by what the directory declares */
  static async open(bytes: Buffer): Promise<Archive> {
    const entries = new Map<string, Entry>();
    let zip: ZipFile;
    try {
      // What is inflated is counted here: a size that lies is a bomb's mark, not only a fault.
      zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: false });
      if (zip.entryCount > maxEntries) throw new Skip("bomb");
      for await (const entry of zip.eachEntry()) {
        if (entries.size >= maxEntries) throw new Skip("bomb");
        entries.set(entry.fileName, entry);
      }
    } catch (error) {
      throw error instanceof Skip ? error : new Skip("corrupt");
    }
    for (const entry of entries.values()) {
      if (entry.isEncrypted()) throw new Skip("encrypted");
      if (isBomb(entry.uncompressedSize, entry.compressedSize)) throw new Skip("bomb");
    }
    return new Archive(zip, entries);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  names(pattern: RegExp): string[] {
    return [...this.#entries.keys()].filter((name) => pattern.test(name));
  }

  /**
   * The text of an entry, in pieces as they are inflated.
   *
   * @throws Skip corrupt, or bomb by what really comes out
   */
  async *read(name: string): AsyncGenerator<string> {
    const entry = this.#entries.get(name);
    if (!entry) throw new Skip("corrupt");
    const decoder = new TextDecoder();
    let size = 0;
    let checksum = 0;
    try {
      const stream: Readable = await this.#zip.openReadStreamPromise(entry);
      for await (const piece of stream as AsyncIterable<Buffer>) {
        size += piece.length;
        checksum = crc32(piece, checksum);
        this.#inflated += piece.length;
        const more = size > entry.uncompressedSize || this.#inflated > maxInflated;
        if (more || isBomb(size, entry.compressedSize)) throw new Skip("bomb");
        yield decoder.decode(piece, { stream: true });
      }
    } catch (error) {
      throw error instanceof Error && "errno" in error ? new Skip("corrupt") : error;
    }
    if (checksum !== entry.crc32) throw new Skip("corrupt");
    yield decoder.decode();
  }

  /** A small entry as a whole; "" where there is none. */
  async text(name: string): Promise<string> {
    if (!this.has(name)) return "";
    let all = "";
    for await (const piece of this.read(name)) all += piece;
    return all;
  }
}

function isBomb(inflated: number, deflated: number): boolean {
  if (inflated > maxInflated) return true;
  return inflated > ratioFrom && inflated > maxRatio * Math.max(deflated, 1);
}
