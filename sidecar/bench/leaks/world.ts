import { Asker, type Address } from "../../../e2e/asker.ts";
import { Words } from "./canary.ts";
import { Random } from "./random.ts";

export interface RecordKey {
  resModel: string;
  resId: number;
}

/** The database in which the bench hides its secrets, as its administrator changes it. */
export class World {
  readonly address: Address;
  readonly sharedSecret: string;
  readonly admin: Asker;
  readonly random: Random;
  readonly words: Words;
  /** The company where everybody works, and the one of which some are members. */
  readonly companies: [number, number];
  readonly #ids = new Map<string, number>();

  private constructor(
    address: Address,
    sharedSecret: string,
    admin: Asker,
    companies: [number, number],
    seed: number,
  ) {
    this.address = address;
    this.sharedSecret = sharedSecret;
    this.admin = admin;
    this.companies = companies;
    this.random = new Random(seed);
    this.words = new Words(this.random);
  }

  static async open(address: Address, sharedSecret: string, seed: number): Promise<World> {
    const admin = await Asker.login(address, "admin");
    const [first, second] = await admin.call<number[]>("res.company", "search", [[]], {
      order: "id",
      limit: 2,
    });
    if (first === undefined || second === undefined) throw new Error("two companies are needed");
    await admin.call("res.users", "write", [[admin.uid], { company_ids: [[4, second]] }]);
    return new World(address, sharedSecret, admin, [first, second], seed);
  }

  /** Calls a method in both companies, without mails and entries in the chatter. */
  async call<T>(model: string, method: string, args: unknown[], options: object = {}): Promise<T> {
    const context = {
      active_test: false,
      allowed_company_ids: this.companies,
      tracking_disable: true,
      mail_auto_subscribe_no_notify: true,
      mail_create_nosubscribe: true,
      no_reset_password: true,
    };
    return await this.admin.call<T>(model, method, args, { context, ...options });
  }

  async create(model: string, values: object): Promise<number> {
    const [made] = await this.call<number[]>(model, "create", [[values]]);
    if (made === undefined) throw new Error(`no ${model} was made`);
    return made;
  }

  async write(record: RecordKey, values: object): Promise<void> {
    await this.call(record.resModel, "write", [[record.resId], values]);
  }

  /** The first record that fits. */
  async find(model: string, domain: unknown[]): Promise<number> {
    const [found] = await this.call<number[]>(model, "search", [domain], { limit: 1 });
    if (found === undefined) throw new Error(`the demo data has no such ${model}`);
    return found;
  }

  /** Id of a record by its external id. */
  async ref(xmlid: string): Promise<number> {
    const known = this.#ids.get(xmlid);
    if (known !== undefined) return known;
    const [module, name] = xmlid.split(".");
    const domain = [
      ["module", "=", module],
      ["name", "=", name],
    ];
    const [row] = await this.call<{ res_id: number }[]>("ir.model.data", "search_read", [
      domain,
      ["res_id"],
    ]);
    if (!row) throw new Error(`there is no ${xmlid}`);
    this.#ids.set(xmlid, row.res_id);
    return row.res_id;
  }
}

/** Adds the fields of the bench's own module to what is read of records. */
export async function readFields(world: World): Promise<void> {
  const rows = await world.call<{ id: number; model: string }[]>("ir.model.fields", "search_read", [
    [
      ["name", "in", ["bench_vault", "bench_courier", "bench_remark"]],
      ["model", "!=", "bench.leaks.grouped"],
    ],
    ["model"],
  ]);
  for (const model of new Set(rows.map((row) => row.model))) {
    const fields = rows.filter((row) => row.model === model).map(({ id }) => [4, id]);
    const sources = await world.call<number[]>("candor.source", "search", [
      [["model", "=", model]],
    ]);
    await world.call("candor.source", "write", [sources, { field_ids: fields }]);
  }
}
