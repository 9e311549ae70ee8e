import type { Figures } from "./figures.ts";

export interface Suggested {
  shown: number;
  right: number;
}

export interface SmallTalkFigures {
  /** Share of the small talk, of CLINC's test questions, that is taken as such. */
  taken: number;
  /** Share of what is none, of CLINC's and of our own, that is taken as such. */
  falselyTaken: number;
}

/** Null where a part was not measured. */
export interface Results {
  sealed: Figures | null;
  open: Figures | null;
  noEmbedder: Figures | null;
  suggestions: Suggested | null;
  smalltalk: SmallTalkFigures | null;
}

export type PartName = keyof Results;

/** In a category with fewer questions chance decides. */
const leastOfCategory = 10;
const leastSuggestions = 1000;

/** A sentence for each bar that the measured parts miss. */
export function missedBars(results: Results, measured: PartName[]): string[] {
  const missed: string[] = [];
  const demand = (isReached: boolean, sentence: string): void => {
    if (!isReached) missed.push(sentence);
  };
  for (const part of measured) {
    demand(results[part] !== null, `${part} was not measured`);
  }
  const { sealed, open, noEmbedder, suggestions, smalltalk } = results;
  if (sealed) sealedBars(sealed, demand);
  if (open) {
    const { given, right } = open;
    demand(right >= 0.85 * given, `open: ${right} of ${given} given are right, at least 85 %`);
    demand(open.leaks === 0, `open: ${open.leaks} leaks, none allowed`);
  }
  if (noEmbedder) {
    const { given, right, rightNoModel, answerableNoModel } = noEmbedder;
    demand(right >= 0.9 * given, `noEmbedder: ${right} of ${given} given are right, at least 90 %`);
    demand(
      rightNoModel >= 0.2 * answerableNoModel,
      `noEmbedder: ${rightNoModel} of ${answerableNoModel} that need no model are answered right, at least 20 %`,
    );
    demand(noEmbedder.leaks === 0, `noEmbedder: ${noEmbedder.leaks} leaks, none allowed`);
  }
  if (suggestions) {
    const { shown, right } = suggestions;
    demand(
      shown >= leastSuggestions,
      `${shown} suggestions were shown, at least ${leastSuggestions}`,
    );
    demand(right >= 0.95 * shown, `${right} of ${shown} suggestions are right, at least 95 %`);
  }
  if (smalltalk) {
    const { taken, falselyTaken } = smalltalk;
    demand(taken >= 0.9, `${percent(taken)} of the small talk is taken, at least 90 %`);
    demand(
      falselyTaken <= 0.005,
      `${percent(falselyTaken)} is falsely taken as small talk, at most 0.5 %`,
    );
  }
  return missed;
}

function sealedBars(sealed: Figures, demand: (isReached: boolean, sentence: string) => void): void {
  const { given, right, rightNoModel, answerableNoModel } = sealed;
  const { meanProbability, precision, ece, eceFloor, unanswerable, unanswerableAnswered } = sealed;
  demand(given >= 80, `sealed: ${given} answers given, at least 80`);
  demand(right >= 0.9 * given, `sealed: ${right} of ${given} given are right, at least 90 %`);
  demand(
    rightNoModel >= 0.4 * answerableNoModel,
    `sealed: ${rightNoModel} of ${answerableNoModel} that need no model are answered right, at least 40 %`,
  );
  for (const [category, part] of Object.entries(sealed.byCategory)) {
    if (part.answerableNoModel < leastOfCategory) continue;
    demand(
      part.rightNoModel >= 0.2 * part.answerableNoModel,
      `sealed, ${category}: ${part.rightNoModel} of ${part.answerableNoModel} that need no model are answered right, at least 20 %`,
    );
  }
  demand(
    Math.abs(meanProbability - precision) <= 0.06,
    `sealed: mean probability ${meanProbability.toFixed(3)} at ${precision.toFixed(3)} right, at most .06 apart`,
  );
  demand(
    ece <= eceFloor + 0.05,
    `sealed: ECE ${ece.toFixed(3)}, at most its floor ${eceFloor.toFixed(3)} + .05`,
  );
  demand(
    unanswerableAnswered <= 0.03 * unanswerable,
    `sealed: ${unanswerableAnswered} of ${unanswerable} unanswerable ones are answered, at most 3 %`,
  );
  demand(sealed.smalltalkCited === 0, `sealed: small talk cites ${sealed.smalltalkCited} times`);
  demand(sealed.leaks === 0, `sealed: ${sealed.leaks} leaks, none allowed`);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
