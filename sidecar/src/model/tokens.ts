/** Tokens per character, on the safe side of what multilingual sentence pieces need. */
const ideographic = 0.9;
const unspacedAlphabetic = 0.45;
const alphabetic = 0.33;
/** Digits, punctuation and symbols seldom share a piece. */
const other = 1;

/** Written without spaces, one or two characters a piece. */
const isIdeographic = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
const isUnspaced = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Arabic}\p{sc=Hebrew}]/u;
const isLetter = /[\p{L}\p{M}]/u;
/** Codes such as "a8f5f167" fall apart into pieces of one or two characters. */
const isMixed = /\p{L}\d|\d\p{L}/u;
const run = /[\p{L}\d_-]+/gu;

/** About how many tokens a text has, rather too many than too few: the tokenizer is the server's. */
export function estimateTokens(text: string): number {
  const plain = text.replace(run, (it) => (isMixed.test(it) ? "" : it));
  let tokens = (text.length - plain.length) * other;
  for (const character of plain) {
    if (/\s/.test(character)) continue;
    if (isIdeographic.test(character)) tokens += ideographic;
    else if (isUnspaced.test(character)) tokens += unspacedAlphabetic;
    else tokens += isLetter.test(character) ? alphabetic : other;
  }
  return Math.ceil(tokens);
}
