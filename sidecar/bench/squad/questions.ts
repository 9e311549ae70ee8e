import { readFileSync } from "node:fs";

/** A question of SQuAD 2 dev; without golds nothing in the articles answers it. */
export interface SquadQuestion {
  id: string;
  text: string;
  article: string;
  /** Place of its paragraph among all, from 1, as it is in the index. */
  resId: number;
  golds: string[];
}

interface Squad {
  data: {
    title: string;
    paragraphs: {
      context: string;
      qas: { id: string; question: string; is_impossible: boolean; answers: { text: string }[] }[];
    }[];
  }[];
}

/** All of SQuAD 2 dev, in the file's order, which is that of the set `squad2-dev-passages`. */
export function readSquad(path: string): SquadQuestion[] {
  const { data } = JSON.parse(readFileSync(path, "utf8")) as Squad;
  let resId = 0;
  return data.flatMap(({ title, paragraphs }) =>
    paragraphs.flatMap(({ qas }) => {
      resId += 1;
      return qas.map(({ id, question, answers }) => ({
        id,
        text: question.trim(),
        article: title,
        resId,
        golds: [...new Set(answers.map((it) => it.text))],
      }));
    }),
  );
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/\b(?:a|an|the)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** Whether a text holds one of the answers, by SQuAD's own normalisation. */
export function holdsGold(text: string, golds: string[]): boolean {
  const among = ` ${plain(text)} `;
  return golds.some((gold) => among.includes(` ${plain(gold)} `));
}
