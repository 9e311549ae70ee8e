import { Canary } from "./canary.ts";
import { lookBack, quote } from "./past-answer.ts";
import type { Person } from "./people.ts";
import { callMethod, openTurn, permit } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import { each, type Trial } from "./trial.ts";

/** Records of documents of trade can't simply be deleted. */
const deletable = ["crm.lead", "project.task", "product.template", "res.partner"];

/**
 * Some secrets are deleted, others overwritten: from then on no new answer has them, whatever the rights. The
 * administrator, who saw each a moment before, is the person who must not see it any more; what he was told
 * before it was overwritten he is shown as that.
 */
export async function deleteAndEdit(trial: Trial): Promise<void> {
  const { world } = trial;
  const admin: Person = {
    asker: world.admin,
    login: "admin",
    groups: new Set(),
    companies: world.companies,
    isReviewer: false,
  };
  await each(trial.secrets, async (secret) => {
    if (!secret.whole || !deletable.includes(secret.record.resModel)) return;
    if (secret.kind === "archived") return;
    if ("edit" in secret.recipe && secret.number % 2 === 0) {
      const written = new Canary(world.words, false);
      const past = await quote(trial, secret, admin, { companyIds: world.companies });
      await tryGone(trial, secret, admin, "edit", async () => {
        await overwrite(trial, secret, written);
      });
      await lookBack(trial, secret, admin, past, written);
    } else {
      await tryGone(trial, secret, admin, "deletion", async () => {
        await world.call(secret.record.resModel, "unlink", [[secret.record.resId]]);
      });
    }
  });
}

async function overwrite(
  { world }: Trial,
  { recipe, record, handle }: Secret,
  written: Canary,
): Promise<void> {
  if ("edit" in recipe) await recipe.edit(world, record, handle, written);
}

async function tryGone(
  trial: Trial,
  secret: Secret,
  person: Person,
  change: "edit" | "deletion",
  go: () => Promise<void>,
): Promise<void> {
  const { world, tally } = trial;
  const { recipe, handle, canary, record, sections } = secret;
  const { asker } = person;
  const question = recipe.question(handle);
  const options = { companyIds: world.companies };
  const saw = (channel: string, reply: string): void =>
    tally.allowed(`${channel} after ${change}`, secret, canary.isIn(reply), reply);
  const note = (channel: string, reply: string): void =>
    tally.denied(`${channel} after ${change}`, secret, person, canary.isIn(reply), reply);
  const history = async (conversationId: number): Promise<string> =>
    await callMethod(world, person, "candor.conversation", "load", conversationId);

  const before = await asker.ask(question, options);
  saw("answer", before.raw);
  saw("next question", before.raw);
  if (change === "deletion") saw("history", await history(before.conversationId));
  const open = await openTurn(world, person, question, options);
  saw("permit", await permit(world, person, open.ticket, record, sections));
  await go();
  const { conversationId } = before;
  note("next question", (await asker.ask(question, { ...options, conversationId })).raw);
  note("answer", (await asker.ask(question, options)).raw);
  note("permit", await permit(world, person, open.ticket, record, sections));
  if (change === "deletion") note("history", await history(conversationId));
}
