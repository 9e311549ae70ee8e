import { createHmac } from "node:crypto";

import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";

const question = "Who is the contact?";

test.describe("A ticket opens one turn, for the session that it was given to", () => {
  test("a forged ticket is refused before anything is searched", async ({ stack }) => {
    const demo = await Asker.login(stack, "demo");
    const { ticket } = await demo.ticket(question);
    const middle = Math.floor(ticket.length / 2);
    const other = ticket[middle] === "A" ? "B" : "A";
    const forged = await demo.redeem(ticket.slice(0, middle) + other + ticket.slice(middle + 1));
    expect(forged).toMatchObject({ status: 403, error: { code: "ticket_refused" }, events: [] });
  });

  test("a stolen ticket is worth nothing with another user's cookie", async ({ stack }) => {
    const demo = await Asker.login(stack, "demo");
    const admin = await Asker.login(stack, "admin");
    const { ticket } = await demo.ticket(question);
    expect((await admin.redeem(ticket)).error?.code).toBe("ticket_refused");
    // Nor with another session of the same user.
    const elsewhere = await Asker.login(stack, "demo");
    expect((await elsewhere.redeem(ticket)).error?.code).toBe("ticket_refused");
    // It was not used up by those who tried.
    expect((await demo.redeem(ticket)).result).toBeDefined();
  });

  test("a ticket is taken once", async ({ stack }) => {
    const demo = await Asker.login(stack, "demo");
    const { ticket } = await demo.ticket(question);
    const both = await Promise.all([demo.redeem(ticket), demo.redeem(ticket)]);
    const codes = both.map((it) => it.error?.code ?? "answered").sort();
    expect(codes).toEqual(["answered", "ticket_used"]);
  });

  test("the question answered is the one that Odoo stored", async ({ stack }) => {
    const demo = await Asker.login(stack, "demo");
    const { ticket, turnId } = await demo.ticket("When is the Zanzibar fair?");
    const answered = await demo.redeem(ticket, { body: { question: "What is the wage?" } });
    // Either the surplus is refused, or it is ignored; it is never the question.
    expect(JSON.stringify(answered.result?.confidence?.reasons ?? [])).not.toContain("wage");
    const served = await demo.call<{ question: string }[]>("candor.turn", "serve", [[turnId]]);
    expect(served[0]?.question).toBe("When is the Zanzibar fair?");
  });
});

test.describe("Whoever comes from elsewhere is turned away", () => {
  test("another Origin, or none", async ({ stack }) => {
    const demo = await Asker.login(stack, "demo");
    const { ticket } = await demo.ticket(question);
    for (const origin of ["https://evil.example", "null", `${stack.odooUrl}.evil.example`]) {
      const refused = await demo.redeem(ticket, { headers: { Origin: origin } });
      expect(refused).toMatchObject({ status: 403, error: { code: "origin_refused" } });
    }
    // The ticket was never shown to Odoo, so it still is good.
    expect((await demo.redeem(ticket)).result).toBeDefined();
  });

  test("a GET, a form, a request without a cookie", async ({ stack }) => {
    const demo = await Asker.login(stack, "demo");
    const { ticket } = await demo.ticket(question);
    const cookie = `session_id=${demo.cookie}`;
    const got = await fetch(`${stack.sidecarUrl}/ask?ticket=${encodeURIComponent(ticket)}`, {
      headers: { Cookie: cookie, Origin: stack.odooUrl },
    });
    expect(got.status).toBeGreaterThanOrEqual(400);
    const form = await fetch(`${stack.sidecarUrl}/ask`, {
      method: "POST",
      headers: { Cookie: cookie, Origin: stack.odooUrl, "Content-Type": "text/plain" },
      body: JSON.stringify({ ticket, protocol: 2 }),
    });
    expect(form.status).toBeGreaterThanOrEqual(400);
    const bare = await demo.redeem(ticket, { headers: { Cookie: "" } });
    expect(bare.error?.code).toBe("session_expired");
    expect((await demo.redeem(ticket)).result).toBeDefined();
  });
});

test("a completion is taken signed, unaltered and once", async ({ stack }) => {
  const demo = await Asker.login(stack, "demo");
  const { ticket } = await demo.ticket(question);
  const taken = (await demo.route("/candor/turn/take", { ticket, protocol: 2 })) as {
    completion_token: string;
  };
  const token = taken.completion_token;
  const payload = JSON.stringify({ outcome: "answered", confidence: { probability: 1 } });
  const complete = (signature: string, sent = payload): Promise<unknown> =>
    demo.route("/candor/turn/complete", { token, payload: sent, signature });
  const guessed = createHmac("sha256", "guessed")
    .update(`complete\n${token}\n${payload}`)
    .digest("hex");
  expect(await complete("")).toEqual({ refused: "signature" });
  expect(await complete(guessed)).toEqual({ refused: "signature" });

  const signature = createHmac("sha256", stack.sharedSecret)
    .update(`complete\n${token}\n${payload}`)
    .digest("hex");
  expect(await complete(signature, payload.replace("1}", "0.1}"))).toEqual({
    refused: "signature",
  });
  expect(await complete(signature)).toEqual({ ok: true });
  expect(await complete(signature)).toEqual({ refused: "already" });
});

test("the indexer's key opens nothing without the shared secret", async ({ stack }) => {
  const call = async (model: string, method: string, args: unknown[]): Promise<string> => {
    const response = await fetch(`${stack.odooUrl}/jsonrpc`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        jsonrpc: "2.0",
        params: {
          service: "object",
          method: "execute_kw",
          args: [stack.database, stack.indexerUid, stack.indexerKey, model, method, args],
        },
      }),
    });
    const body = (await response.json()) as { error?: { data: { name: string } } };
    return body.error?.data.name ?? "answered";
  };
  const now = Math.floor(Date.now() / 1000);
  const sign = (secret: string, method: string, body: string): string =>
    createHmac("sha256", secret).update(`${method}\n${now}\n${body}`).digest("hex");
  const denied = /AccessDenied|AccessError/;

  expect(await call("candor.indexer", "lease", ["{}", now, ""])).toMatch(denied);
  expect(
    await call("candor.indexer", "lease", ["{}", now, sign("guessed", "lease", "{}")]),
  ).toMatch(denied);
  for (const model of ["res.partner", "crm.lead", "hr.employee", "candor.turn", "candor.outbox"]) {
    expect(await call(model, "search_read", [[]])).toMatch(denied);
  }
  // With it, the account does what it is for.
  const signed = sign(stack.sharedSecret, "settings", "{}");
  expect(await call("candor.indexer", "settings", ["{}", now, signed])).toBe("answered");
});
