/** What the bench hands back, with the names of the issue. */
export interface Figures {
  questions: number;
  reviews: number;
  verdicts: number;
  inBrowsers: number;
  misrouted: number;
  unreviewed: number;
  contentLeaks: number;
  lostVerdicts: number;
  duplicateVerdicts: number;
  lostTexts: number;
  remindersWrong: number;
  p95SecondsToAsker: number;
  sendP95Ms: number;
  assignP95S: number;
  listMs1000: number;
  openMs1000: number;
  forgotten: number;
  remains: number;
}

const atLeast: Partial<Figures> = {
  questions: 2_000,
  reviews: 500,
  verdicts: 400,
  inBrowsers: 100,
  forgotten: 200,
};
const atMost: Partial<Figures> = {
  misrouted: 0,
  unreviewed: 0,
  contentLeaks: 0,
  lostVerdicts: 0,
  duplicateVerdicts: 0,
  lostTexts: 0,
  remindersWrong: 0,
  p95SecondsToAsker: 1,
  sendP95Ms: 300,
  assignP95S: 5,
  listMs1000: 500,
  openMs1000: 800,
  remains: 0,
};

/**
 * Prints each figure beside its bar.
 *
 * @param scale how much smaller than the whole this run is: of counts less is enough
 * @returns a sentence for each bar that is missed; what wasn't measured misses its bar
 */
export function missedBars(figures: Figures, scale: number): string[] {
  const missed: string[] = [];
  const rows = (Object.keys(figures) as (keyof Figures)[]).map((name) => {
    const value = figures[name];
    const least = (atLeast[name] ?? 0) * scale;
    const most = atMost[name] ?? Infinity;
    const reached = value >= least && value <= most;
    const bar = name in atLeast ? `at least ${Math.ceil(least)}` : `at most ${most}`;
    if (!reached) missed.push(`${name} ${value}, ${bar}`);
    return { figure: name, value, bar, "": reached ? "✔" : "✖" };
  });
  console.table(rows);
  return missed;
}
