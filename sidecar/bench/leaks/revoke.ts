import { lost } from "./oracle.ts";
import { quote } from "./past-answer.ts";
import { draft } from "./twin.ts";
import { callMethod, openTurn, permit, type OpenTurn } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import { companiesOf, each, existence, type Trial } from "./trial.ts";
import { lookAtVerdictAgain } from "./verdicts.ts";

/** Secrets worked on at once, or more of one twin; the first look again comes a moment after the right is gone. */
const batch = 9;

/**
 * Twins lose their right and at once look where they saw the secret. Nobody asks while rights change:
 * Odoo clears its caches before it commits, and who asks in between fills them with the old groups.
 */
export async function revokeRights(trial: Trial): Promise<void> {
  // Who leaves a group loses all that it opened, by whatever rule: what is one twin's comes together.
  const together = Object.values(
    Object.groupBy(
      trial.secrets.filter((it) => it.revoke),
      ({ twin }) => twin.login,
    ),
  );
  while (together.length > 0) {
    const secrets: Secret[] = [];
    while (together.length > 0 && secrets.length < batch) secrets.push(...(together.pop() ?? []));
    const open = new Map<Secret, OpenTurn>();
    await each(secrets, async (secret) => {
      open.set(secret, await askOnceMore(trial, secret));
    });
    for (const secret of secrets) await secret.revoke?.();
    for (const secret of secrets) await lost(trial.world, secret);
    await each(secrets, async (secret) => await lookAgain(trial, secret, open.get(secret)));
  }
}

/** Still with the right: whatever the sidecar keeps for seconds is fresh, and a ticket is in work. */
async function askOnceMore(trial: Trial, secret: Secret): Promise<OpenTurn> {
  const { twin, allowed, recipe, handle, canary, record, sections } = secret;
  const question = recipe.question(handle);
  const answered = await twin.asker.ask(question, allowed);
  for (const channel of ["answer", "next question", "history", "draft"]) {
    trial.tally.allowed(`${channel} after revoke`, secret, canary.isIn(answered.raw), answered.raw);
  }
  trial.seen.set(secret.number, answered);
  trial.quoted.set(secret.number, await quote(trial, secret, twin, allowed));
  const open = await openTurn(trial.world, twin, question, allowed);
  const permitted = await permit(trial.world, twin, open.ticket, record, sections);
  trial.tally.allowed("permit after revoke", secret, canary.isIn(permitted), permitted);
  return open;
}

async function lookAgain(trial: Trial, secret: Secret, open: OpenTurn | undefined): Promise<void> {
  const { world, tally } = trial;
  const { twin, recipe, handle, canary, record, sections } = secret;
  const question = recipe.question(handle);
  const seen = trial.seen.get(secret.number);
  if (!seen || !open) return;
  const note = (channel: string, reply: string): void =>
    tally.denied(`${channel} after revoke`, secret, twin, canary.isIn(reply), reply);
  const { conversationId, turnId } = seen;
  const companies = companiesOf(secret);

  const next = await twin.asker.ask(question, { ...companies, conversationId });
  note("next question", next.raw);
  note("answer", (await twin.asker.ask(question, companies)).raw);
  note("permit", await permit(world, twin, open.ticket, record, sections));
  const load = await callMethod(world, twin, "candor.conversation", "load", conversationId);
  const titles = await callMethod(world, twin, "candor.conversation", "history");
  note("history", (load + titles).replaceAll(existence(secret), ""));
  note("draft", await draft(trial, secret, turnId));
  await lookAtVerdictAgain(trial, secret);
}
