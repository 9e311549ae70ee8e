import { zip } from "./zip.ts";
import type { ZipEntry } from "./zip.ts";

const relationships = (list: [id: string, type: string, target: string][]): string =>
  "<Relationships>" +
  list
    .map(
      ([id, type, target]) => `<Relationship Id="${id}" Type="urn:x/${type}" Target="${target}"/>`,
    )
    .join("") +
  "</Relationships>";

/** `xml` is what stands in the body. */
export function docx(xml: string, more: ZipEntry[] = []): Buffer {
  const content = `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${xml}</w:body></w:document>`;
  return zip([{ name: "word/document.xml", content }, ...more]);
}

export const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

/** One sheet; shared strings, number formats and rows as a spreadsheet program writes them. */
export function xlsx(
  sheet: string,
  rows: string,
  strings: string[],
  formats: number[] = [0],
): Buffer {
  const shared = strings.map((text) => `<si><t>${text}</t></si>`).join("");
  const styles = formats.map((id) => `<xf numFmtId="${id}"/>`).join("");
  return zip([
    {
      name: "xl/workbook.xml",
      content: `<workbook><sheets><sheet name="${sheet}" sheetId="1" r:id="rId9"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relationships([["rId9", "worksheet", "worksheets/sheet1.xml"]]),
    },
    { name: "xl/sharedStrings.xml", content: `<sst>${shared}</sst>` },
    { name: "xl/styles.xml", content: `<styleSheet><cellXfs>${styles}</cellXfs></styleSheet>` },
    {
      name: "xl/worksheets/sheet1.xml",
      content: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    },
  ]);
}

/** Slides in the order they are shown; their files are numbered the other way round. */
export function pptx(slides: { text: string; notes?: string }[]): Buffer {
  const entries: ZipEntry[] = [];
  const parts = slides.map(({ text, notes }, at) => {
    const number = slides.length - at;
    const words = (it: string): string => `<p:sld><a:p><a:r><a:t>${it}</a:t></a:r></a:p></p:sld>`;
    entries.push({ name: `ppt/slides/slide${number}.xml`, content: words(text) });
    if (notes !== undefined) {
      entries.push(
        { name: `ppt/notesSlides/notesSlide${number}.xml`, content: words(notes) },
        {
          name: `ppt/slides/_rels/slide${number}.xml.rels`,
          content: relationships([
            ["rId1", "notesSlide", `../notesSlides/notesSlide${number}.xml`],
          ]),
        },
      );
    }
    return { id: `rId${at + 1}`, target: `slides/slide${number}.xml` };
  });
  const list = parts.map(({ id }, at) => `<p:sldId id="${256 + at}" r:id="${id}"/>`).join("");
  return zip([
    {
      name: "ppt/presentation.xml",
      content: `<p:presentation><p:sldIdLst>${list}</p:sldIdLst></p:presentation>`,
    },
    {
      name: "ppt/_rels/presentation.xml.rels",
      content: relationships(parts.map(({ id, target }) => [id, "slide", target])),
    },
    ...entries,
  ]);
}

export function odt(xml: string, encrypted = false): Buffer {
  const lock = encrypted ? "<manifest:encryption-data/>" : "";
  return zip([
    { name: "mimetype", content: "application/vnd.oasis.opendocument.text" },
    { name: "META-INF/manifest.xml", content: `<manifest:manifest>${lock}</manifest:manifest>` },
    { name: "content.xml", content: `<office:text>${xml}</office:text>` },
  ]);
}
