// A process of its own for one file, killed when it takes too long or too much: `extract.ts` starts it.
import { buffer } from "node:stream/consumers";

import { confine } from "./confine.ts";
import type { Extracted } from "./pages.ts";
import type { FileHint } from "./read.ts";
import { Skip } from "./skip.ts";

confine();
const { readFile } = await import("./read.ts");

// A line of JSON about the file, then the file.
const input = await buffer(process.stdin);
const border = input.indexOf("\n");
const hint = JSON.parse(input.subarray(0, border).toString()) as FileHint;

let extracted: Extracted;
try {
  extracted = await readFile(input.subarray(border + 1), hint);
} catch (error) {
  // Whatever a parser stumbles over is the file's fault, and its message may quote it.
  extracted = { unit: "part", pages: null, skip: error instanceof Skip ? error.code : "corrupt" };
}
process.stdout.write(JSON.stringify(extracted));
