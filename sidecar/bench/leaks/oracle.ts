import { OdooRefusal } from "../../../e2e/asker.ts";
import type { Person } from "./people.ts";
import type { Secret } from "./secrets.ts";
import type { World } from "./world.ts";

/**
 * Asks Odoo itself, as each person, who reads what: the bench is worth nothing where its own idea of a
 * rule is wrong.
 *
 * @throws when Odoo answers otherwise than the secret was drawn
 */
export async function agree(world: World, secret: Secret): Promise<void> {
  const [own] = world.companies;
  const of = `secret ${secret.number} (${secret.kind}, ${secret.recipe.resModel}, ${secret.guard})`;
  if (!(await reads(secret, secret.twin, secret.allowed.companyIds ?? [own], true))) {
    throw new Error(`Odoo keeps ${of} from ${secret.twin.login}`);
  }
  for (const person of secret.denied) {
    if (await reads(secret, person, [own], false)) {
      throw new Error(`Odoo shows ${of} to ${person.login}`);
    }
  }
}

/** @throws when Odoo still shows the secret to the twin, whose right was revoked */
export async function lost(world: World, secret: Secret): Promise<void> {
  const companies = secret.allowed.companyIds ?? [world.companies[0]];
  if (await reads(secret, secret.twin, companies, false)) {
    throw new Error(`Odoo still shows secret ${secret.number} to ${secret.twin.login}`);
  }
}

async function reads(
  { record, recipe, kind, canary, whole }: Secret,
  { asker }: Person,
  companies: number[],
  archived: boolean,
): Promise<boolean> {
  const context = { allowed_company_ids: companies, active_test: !archived };
  try {
    if (whole) {
      const domain = [["id", "=", record.resId]];
      return (await asker.call<number>(record.resModel, "search_count", [domain], { context })) > 0;
    }
    const field = "field" in recipe ? recipe.field : "";
    const [read] = await asker.call<Record<string, unknown>[]>(
      record.resModel,
      "read",
      [[record.resId], [field]],
      { context },
    );
    if (kind !== "target") return canary.isIn(JSON.stringify(read));
    // Odoo computes the name as superuser; who may read it is who opens the partner.
    const [partner] = read?.partner_id as [number, string];
    return (await asker.call<number>("res.partner", "search_count", [[["id", "=", partner]]])) > 0;
  } catch (error) {
    if (error instanceof OdooRefusal) return false;
    throw error;
  }
}
