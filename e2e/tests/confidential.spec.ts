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
  const question = "Which carillon does Brackenridge want, bronze or steel?";
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

test("the logs hold no word of a question, passage or answer, and no cookie", async ({ stack }) => {
  const turns = await stack.sql<Turn>("odoo", "select question, answer from candor_turn");
  const texts = turns.flatMap(({ question, answer }) => {
    const { evidence, parts } = JSON.parse(answer ?? '{"evidence":[],"parts":[]}') as Answer;
    return [question, ...evidence.map((it) => it.quote), ...parts.map((it) => it.text)];
  });
  const words = [...new Set(texts.filter(distinctive))];
  expect(words.length).toBeGreaterThan(10);
  const logs = await stack.logs();
  for (const [part, log] of Object.entries(logs)) {
    expect(log.length, `the log of ${part} is not empty`).toBeGreaterThan(0);
    expect(
      words.filter((word) => log.includes(word)),
      `words of people in the log of ${part}`,
    ).toEqual([]);
    expect(log).not.toMatch(/session_id=\w{20}/);
    const demo = await Asker.login(stack, "demo");
    expect(log).not.toContain(demo.cookie);
    expect(log).not.toContain(stack.sharedSecret);
    expect(log).not.toContain(stack.indexerKey);
  }
});

test("bus and activities carry no word of a question or an answer", async ({ stack }) => {
  const turns = await stack.sql<Turn>("odoo", "select question, answer from candor_turn");
  const words = turns.map((turn) => turn.question).filter(distinctive);
  const bus = await stack.sql<{ message: string }>("odoo", "select message from bus_bus");
  const activities = await stack.sql<{ text: string }>(
    "odoo",
    `select concat_ws(' ', summary, note, feedback) as text
       from mail_activity
       join mail_activity_type type on type.id = activity_type_id
      where type.name->>'en_US' like 'Candor%'`,
  );
  expect(activities.length).toBeGreaterThan(0);
  const carried = [...bus.map((row) => row.message), ...activities.map((row) => row.text)].join();
  expect(words.filter((word) => carried.includes(word))).toEqual([]);
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
  // Words of questions and of the demo's own records, some of which every table would show.
  for (const word of ["Brackenridge", "Thistlewood", "Azure", "Carpets", "expected", "revenue"]) {
    expect(everything.toLowerCase()).not.toContain(word.toLowerCase());
  }
});
