import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import pg from "pg";

import { run } from "../../../e2e/stack/processes.ts";
import { http } from "./proxy.ts";
import type { Fault } from "./proxy.ts";
import type { World } from "./world.ts";

/** Ends that are labelled in the panel: rungs, and codes of errors. */
export type End = "extractive" | "lexical" | "live" | (string & {});

export interface Case {
  part: "embedder" | "database" | "odoo" | "sidecar" | "questions";
  name: string;
  /** Ends that are right; the first is what is expected. */
  ends: End[];
  /** The answer or error is there by then. */
  withinMs: number;
  /** Brings the fault about once the question's ticket is there. @returns what ends it */
  arrange: (world: World) => Promise<() => Promise<void> | void>;
  /** Does something more while the question is being answered. */
  meanwhile?: (world: World) => Promise<void>;
  /** Nothing is worth storing: whoever asked, or ended the sidecar, knows why. */
  isUnstored?: boolean;
  /** Odoo handed the question over and nobody got it: it stands there, to be asked again. */
  isUnended?: boolean;
  /** The sidecar itself goes: Odoo keeps the question, and nobody is left to store more. */
  isKilled?: boolean;
}

const proxied =
  (part: "odoo" | "database" | "embedder", fault: Fault, { drop = false } = {}): Case["arrange"] =>
  (world) => {
    const proxy = world.proxies[part];
    proxy.fault = fault;
    proxy.met = 0;
    if (drop) proxy.drop();
    return Promise.resolve(() => {
      proxy.fault = undefined;
      // What was held back never comes.
      proxy.drop();
      if (proxy.met === 0) throw new Error("Nothing met the fault.");
    });
  };

/** A fault of Odoo's while the sidecar's PostgreSQL is away. */
const withoutDatabase =
  (fault: Fault): Case["arrange"] =>
  async (world) => {
    const undo = await proxied("odoo", fault)(world);
    await world.database.kill();
    return async () => {
      await undo();
      await world.database.start();
    };
  };

/** On a busy machine the embedder, too, may be late. */
const answered: End[] = ["extractive", "lexical"];
/** For what isn't broken, on a busy machine. */
const busyMs = 2_000;

const embedding = (name: string, fault: Fault): Case => ({
  part: "embedder",
  name,
  ends: ["lexical"],
  withinMs: 400 + 1_000 + busyMs,
  arrange: proxied("embedder", fault),
});

const html = "<html><body>No database is selected</body></html>";
const answer = (text: string): Fault => ({ kind: "answer", text });
const json = (body: unknown): Fault => answer(http("200 OK", JSON.stringify(body)));
const vector = (values: unknown): Fault =>
  json({ object: "list", data: [{ object: "embedding", index: 0, embedding: values }] });

const embedder: Case[] = [
  {
    ...embedding("killed", { kind: "reset" }),
    arrange: async ({ stack }) => {
      await stack.kill("embedder");
      return () => stack.restart("embedder");
    },
  },
  {
    ...embedding("stopped in its tracks", { kind: "stall" }),
    arrange: async (world) => {
      await world.signal("embedder", "SIGSTOP");
      return () => world.signal("embedder", "SIGCONT");
    },
  },
  embedding("connection reset", { kind: "reset" }),
  embedding("says nothing", { kind: "stall" }),
  embedding("slower than its deadline", { kind: "slow", ms: 900 }),
  embedding("breaks off in its answer", { kind: "cut", bytes: 60 }),
  embedding("rate-limited", answer(http("429 Too Many Requests", "{}", { "Retry-After": "2" }))),
  embedding("503", answer(http("503 Service Unavailable", "{}"))),
  embedding("500 with HTML", answer(http("500 Internal Server Error", html))),
  embedding("refuses the key", answer(http("401 Unauthorized", "{}"))),
  embedding("knows no such model", answer(http("404 Not Found", '{"error":{"message":"model"}}'))),
  embedding("answers no JSON", answer(http("200 OK", "{vectors"))),
  embedding("answers no vector", json({ object: "list", data: [] })),
  embedding("vectors of other dimensions", vector([0.1, 0.2, 0.3])),
  embedding("vectors that are no numbers", vector(Array.from({ length: 384 }, () => "x"))),
];

/** Until the deadline of the index, and a second to switch. */
const liveMs = 3_000 + 1_000 + busyMs;

