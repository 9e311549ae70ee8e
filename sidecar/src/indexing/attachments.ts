import PQueue from "p-queue";

import { extract, extractorVersion, maxBytes, skipped } from "./extract/extract.ts";
import type { Extracted } from "./extract/pages.ts";
import { signatureOf } from "./extract/signature.ts";

/** A file of a leased record that nobody has read yet. */
export interface UnreadFile {
  id: number;
  checksum: string;
  mimetype: string;
  name: string;
  /** Bytes. */
  size: number;
}

interface Lease {
  id: number;
  lease: string;
  resModel: string;
  resId: number;
  attachments: UnreadFile[];
}

/** Odoo's doors to the files of leased records; `odoo/service.ts` speaks to them. */
export interface AttachmentDoors {
  /** A part from `offset` on, in base64; `gone`: not there any more, or not leased. */
  attachment(
    request: { id: number; lease: string; attachmentId: number; offset: number },
    signal: AbortSignal,
  ): Promise<{ size: number; data: string; more: boolean; gone: boolean }>;
  /** Once per checksum and version; Odoo queues the records that bear the file. */
  extract(
    request: {
      id: number;
      lease: string;
      attachmentId: number;
      checksum: string;
      extractor: string;
    } & Extracted,
    signal: AbortSignal,
  ): Promise<{ stored: boolean }>;
}

export interface AttachmentContext {
  doors: AttachmentDoors;
  log: { info(message: string, fields?: object): void };
}

/** Of a lease of 60 seconds; what is left then comes with the next one. */
const budgetMs = 25_000;

/**
 * Reads files of leased records, one at a time however many lanes work: memory and processor are for
 * questions first.
 */
export class AttachmentReader {
  readonly #context: AttachmentContext;
  readonly #queue = new PQueue({ concurrency: 1 });

  constructor(context: AttachmentContext) {
    this.#context = context;
  }

  /**
   * Reads the files of one record and hands their text to Odoo.
   *
   * @returns number of files that time was too short for
   * @throws what Odoo's doors throw, and ExtractorError; nothing is stored of that file then
   */
  read(row: Lease, signal: AbortSignal): Promise<number> {
    const until = performance.now() + budgetMs;
    return this.#queue.add(async () => {
      let left = row.attachments.length;
      for (const file of row.attachments) {
        if (performance.now() > until) break;
        signal.throwIfAborted();
        await this.#readOne(row, file, signal);
        left -= 1;
      }
      return left;
    });
  }

  async #readOne(row: Lease, file: UnreadFile, signal: AbortSignal): Promise<void> {
    const { doors, log } = this.#context;
    const startedAt = performance.now();
    const { id, lease } = row;
    const bytes = await this.#fetch(row, file, signal);
    // Deleted or replaced since: that is a change of its own.
    if (bytes === undefined) return;
    const extracted =
      typeof bytes === "string"
        ? skipped(bytes)
        : await extract(bytes, { name: file.name, mimetype: file.mimetype }, signal);
    const { checksum } = file;
    const request = { id, lease, attachmentId: file.id, checksum, extractor: extractorVersion };
    const { stored } = await doors.extract({ ...request, ...extracted }, signal);
    log.info("attachment read", {
      resModel: row.resModel,
      resId: row.resId,
      attachmentId: file.id,
      pages: extracted.pages?.length ?? 0,
      skip: extracted.skip,
      stored,
      durationMs: Math.round(performance.now() - startedAt),
    });
  }

  /** The file, or why its bytes need not come; undefined when it is not there as it was. */
  async #fetch(
    { id, lease }: Lease,
    file: UnreadFile,
    signal: AbortSignal,
  ): Promise<Buffer | "too_large" | "unsupported" | undefined> {
    const parts: Buffer[] = [];
    let offset = 0;
    for (;;) {
      const request = { id, lease, attachmentId: file.id, offset };
      const part = await this.#context.doors.attachment(request, signal);
      if (part.gone) return undefined;
      if (part.size > maxBytes) return "too_large";
      const bytes = Buffer.from(part.data, "base64");
      // Pictures and films tell by their beginning.
      if (offset === 0 && signatureOf(bytes) === "other") return "unsupported";
      parts.push(bytes);
      offset += bytes.length;
      if (!part.more) return offset === part.size ? Buffer.concat(parts) : undefined;
      if (bytes.length === 0 || offset > maxBytes) return undefined;
    }
  }
}
