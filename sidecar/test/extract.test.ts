import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { confinement, extract } from "../src/indexing/extract/extract.ts";
import type { Limits } from "../src/indexing/extract/extract.ts";
import { odtType } from "../src/indexing/extract/odt.ts";
import type { Extracted } from "../src/indexing/extract/pages.ts";
import { docx, odt, paragraph, pptx, xlsx } from "./office-files.ts";
import { pdf } from "./pdf.ts";
import { zip } from "./zip.ts";

const never = new AbortController().signal;

function read(
  file: Buffer | string,
  name = "",
  limits: Partial<Limits> = {},
  signal: AbortSignal = never,
): Promise<Extracted> {
  return extract(Buffer.from(file), { name, mimetype: "" }, signal, limits);
}

const pagesOf = async (...args: Parameters<typeof read>): Promise<Extracted["pages"]> =>
  (await read(...args)).pages;
const skipOf = async (...args: Parameters<typeof read>): Promise<Extracted["skip"]> => {
  const { pages, skip } = await read(...args);
  expect(pages).toBeNull();
  return skip;
};

describe("what can be read", () => {
  test("a PDF gives a text a page, and lines that the paper broke are one", async () => {
    const wide = "We deliver the hundred and fifty carpets in two lots, the first of them before";
    const file = pdf([
      [wide, "the fifteenth of May.", "Rear entrance", "only."],
      ["Terms: 30 days"],
    ]);
    expect(await read(file)).toEqual({
      unit: "page",
      pages: [`${wide} the fifteenth of May.\nRear entrance\nonly.`, "Terms: 30 days"],
      skip: null,
    });
  });

  test("a page without words keeps its number", async () => {
    expect(await pagesOf(pdf([["First"], [], ["Third"]]))).toEqual(["First", "", "Third"]);
  });

  test("a DOCX gives paragraphs, rows of tables and its footer, not what was deleted", async () => {
    const cell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`;
    const file = docx(
      paragraph("Delivery &amp; terms") +
        `<w:tbl><w:tr>${cell("Carpet")}${cell("150")}</w:tr></w:tbl>` +
        "<w:p><w:del><w:r><w:delText>secret</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r></w:p>",
      [{ name: "word/footer1.xml", content: `<w:ftr>${paragraph("Desks Ltd")}</w:ftr>` }],
    );
    expect(await pagesOf(file)).toEqual(["Delivery & terms\nCarpet · 150\nkept\nDesks Ltd"]);
  });

  test("an XLSX tells each value with its column, and dates as dates", async () => {
    const rows =
      '<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>' +
      '<row><c r="A2" t="inlineStr"><is><t>Carpet</t></is></c><c r="B2" s="1"><v>46157</v></c>' +
      '<c r="C2"><v>19.989999999999998</v></c></row>';
    const file = xlsx("Prices", rows, ["Item", "From", "Price"], [0, 14]);
    expect(await pagesOf(file)).toEqual([
      "Prices\nItem · From · Price\nItem: Carpet · From: 2026-05-15 · Price: 19.99",
    ]);
  });

  test("a PPTX gives its slides in the order they are shown, with their notes", async () => {
    const file = pptx([{ text: "Offer", notes: "Mention the discount" }, { text: "Terms" }]);
    expect(await read(file)).toEqual({
      unit: "slide",
      pages: ["Offer\nMention the discount", "Terms"],
      skip: null,
    });
  });

  test("an ODT gives headings, paragraphs and rows", async () => {
    const row =
      "<table:table-row><table:table-cell><text:p>Carpet</text:p></table:table-cell>" +
      "<table:table-cell><text:p>150</text:p></table:table-cell></table:table-row>";
    const file = odt(
      `<text:h>Offer</text:h><text:p>In<text:s/>May <text:span>2026</text:span></text:p>${row}`,
    );
    expect(await pagesOf(file)).toEqual(["Offer\nIn May 2026\nCarpet · 150"]);
  });

  test("an HTML file gives what is seen, in its own charset", async () => {
    const html =
      '<html><head><meta charset="iso-8859-1"><script>var hidden</script></head>' +
      "<body><p>Gr\u00fc\u00dfe</p><table><tr><td>Carpet</td><td>150</td></tr></table></body></html>";
    expect(await pagesOf(Buffer.from(html, "latin1"), "offer.txt")).toEqual([
      "Grüße\nCarpet · 150",
    ]);
  });

  test("a CSV tells each value with its column, whatever divides them", async () => {
    expect(await pagesOf('Item;Price\n"Carpet; red";19,90\n', "prices.csv")).toEqual([
      "Item · Price\nItem: Carpet; red · Price: 19,90",
    ]);
  });

  test.each([
    ["UTF-8", Buffer.from("Größe 1\r\nzwei")],
    ["UTF-16", Buffer.from("\ufeffGröße 1\r\nzwei", "utf16le")],
    ["Windows-1252", Buffer.from("Größe 1\r\nzwei", "latin1")],
  ])("a plain text in %s is read", async (_charset, bytes) => {
    expect(await pagesOf(bytes, "size.txt")).toEqual(["Größe 1\nzwei"]);
  });

  test("the bytes say what a file is, not its name", async () => {
    expect(await pagesOf(pdf([["Terms"]]), "photo.jpg")).toEqual(["Terms"]);
    expect(await pagesOf(docx(paragraph("Terms")), "archive.zip")).toEqual(["Terms"]);
  });

  test("a long text is cut into parts of bounded size, and one too long is cut off and says so", async () => {
    const line = "A line of some forty characters, really.\n";
    const parts = (await pagesOf(line.repeat(500))) ?? [];
    expect(parts.length).toBe(6);
    expect(Math.max(...parts.map((it) => it.length))).toBeLessThanOrEqual(4_000);
    const { pages, skip } = await read(line.repeat(11_000));
    expect(skip).toBe("cut");
    expect((pages ?? []).join("\n").length).toBeGreaterThan(399_000);
    expect((pages ?? []).join("\n").length).toBeLessThan(401_000);
  });

  test("of a PDF with too many pages the first are read, and it says so", async () => {
    const { pages, skip } = await read(
      pdf(Array.from({ length: 501 }, (_, at) => [`Page ${at + 1}`])),
    );
    expect([pages?.length, pages?.at(-1), skip]).toEqual([500, "Page 500", "cut"]);
  });
});

describe("what can't be read", () => {
  test.each([
    ["a PDF", pdf([["Secret"]], { encrypted: true })],
    ["a zip", zip([{ name: "word/document.xml", content: "x", encrypted: true }])],
    ["an ODT", odt("<text:p>Secret</text:p>", true)],
    [
      "an Office file",
      Buffer.concat([
        Buffer.from("d0cf11e0a1b11ae1", "hex"),
        Buffer.alloc(600),
        Buffer.from("EncryptedPackage", "utf16le"),
      ]),
    ],
  ])("%s with a password is encrypted", async (_what, file) => {
    expect(await skipOf(file)).toBe("encrypted");
  });

  test.each([
    ["a PDF that is only a mark", Buffer.from("%PDF-1.7\nnothing")],
    ["a zip cut in the middle", docx(paragraph("x".repeat(500))).subarray(0, 120)],
    ["a zip whose data is not what it was", broken(docx(paragraph("Some words, deflated")))],
    ["an ODT without its content", zip([{ name: "mimetype", content: odtType }])],
  ])("%s is corrupt", async (_what, file) => {
    expect(await skipOf(file)).toBe("corrupt");
  });

  test.each([
    ["a scanned PDF", pdf([[], []], { scanned: true })],
    ["an empty file", Buffer.alloc(0)],
    ["a file of spaces", Buffer.from(" \n\t\n")],
    ["a document without words", docx("<w:p/>")],
  ])("%s has no text", async (_what, file) => {
    expect(await skipOf(file)).toBe("no_text");
  });

  test.each([
    [
      "a picture named as a PDF",
      Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"),
      "offer.pdf",
    ],
    ["a zip of anything", zip([{ name: "readme.txt", content: "words" }]), "offer.docx"],
    [
      "an old Word file",
      Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]),
      "offer.doc",
    ],
    ["RTF", Buffer.from("{\\rtf1 words}"), "offer.rtf"],
    ["bytes without sense", Buffer.from([1, 2, 3, 4, 5]), "offer.txt"],
  ])("%s is of no type that we read", async (_what, file, name) => {
    expect(await skipOf(file, name)).toBe("unsupported");
  });

  test("a zip that says it inflates a thousandfold is a bomb", async () => {
    expect(await skipOf(docx(paragraph(" ".repeat(8_000_000))))).toBe("bomb");
  });

  test("a zip that inflates to more than it says is a bomb", async () => {
    const content = `<w:document>${paragraph("x".repeat(100_000))}</w:document>`;
    expect(await skipOf(zip([{ name: "word/document.xml", content, declared: 900 }]))).toBe("bomb");
  });

  test("a zip of too many entries is a bomb", async () => {
    const many = Array.from({ length: 10_001 }, (_, at) => ({ name: `word/${at}`, content: "" }));
    expect(await skipOf(zip(many))).toBe("bomb");
  });

  test("XML that names entities for entities stays small, and one that names a file gets none", async () => {
    const dtd =
      '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const content = `${dtd}<w:document>${paragraph("kept &b; &f;")}</w:document>`;
    expect(await pagesOf(zip([{ name: "word/document.xml", content }]))).toEqual(["kept &b; &f;"]);
  });

  test("a file above the size is not even begun", async () => {
    expect(await skipOf("words", "a.txt", { bytes: 4 })).toBe("too_large");
  });

  test("a file that takes too long is given up", async () => {
    expect(await skipOf(pdf([["Terms"]]), "a.pdf", { timeMs: 20 })).toBe("timeout");
  });

  test("a file that fills the heap, or the process, is given up", async () => {
    const table = "Item;Price;Remark\n" + "Carpet;19,90;none at all\n".repeat(400_000);
    expect(await skipOf(table, "a.csv", { heapMb: 16 })).toBe("memory");
    expect(await skipOf(table, "a.csv", { residentMb: 60 })).toBe("memory");
  });

  test("an abort kills the process and is no skip", async () => {
    const stop = new AbortController();
    const reading = read(pdf([["Terms"]]), "a.pdf", {}, stop.signal);
    stop.abort(new Error("stopped"));
    await expect(reading).rejects.toThrow("stopped");
  });
});

test("the process that reads has no network, no files, no children and no secrets", async () => {
  const confine = join(import.meta.dirname, "../src/indexing/extract/confine.ts");
  const probe = `
    const { confine } = await import(${JSON.stringify(confine)});
    confine();
    const attempts = {
      net: () => import("node:net"), http: () => import("https"), dns: () => import("node:dns/promises"),
      fetch: () => fetch("http://127.0.0.1:1"),
      builtin: () => process.getBuiltinModule("net"),
      read: async () => (await import("node:fs")).readFileSync("/etc/passwd"),
      write: async () => (await import("node:fs")).writeFileSync("/tmp/candor-probe", ""),
      child: async () => (await import("node:child_process")).execSync("true"),
      worker: async () => new (await import("node:worker_threads")).Worker("1", { eval: true }),
      eval: () => eval("1"),
    };
    const open = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      try { await attempt(); open.push(name); } catch {}
    }
    process.stdout.write(JSON.stringify({ open, env: Object.keys(process.env) }));
  `;
  const args = [...confinement(64), "--input-type=module", "--eval", probe];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} });
  expect(JSON.parse(stdout)).toEqual({ open: [], env: [] });
});

/** The same file with a few bytes of its deflated data turned over. */
function broken(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  for (let at = 60; at < 75; at += 1) copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}
