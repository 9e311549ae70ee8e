import { migrate } from "../src/store/migrate.ts";
import { createDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";

let db: TestDatabase;

beforeEach(async () => {
  db = await createDatabase({ migrated: false });
});

afterEach(() => db.drop());

test("migrations are applied once, whoever starts at the same time", async () => {
  const applied = await Promise.all([migrate(db.pool), migrate(db.pool), migrate(db.pool)]);
  expect(applied.flat()).toContain("0001_index.sql");
  expect(new Set(applied.flat()).size).toBe(applied.flat().length);
  expect(await migrate(db.pool)).toEqual([]);
});

test("a migration that was edited after it landed is refused", async () => {
  await migrate(db.pool);
  await db.pool.query("update migration set hash = 'another' where name = '0001_index.sql'");
  await expect(migrate(db.pool)).rejects.toMatchObject({ code: "migration_changed" });
});
