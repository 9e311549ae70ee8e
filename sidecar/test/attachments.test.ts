import { createHash } from "node:crypto";

import { AttachmentReader } from "../src/indexing/attachments.ts";
import type { AttachmentDoors, UnreadFile } from "../src/indexing/attachments.ts";
import { pdf } from "./pdf.ts";

const never = new AbortController().signal;
const partBytes = 700;

type Stored = Parameters<AttachmentDoors["extract"]>[0];

/** What Odoo's doors do, in memory: the network's other side. */
class OdooDouble implements AttachmentDoors {
  readonly files = new Map<number, { bytes: Buffer; size?: number }>();
  readonly stored: Stored[] = [];
  fetched: number[] = [];
  open = 0;
  mostOpen = 0;

  async attachment(request: {
    attachmentId: number;
    offset: number;
  }): ReturnType<AttachmentDoors["attachment"]> {
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    await new Promise(setImmediate);
    this.open -= 1;
    this.fetched.push(request.attachmentId);
    const file = this.files.get(request.attachmentId);
    if (!file) return { size: 0, data: "", more: false, gone: true };
    const size = file.size ?? file.bytes.length;
    const part = file.bytes.subarray(request.offset, request.offset + partBytes);
    const more = request.offset + part.length < size && part.length > 0;
    return { size, data: part.toString("base64"), more, gone: false };
  }

  extract(request: Stored): Promise<{ stored: boolean }> {
    const known = this.stored.some((it) => it.checksum === request.checksum);
    if (!known) this.stored.push(request);
    return Promise.resolve({ stored: !known });
  }
}

let odoo: OdooDouble;
let lines: object[];
let reader: AttachmentReader;

beforeEach(() => {
  odoo = new OdooDouble();
  lines = [];
  const log = { info: (_message: string, fields?: object) => lines.push(fields ?? {}) };
  reader = new AttachmentReader({ doors: odoo, log });
});

function file(id: number, bytes: Buffer, size?: number): UnreadFile {
  odoo.files.set(id, size === undefined ? { bytes } : { bytes, size });
  const checksum = createHash("sha1").update(bytes).digest("hex");
  return { id, checksum, mimetype: "", name: `${id}.pdf`, size: size ?? bytes.length };
}

const row = (...attachments: UnreadFile[]): Parameters<AttachmentReader["read"]>[0] => ({
  id: 5,
  lease: "l",
  resModel: "crm.lead",
  resId: 3,
  attachments,
});

test("a file is fetched part by part, read, and handed to Odoo with its checksum", async () => {
  const one = file(1, pdf([["Carpets come in May"]]));
  expect(await reader.read(row(one), never)).toBe(0);
  expect(odoo.fetched.length).toBeGreaterThan(1);
  expect(odoo.stored).toEqual([
    {
      id: 5,
      lease: "l",
      attachmentId: 1,
      checksum: one.checksum,
      extractor: "1",
      unit: "page",
      pages: ["Carpets come in May"],
      skip: null,
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain("May");
});

test("what can't be read is told with its reason, and the record need not be rendered again", async () => {
  const locked = file(1, pdf([["Secret"]], { encrypted: true }));
  expect(await reader.read(row(locked), never)).toBe(0);
  expect(odoo.stored.map(({ pages, skip }) => [pages, skip])).toEqual([[null, "encrypted"]]);
});

test("of a picture or a file too large only the beginning is fetched", async () => {
  const picture = file(
    1,
    Buffer.concat([Buffer.from("89504e470d0a1a0a0000", "hex"), Buffer.alloc(9_000)]),
  );
  const huge = file(2, Buffer.from("%PDF-1.7"), 51 * 1024 * 1024);
  await reader.read(row(picture, huge), never);
  expect(odoo.fetched).toEqual([1, 2]);
  expect(odoo.stored.map(({ skip }) => skip)).toEqual(["unsupported", "too_large"]);
});

test("a file that is gone, or shorter than it was, is left to the change that made it so", async () => {
  const gone = file(1, pdf([["Gone"]]));
  odoo.files.delete(1);
  const shorter = file(2, pdf([["Shorter"]]), 10_000);
  expect(await reader.read(row(gone, shorter), never)).toBe(0);
  expect(odoo.stored).toEqual([]);
});

test("however many lanes work, one file is read at a time", async () => {
  const files = [1, 2, 3].map((id) => file(id, pdf([[`Page of ${id}`]])));
  await Promise.all(files.map((it) => reader.read(row(it), never)));
  expect(odoo.mostOpen).toBe(1);
  expect(odoo.stored).toHaveLength(3);
});

test("a stop ends the reading and stores nothing", async () => {
  const stop = new AbortController();
  const reading = reader.read(row(file(1, pdf([["One"]]))), stop.signal);
  stop.abort(new Error("stopped"));
  await expect(reading).rejects.toThrow("stopped");
  expect(odoo.stored).toEqual([]);
});
