/** What PDF.js gives of a page: pieces of text in the order they are drawn. */
interface Piece {
  str: string;
  /** `[a, b, c, d, x, y]`. */
  transform: number[];
  width: number;
  height: number;
  hasEOL: boolean;
}

interface Line {
  text: string;
  left: number;
  right: number;
  y: number;
  height: number;
}

/** A line that reaches this share of its column goes on in the next one. */
const reaches = 0.85;
/** Lines further apart than so many heights are of two paragraphs. */
const maxGap = 1.7;

/**
 * Lines of a page with the wrapped ones joined, so that a sentence is not cut where the paper was
 * too narrow. A PDF knows no paragraphs: a line that ends before the margin, or stands apart, ends one.
 *
 * @param items of `getTextContent`; marks without text are left out
 */
export function readLines(items: readonly object[]): string[] {
  const lines = drawnLines(items.filter((it): it is Piece => "str" in it));
  const joined: string[] = [];
  let previous: Line | undefined;
  let margin = 0;
  for (const line of lines) {
    if (previous && follows(previous, line, margin)) {
      joined.push(joinedText(joined.pop() ?? "", line.text));
      margin = Math.max(margin, line.right);
    } else {
      joined.push(line.text);
      margin = columnEnd(lines, line);
    }
    previous = line;
  }
  return joined;
}

function drawnLines(pieces: Piece[]): Line[] {
  const lines: Line[] = [];
  let line: Line | undefined;
  for (const { str, transform, width, height, hasEOL } of pieces) {
    const [x = 0, y = 0] = transform.slice(4);
    if (str !== "") {
      const apart = line && Math.abs(line.y - y) > Math.max(line.height, height) * 0.5;
      if (line === undefined || apart) {
        if (line) lines.push(line);
        line = { text: "", left: x, right: x, y, height };
      }
      line.text += str;
      line.right = Math.max(line.right, x + width);
      line.height = Math.max(line.height, height);
    }
    if (hasEOL && line) {
      lines.push(line);
      line = undefined;
    }
  }
  if (line) lines.push(line);
  return lines.filter(({ text }) => text.trim() !== "");
}

/** Right end of the column that a line stands in: of all lines that begin where it begins. */
function columnEnd(lines: Line[], { left, height }: Line): number {
  return Math.max(
    ...lines.filter((it) => Math.abs(it.left - left) < height).map(({ right }) => right),
  );
}

function follows(above: Line, below: Line, margin: number): boolean {
  const gap = above.y - below.y;
  const near = gap > 0 && gap <= maxGap * Math.max(above.height, below.height);
  const alike = Math.abs(above.height - below.height) <= 0.1 * above.height;
  const full = above.right - above.left >= reaches * (margin - above.left);
  const begins = Math.abs(above.left - below.left) < 2 * above.height;
  // "Total:" above a number, or items of a list, are lines of their own.
  const ended = /[.:;!?]$/.test(above.text.trim()) || /^\s*([-–•*]|\d+[.)])\s/.test(below.text);
  return near && alike && full && begins && !ended;
}

function joinedText(above: string, below: string): string {
  const start = above.trimEnd();
  // "Liefer-" and "termin": the hyphen is the paper's.
  if (/\p{Ll}-$/u.test(start) && /^\s*\p{Ll}/u.test(below)) {
    return start.slice(0, -1) + below.trimStart();
  }
  return `${start} ${below.trimStart()}`;
}
