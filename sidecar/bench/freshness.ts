// freshness: from a confirmed change to the first search that finds it, while parts are killed.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { Asker } from "../../e2e/asker.ts";
import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { quantile } from "./quantile.ts";
import { Finder, keyOf } from "./freshness/finder.ts";
import type { Awaited } from "./freshness/finder.ts";
import { importContacts } from "./freshness/import.ts";
import { Killer } from "./freshness/killer.ts";
import { Quoter } from "./freshness/quoter.ts";
import { makeSubjects, write } from "./freshness/records.ts";
import type { Subject } from "./freshness/records.ts";
import { Words } from "./freshness/words.ts";
import type { Text } from "./freshness/words.ts";
import { figuresOf, missedBars, ms, printed } from "./freshness/report.ts";

const ratePerS = 10;
/** One in so many changes brings a text that was never seen before. */
const newEvery = 10;
/** Enough that a record rests, on average, a minute between two of its changes. */
const subjectsEach = 120;
const sessions = 4;
/** What is not found so long after the last change counts as lost. */
const graceMs = 90_000;

interface Change extends Awaited {
  subject: Subject;
  committedAt: number;
  foundAt: number;
}

export async function bench({ args, stack: start, stopped }: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args,
    options: {
      changes: { type: "string", default: "10000" },
      imported: { type: "string", default: "5000" },
      strikes: { type: "string", default: "15" },
    },
  });
  const count = Number(values.changes);
  const strikes = Number(values.strikes);

  const stack = await start({ durable: true, workers: 3, ownServer: { durable: true } });
  const askers = await Promise.all(
    Array.from({ length: sessions + 2 }, async () => await Asker.login(stack, "admin")),
  );
  const [asking, importing, ...writing] = askers as [Asker, Asker, ...Asker[]];
  const words = new Words(4);
  const subjects = await makeSubjects([importing, ...writing], words, subjectsEach);

  const changes: Change[] = [];
  const finder = new Finder<Change>(stack.ownServer?.url ?? "", (change, at) => {
    change.foundAt = at;
    change.subject.busy = false;
  });
  const awaitAll = async (): Promise<void> => {
    const deadline = performance.now() + graceMs;
    while (finder.awaited.size > 0 && performance.now() < deadline) {
      await sleep(200, undefined, { signal: stopped });
    }
  };
  const killer = new Killer(stack, new Words(5));
  const quoter = new Quoter(asking, subjects, new Words(6));
  const ended = new AbortController();
  const ending = AbortSignal.any([ended.signal, stopped]);
  const background = [finder.run(ending)];

  async function change(asker: Asker, subject: Subject, text: Text): Promise<void> {
    const committedAt = await write(asker, subject, text).catch((error: unknown) => {
      // The count of changes shows it.
      console.log(`  a change was refused: ${String(error)}`);
    });
    if (committedAt === undefined) return;
    const made = { ...awaitedOf(subject), committedAt };
    changes.push(made);
    finder.awaited.add(made);
  }

  // The index begins the run without a backlog of what was prepared for it.
  for (const subject of subjects) finder.awaited.add(awaitedOf(subject));
  await awaitAll();
  console.log(
    `${subjects.length} records are made, ${finder.awaited.size} of them not found yet; ` +
      `${count} changes at ${ratePerS} a second.`,
  );
  finder.awaited.clear();
  background.push(quoter.run(ending));

  const runMs = (count / ratePerS) * 1000;
  const begunAt = performance.now();
  const struck = (async () => {
    for (let at = 0; at < strikes && !stopped.aborted; at += 1) {
      // Anywhere in the first half of its share: what comes back late still counts in the run.
      const due = ((at + words.random() / 2) / strikes) * runMs;
      await sleep(Math.max(0, begunAt + due - performance.now()), undefined, { signal: stopped });
      await killer.strike();
    }
  })();
  const imported = (async () => {
    // Just before a strike, so that one falls into it.
    await sleep((Math.floor(strikes / 4) / strikes) * runMs, undefined, { signal: stopped });
    const from = performance.now();
    const records = await importContacts(importing, new Words(7), Number(values.imported));
    return { records, from, until: performance.now() };
  })();

  const writes: Promise<void>[] = [];
  for (let made = 0; made < count && !stopped.aborted; made += 1) {
    await sleep(Math.max(0, begunAt + (made * 1000) / ratePerS - performance.now()));
    const subject = words.pick(subjects.filter(({ busy }) => !busy));
    subject.busy = true;
    const current = subject.history.at(-1)?.text;
    const earlier = subject.seen.filter((text) => text !== current);
    const text = made % newEvery === 0 ? words.text() : words.pick(earlier);
    const asker = writing[made % writing.length] ?? importing;
    writes.push(change(asker, subject, text));
    if (made % 500 === 499) progress(made + 1, changes, finder.awaited.size);
  }
  await Promise.all([...writes, struck]);
  const { records, ...importSpan } = await imported;

  await awaitAll();
  const lostImports = await missing(finder, records, performance.now() + graceMs, stopped);
  ended.abort();
  await Promise.all(background);

  const during = { asked: quoter.asked, quoted: quoter.quoted, wanted: count };
  const figures = figuresOf(changes, killer, quoter.stale);
  const imports = { count: records.length, lost: lostImports, ...importSpan };
  console.log(printed(figures, during, imports, changes));
  return { results: figures, missed: missedBars(figures, during, imports) };
}

/** The record with the text that was written to it last. */
function awaitedOf(subject: Subject): Change {
  const { resModel, resId, history } = subject;
  const word = history.at(-1)?.text.word ?? "";
  return { subject, word, resModel, resId, committedAt: performance.now(), foundAt: Infinity };
}

function progress(made: number, changes: Change[], awaited: number): void {
  const late = changes.slice(-500).map(({ committedAt, foundAt }) => foundAt - committedAt);
  const found = late.filter((ms) => ms < Infinity);
  console.log(`${made} changes, ${awaited} awaited; of the last p95 ${ms(quantile(found, 0.95))}`);
}

/** How many imported records no search returns by the deadline. */
async function missing(
  finder: Finder<Change>,
  records: Awaited[],
  deadline: number,
  stopped: AbortSignal,
): Promise<number> {
  for (;;) {
    let lost = 0;
    for (let at = 0; at < records.length; at += 100) {
      const some = records.slice(at, at + 100);
      const hits = await finder.search(some.map(({ word }) => word));
      lost += some.filter((it) => !hits.has(keyOf(it))).length;
    }
    if (lost === 0 || performance.now() > deadline) return lost;
    await sleep(2000, undefined, { signal: stopped });
  }
}