const storing = (name: string, arrange: Case["arrange"], more: Partial<Case> = {}): Case => ({
  ...{ part: "database", name, ends: ["live"], withinMs: liveMs, arrange },
  ...more,
});

/** Runs SQL on the sidecar's database as the server's owner, and other SQL at the end. */
const sql =
  (doing: string[], undoing: string[], { terminate = false } = {}): Case["arrange"] =>
  async ({ stack }) => {
    for (const statement of doing) await stack.sql("sidecar", statement);
    if (terminate) {
      await stack.sql(
        "sidecar",
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'candor'",
      );
    }
    return async () => {
      for (const statement of undoing) await stack.sql("sidecar", statement);
    };
  };

const database: Case[] = [
  storing("killed", async (world) => {
    await world.database.kill();
    return () => world.database.start();
  }),
  storing("killed in the middle of a search", proxied("database", { kind: "slow", ms: 300 }), {
    meanwhile: async (world) => {
      await delay(500);
      await world.database.kill();
      await world.database.start();
    },
  }),
  storing("connections reset", proxied("database", { kind: "reset" }, { drop: true })),
  storing("says nothing", proxied("database", { kind: "stall" })),
  storing(
    "says nothing to new connections",
    proxied("database", { kind: "stall" }, { drop: true }),
  ),
  storing("slower than its deadline", proxied("database", { kind: "slow", ms: 1_200 })),
  storing("slow, within its deadline", proxied("database", { kind: "slow", ms: 60 }), {
    ends: answered,
  }),
  storing("breaks off in its answer", proxied("database", { kind: "cut", bytes: 20 })),
  storing("no connection left", async (world) => {
    const statement = "alter role candor connection limit 0";
    const undo = "alter role candor connection limit -1";
    return await sql([statement], [undo], { terminate: true })(world);
  }),
  storing("the server's connections are used up", useUp, { ends: ["live", ...answered] }),
  storing(
    "takes no connections",
    sql(
      ["revoke connect on database candor from candor"],
      ["grant connect on database candor to candor"],
      { terminate: true },
    ),
  ),
  storing(
    "refuses the password",
    sql(["alter role candor rename to candor_away"], ["alter role candor_away rename to candor"], {
      terminate: true,
    }),
  ),
  storing(
    "a table is gone",
    sql(["alter table posting rename to away"], ["alter table away rename to posting"]),
  ),
  storing("locked by somebody's migration", async ({ stack }) => {
    const held = stack.sql(
      "sidecar",
      "begin; lock table generation in access exclusive mode; select pg_sleep(8); commit",
    );
    await delay(200);
    return async () => {
      await held;
    };
  }),
  storing(
    "disk full while sorting",
    sql(
      [
        "alter role candor set temp_file_limit = 0",
        "alter role candor set work_mem = '64kB'",
        "alter role candor set enable_hashagg = off",
      ],
      ["alter role candor reset all"],
      { terminate: true },
    ),
    // A small search fits into memory all the same.
    { ends: ["live", ...answered] },
  ),
  storing("disk full while writing", fullDisk, {
    ends: answered,
  }),
  storing(
    "takes reads only",
    sql(
      ["alter role candor set default_transaction_read_only = on"],
      ["alter role candor reset default_transaction_read_only"],
      { terminate: true },
    ),
    { ends: answered },
  ),
  storing(
    "its index isn't whole yet",
    sql(["update generation set complete = false"], ["update generation set complete = true"]),
  ),
  storing(
    "away since the sidecar started",
    async (world) => {
      world.proxies.database.fault = { kind: "reset" };
      world.proxies.database.drop();
      await world.startSidecar();
      return () => {
        world.proxies.database.fault = undefined;
      };
    },
    { ends: ["database_unavailable"] },
  ),
];

/** Takes every connection of the server, those of the sidecar as well. */
async function useUp({ stack, database: server }: World): Promise<() => Promise<void>> {
  const clients: pg.Client[] = [];
  const fill = async (): Promise<void> => {
    for (let isFull = false; !isFull;) {
      const client = new pg.Client({ connectionString: server.url, application_name: "bench" });
      client.on("error", () => undefined);
      try {
        await client.connect();
        clients.push(client);
      } catch {
        isFull = true;
      }
    }
  };
  await fill();
  await stack.sql(
    "sidecar",
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'candor'",
  );
  await fill();
  return async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  };
}

