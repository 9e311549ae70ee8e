import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";

import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";

/**
 * Runs after all other files (see playwright.config.ts): what they asked and were answered is in
 * Odoo's database by now, and must be nowhere else.
 */

interface Turn {
  question: string;
  answer: string | null;
}

interface Answer {
  evidence: { quote: string }[];
  parts: { text: string }[];
}

/** Texts of turns long enough not to stand in a log by chance. */
const distinctive = (text: string): boolean => text.length >= 16;

test("conflicts in every route that stores words leave no word in a log", async ({ stack }) => {
  const admin = await Asker.login(stack, "admin");
  const lead = await admin.call<number>("crm.lead", "create", [
    { name: "Carillon at Brackenridge", type: "opportunity", expected_revenue: 38119 },
  ]);
  const open = { resModel: "crm.lead", resId: lead };
  // A field of the open record answers: quoted is what the reviewer may read as well.
  const question = "What is the expected revenue of the carillon at Brackenridge?";
  const eight = Array.from({ length: 8 });

  const { ticket, turnId } = await admin.ticket(question, { open });
  // Each of these meets the others in one row.
  await Promise.all(eight.map(() => admin.redeem(ticket)));
  await Promise.all(
    eight.map(() => admin.call("candor.turn", "send_to_review", [turnId]).catch(() => undefined)),
  );
  const reviewer = await Asker.login(stack, "reviewer");
  const [review] = await reviewer.call<number[]>("candor.review", "search", [
    [["turn_id", "=", turnId]],
  ]);
  expect(review).toBeDefined();
  await Promise.all(
    eight.map((_, at) =>
      reviewer
        .call("candor.review", "write", [[review], { reason: `Brackenridge wants steel, ${at}` }])
        .catch(() => undefined),
    ),
  );
  const { postgres, odoo } = await stack.logs();
  // The conflicts did happen, and PostgreSQL did log the statements that failed.
  expect(postgres).toMatch(/could not serialize access|duplicate key/);
  expect(postgres).toContain("STATEMENT:");
  for (const log of [postgres, odoo]) expect(log).not.toMatch(/Brackenridge|carillon/i);
});

test("a statement with words that fails leaves no word in PostgreSQL's log either", async ({
  stack,
}) => {
  const demo = await Asker.login(stack, "demo");
  const reviewer = await Asker.login(stack, "reviewer");
  const lead = await demo.call<number>("crm.lead", "create", [
    { name: "Gatehouse for Ravensworth", type: "opportunity", user_id: demo.uid, phone: "5550147" },
  ]);
  const open = { resModel: "crm.lead", resId: lead };
  const question = "What is the phone number for the Ravensworth gatehouse?";
  const { turnId } = await demo.ask(question, { open });
  const { id: reviewId } = await demo.call<{ id: number }>("candor.turn", "send_to_review", [
    turnId,
  ]);
  await expect
    .poll(() => reviewer.call<object | false>("candor.review", "page", [reviewId]))
    .toMatchObject({ role: "reviewer" });

  await stack.sql(
    "odoo",
    `create function test_fail() returns trigger language plpgsql as
     $$ begin raise exception 'the disk is full'; end $$`,
  );
  const failing = async (table: string, column: string, work: () => Promise<void>) => {
    const before = (await stack.logs()).postgres.length;
    await stack.sql(
      "odoo",
      `create trigger test_fail before update of ${column} on ${table}
       for each row when (new.${column} is not null) execute function test_fail()`,
    );
    try {
      await work();
    } finally {
      await stack.sql("odoo", `drop trigger test_fail on ${table}`);
    }
    // It did fail, and PostgreSQL did log the statement.
    const written = (await stack.logs()).postgres.slice(before);
    expect(written).toContain("the disk is full");
    expect(written).toMatch(new RegExp(`STATEMENT: +UPDATE "?${table}"? SET "?${column}`));
  };
  try {
    await failing("candor_turn", "question", async () => {
      await expect(demo.ticket(question, { open })).rejects.toThrow();
    });
    await failing("candor_turn", "answer", async () => {
      const answered = await demo.ask(question, { open });
      expect(answered.result?.recorded).toBe(false);
      // What Odoo couldn't take waits in the sidecar's journal, and not in clear.
      const kept = await stack.sql<{ row: string }>(
        "sidecar",
        "select j::text as row from journal j",
      );
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.map(({ row }) => row).join()).not.toMatch(/Ravensworth|5550147|gatehouse/i);
    });
    await failing("candor_review", "verdict", async () => {
      await expect(
        reviewer.call("candor.review", "decide", [
          reviewId,
          "correct",
          { correction: "Ravensworth moved away" },
        ]),
      ).rejects.toThrow();
    });
  } finally {
    await stack.sql("odoo", "drop function test_fail()");
  }
});

