import type { Asker } from "../asker.ts";
import type { RecordName } from "./check-question.ts";

/** A record of this database. */
export interface Found {
  resModel: string;
  resId: number;
  /** Display name, as an administrator sees it. */
  name: string;
}

/** Turns names of demo records into ids of this database, asking Odoo once for each. */
export class DemoRecords {
  private readonly admin: Asker;
  private readonly known = new Map<string, Promise<Found>>();

  constructor(admin: Asker) {
    this.admin = admin;
  }

  /** Throws when the demo data has no such record, or several of that name. */
  find(record: RecordName): Promise<Found> {
    const key = `${record.model} ${record.xmlid ?? record.name ?? ""}`;
    const known = this.known.get(key) ?? this.ask(record);
    this.known.set(key, known);
    return known;
  }

  private async ask(record: RecordName): Promise<Found> {
    const ids =
      record.xmlid === undefined
        ? await this.admin.call<number[]>(
            record.model,
            "search",
            [[["name", "=", record.name ?? ""]]],
            { context: { active_test: false } },
          )
        : await this.idOf(record.xmlid);
    const [resId] = ids;
    if (resId === undefined || ids.length > 1) {
      throw new Error(
        `the demo data has ${ids.length} records ${record.model} ${record.xmlid ?? record.name ?? ""}`,
      );
    }
    const [read] = await this.admin.call<{ display_name: string }[]>(record.model, "read", [
      [resId],
      ["display_name"],
    ]);
    return { resModel: record.model, resId, name: read?.display_name ?? "" };
  }

  private async idOf(xmlid: string): Promise<number[]> {
    const [module, name] = xmlid.split(".");
    const rows = await this.admin.call<{ res_id: number }[]>("ir.model.data", "search_read", [
      [
        ["module", "=", module],
        ["name", "=", name],
      ],
      ["res_id"],
    ]);
    return rows.map((row) => row.res_id);
  }
}
