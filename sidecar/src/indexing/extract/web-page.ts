import { Parser } from "htmlparser2";

import { Pages, withoutEmptyCells } from "./pages.ts";
import type { Extracted } from "./pages.ts";

/* eslint-disable candor/no-word-lists -- Elements of HTML. */
const blocks = new Set(
  (
    "address article aside blockquote br caption center dd details div dl dt figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody " +
    "tfoot thead title tr ul"
  ).split(" "),
);
const unseen = new Set(
  "script style noscript template svg iframe object textarea select".split(" "),
);
/* eslint-enable candor/no-word-lists */

/** The words of an HTML file, a block a line; a table's row is one. */
export function readWebPage(html: string): Promise<Extracted> {
  return Pages.of("part", (pages) => {
    let line = "";
    let hidden = 0;
    const flush = (): void => {
      pages.line(withoutEmptyCells(line));
      line = "";
    };
    const parser = new Parser({
      onopentagname(name) {
        if (unseen.has(name)) hidden += 1;
        if (blocks.has(name)) flush();
      },
      onclosetag(name) {
        if (unseen.has(name)) hidden = Math.max(0, hidden - 1);
        if (blocks.has(name)) flush();
        else if (name === "td" || name === "th") line = `${line.trimEnd()} · `;
      },
      ontext(text) {
        if (hidden === 0) line += text;
      },
    });
    parser.write(html);
    parser.end();
    flush();
  });
}