/** Words that no code, field or demo record has; what these tests asked and were answered does. */
const unusual =
  /Thistlewood|Ysolde|Quillfeather|Larkspur|Orrery|Astrolabe|Fennimore|Belvedere|Wexcombe|Carillon|Brackenridge|Ravensworth/gi;

test("the logs hold no word of a question, passage or answer, and no cookie", async ({ stack }) => {
  const turns = await stack.sql<Turn>("odoo", "select question, answer from candor_turn");
  const texts = turns.flatMap(({ question, answer }) => {
    const { evidence, parts } = JSON.parse(answer ?? '{"evidence":[],"parts":[]}') as Answer;
    return [question, ...evidence.map((it) => it.quote), ...parts.map((it) => it.text)];
  });
  const sentences = [...new Set(texts.filter(distinctive))];
  expect(sentences.length).toBeGreaterThan(10);
  const asked = new Set(texts.join(" ").match(unusual));
  expect(asked.size).toBeGreaterThan(5);
  const sessions = await readdir(join(stack.instance.odooData, "sessions"), { recursive: true });
  // Odoo itself logs the first half of a session's id, as the name of the device that signed in.
  const cookies = sessions.map((path) => basename(path)).filter((name) => name.length > 42);
  expect(cookies.length).toBeGreaterThan(10);

  for (const [part, log] of Object.entries(await stack.logs())) {
    expect(log.length, `the log of ${part} is not empty`).toBeGreaterThan(0);
    expect(log.match(unusual), `unusual words in the log of ${part}`).toBeNull();
    expect(
      sentences.filter((text) => log.includes(text)),
      `sentences in the log of ${part}`,
    ).toEqual([]);
    expect(cookies.filter((sid) => log.includes(sid.slice(42)))).toEqual([]);
    expect(log).not.toContain(stack.sharedSecret);
    expect(log).not.toContain(stack.indexerKey);
  }
});

test("bus and activities carry no word of a question or an answer", async ({ stack }) => {
  const turns = await stack.sql<Turn>("odoo", "select question, answer from candor_turn");
  const questions = turns.map((turn) => turn.question).filter(distinctive);
  // Odoo's own notices name records to those who follow them; Candor's name nothing to anybody.
  const bus = await stack.sql<{ message: string }>(
    "odoo",
    "select message from bus_bus where message ilike '%candor%'",
  );
  const activities = await stack.sql<{ text: string }>(
    "odoo",
    `select concat_ws(' ', mail_activity.summary, mail_activity.note, mail_activity.feedback) as text
       from mail_activity
       join mail_activity_type type on type.id = activity_type_id
      where type.name->>'en_US' like 'Candor%'`,
  );
  expect(activities.length).toBeGreaterThan(0);
  const carried = [...bus.map((row) => row.message), ...activities.map((row) => row.text)].join();
  expect(questions.filter((text) => carried.includes(text))).toEqual([]);
  expect(carried.match(unusual)).toBeNull();
});

test("the sidecar's database holds no question, answer or sentence in clear", async ({ stack }) => {
  const tables = await stack.sql<{ name: string }>(
    "sidecar",
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  const held: string[] = [];
  for (const { name } of tables) {
    const rows = await stack.sql<{ row: string }>(
      "sidecar",
      `select t::text as row from ${name} t`,
    );
    held.push(...rows.map(({ row }) => row));
  }
  const everything = held.join("\n");
  expect(everything.length).toBeGreaterThan(10_000);
  expect(everything.match(unusual)).toBeNull();
  // Words that stand in many of the records indexed.
  for (const word of ["azure", "carpets", "expected", "revenue", "furniture", "office"]) {
    expect(everything.toLowerCase()).not.toContain(word);
  }
});