/** The journal stands on a disk of one megabyte that is full. */
async function fullDisk({ stack }: World): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "candor-full-"));
  const place = `${folder}/space`;
  await run({ file: "mkdir", args: [place] });
  await run({ file: "mount", args: ["-t", "tmpfs", "-o", "size=1m", "tmpfs", place] });
  await run({ file: "chmod", args: ["711", folder] });
  await run({ file: "chown", args: ["nobody", place] });
  await stack.sql("sidecar", `create tablespace full_disk location '${place}'`);
  await stack.sql("sidecar", "alter table journal set tablespace full_disk");
  // Room that older entries left would take a new one.
  await stack.sql("sidecar", "vacuum full journal");
  await run({ file: "sh", args: ["-c", `cat /dev/zero > ${place}/filler 2>/dev/null || true`] });
  return async () => {
    await rm(`${place}/filler`, { force: true });
    await stack.sql("sidecar", "alter table journal set tablespace pg_default");
    await stack.sql("sidecar", "drop tablespace full_disk");
    await run({ file: "umount", args: [place] });
    await rm(folder, { recursive: true, force: true });
  };
}

const routesMs = { take: 5_000, visible: 5_000, permit: 15_000, complete: 4_000 };

/** A route of Odoo that fails in some way. What is answered before `complete` is an answer. */
const route = (
  name: keyof typeof routesMs,
  what: string,
  fault: Fault,
  more: Partial<Case> = {},
): Case => {
  const path = name === "take" || name === "complete" ? `/candor/turn/${name}` : `/candor/${name}`;
  return {
    part: "odoo",
    name: `${name}: ${what}`,
    ends: name === "complete" ? answered : ["odoo_unavailable"],
    withinMs: routesMs[name] + 1_000 + busyMs,
    arrange: proxied("odoo", { ...fault, path }),
    ...more,
  };
};

const exception = json({ error: { code: 200, data: { name: "builtins.ValueError", debug: "…" } } });
const expired: Partial<Case> = { ends: ["session_expired"] };

/** Makes everybody wait who permits, so that a part can die meanwhile. @returns what waits for the end of it */
async function hold({ stack }: World, seconds: number): Promise<() => Promise<unknown>> {
  const held = stack.sql(
    "odoo",
    `begin; lock table mail_message in access exclusive mode; select pg_sleep(${seconds}); commit`,
  );
  const ended = held.catch(() => undefined);
  await delay(200);
  return () => ended;
}

const odoo: Case[] = [
  route("take", "connection reset", { kind: "reset" }),
  route("take", "says nothing", { kind: "stall" }, { isUnended: true }),
  route("take", "breaks off in its answer", { kind: "cut", bytes: 90 }, { isUnended: true }),
  route("take", "500 with HTML", answer(http("500 Internal Server Error", html))),
  route("take", "answers no JSON", answer(http("200 OK", "{question"))),
  route("take", "the session has ended", json({ error: { code: 100 } }), {
    ...expired,
    isUnstored: true,
  }),
  route("visible", "502 of a proxy", answer(http("502 Bad Gateway", html))),
  route("visible", "says nothing", { kind: "stall" }),
  route("visible", "breaks off in its answer", { kind: "cut", bytes: 90 }),
  route("permit", "connection reset", { kind: "reset" }),
  route("permit", "500 with HTML", answer(http("500 Internal Server Error", html))),
  route("permit", "no database selected", answer(http("404 Not Found", html))),
  route("permit", "says nothing", { kind: "stall" }),
  route("permit", "breaks off in its answer", { kind: "cut", bytes: 400 }),
  route("permit", "answers no JSON", answer(http("200 OK", "{records"))),
  route("permit", "another shape", json({ result: { records: [{ name: 7 }] } })),
  route("permit", "an exception", exception),
  route("permit", "too busy", answer(http("429 Too Many Requests", "{}", { "Retry-After": "3" }))),
  route("permit", "the session has ended", json({ error: { code: 100 } }), expired),
  route(
    "permit",
    "slow, within its deadline",
    { kind: "slow", ms: 2_000 },
    {
      ends: answered,
    },
  ),
  route("complete", "connection reset", { kind: "reset" }),
  route("complete", "says nothing", { kind: "stall" }),
  route("complete", "500 with HTML", answer(http("500 Internal Server Error", html))),
  route("complete", "an exception", exception),
  {
    part: "odoo",
    name: "away together with the sidecar's PostgreSQL",
    ends: ["odoo_unavailable"],
    withinMs: liveMs + 5_000,
    arrange: withoutDatabase({ kind: "reset", path: "/candor/search" }),
  },
  {
    part: "odoo",
    name: "away with the PostgreSQL when the answer is recorded",
    ends: ["live"],
    withinMs: liveMs + 4_000,
    arrange: withoutDatabase({ kind: "reset", path: "/candor/turn/complete" }),
  },
  {
    part: "odoo",
    name: "killed",
    ends: ["odoo_unavailable"],
    withinMs: 5_000 + busyMs,
    arrange: async ({ stack }) => {
      await stack.kill("odoo");
      return () => stack.restart("odoo");
    },
  },
  {
    part: "odoo",
    name: "killed in the middle of a question",
    ends: ["odoo_unavailable"],
    withinMs: 15_000 + busyMs,
    arrange: async (world) => {
      const held = await hold(world, 4);
      return async () => {
        await held();
        await world.stack.restart("odoo");
      };
    },
    meanwhile: async ({ stack }) => {
      await delay(1_200);
      await stack.kill("odoo");
    },
  },
  {
    part: "odoo",
    name: "stopped in its tracks",
    ends: ["odoo_unavailable"],
    isUnended: true,
    withinMs: 5_000 + 1_000 + busyMs,
    arrange: async (world) => {
      await world.signal("odoo", "SIGSTOP");
      return () => world.signal("odoo", "SIGCONT");
    },
  },
  {
    part: "odoo",
    name: "its tables are locked",
    ends: answered,
    withinMs: 15_000 + busyMs,
    isUnstored: true,
    arrange: async (world) => {
      const held = await hold(world, 3);
      return async () => {
        await held();
      };
    },
  },
];

const sidecar: Case[] = [
  {
    part: "sidecar",
    name: "killed in the middle of a question",
    ends: ["cut"],
    withinMs: 5_000 + busyMs,
    isKilled: true,
    arrange: async (world) => {
      const held = await hold(world, 3);
      return async () => {
        await held();
        await world.startSidecar();
      };
    },
    meanwhile: async ({ stack }) => {
      await delay(1_200);
      await stack.kill("sidecar");
    },
  },
  {
    part: "sidecar",
    name: "ends in order in the middle of a question",
    ends: ["stopped"],
    withinMs: 9_000 + busyMs,
    // Whoever ended it knows why; the turn is recorded as stopped.
    isUnstored: true,
    arrange: async (world) => {
      const held = await hold(world, 3);
      return async () => {
        await held();
        await world.startSidecar();
      };
    },
    meanwhile: async (world) => {
      await delay(1_200);
      await world.signal("sidecar", "SIGTERM");
    },
  },
  {
    part: "sidecar",
    name: "was away before the question",
    ends: ["unreachable"],
    withinMs: 1_000 + busyMs,
    isKilled: true,
    arrange: async (world) => {
      await world.stack.kill("sidecar");
      return () => world.startSidecar();
    },
  },
];

/** Several more questions of the same moment, which take the room. */
const crowd = (count: number, environment: Record<string, string>): Case["arrange"] => {
  return async (world) => {
    await world.startSidecar(environment);
    await world.untilWell();
    const held = await hold(world, 3);
    const tickets: string[] = [];
    for (let at = 0; at < count; at += 1) {
      tickets.push((await world.asker.ticket(world.question())).ticket);
    }
    const asked = tickets.map((ticket) => world.asker.redeem(ticket).catch(() => undefined));
    await delay(800);
    return async () => {
      await Promise.all([held(), ...asked]);
      await world.startSidecar();
    };
  };
};

const questions: Case[] = [
  {
    part: "questions",
    name: "more than there is room for: they wait in line",
    ends: answered,
    withinMs: 10_000 + busyMs,
    isUnstored: true,
    arrange: crowd(3, { CANDOR_QUESTIONS_AT_ONCE: "1" }),
  },
  {
    part: "questions",
    name: "more than may wait",
    ends: ["rate_limited"],
    withinMs: 1_000 + busyMs,
    arrange: crowd(2, { CANDOR_QUESTIONS_AT_ONCE: "1", CANDOR_QUESTIONS_WAITING: "1" }),
  },
  {
    part: "questions",
    name: "more of one person than one may ask",
    ends: answered,
    withinMs: 10_000 + busyMs,
    isUnstored: true,
    arrange: crowd(2, { CANDOR_QUESTIONS_PER_USER: "1" }),
  },
];

export const cases: Case[] = [...embedder, ...database, ...odoo, ...sidecar, ...questions];
