import { QuestionQueue } from "../src/turn/queue.ts";
import type { Place } from "../src/turn/queue.ts";

const never = new AbortController().signal;

/** A question whose work ends when it is told to. */
class Asked {
  readonly places: Place[] = [];
  readonly stop = new AbortController();
  readonly ended: Promise<unknown>;
  begun = false;
  readonly #work = Promise.withResolvers<undefined>();

  constructor(queue: QuestionQueue, uid: number) {
    const work = (): Promise<undefined> => {
      this.begun = true;
      return this.#work.promise;
    };
    this.ended = queue.run(uid, work, (place) => this.places.push(place), this.stop.signal);
    this.ended.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.#work.resolve(undefined);
    await this.ended;
  }

  async fail(): Promise<void> {
    this.#work.reject(new Error("failed"));
    await expect(this.ended).rejects.toThrow("failed");
  }
}

const begun = (asked: Asked[]): boolean[] => asked.map((it) => it.begun);
/** Lets what was let in begin. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("questions beyond the limit wait in their order, and are told where they stand", async () => {
  const queue = new QuestionQueue({ atOnce: 2, perUser: 2, waiting: 10 });
  const asked = [1, 2, 3, 4, 5].map((uid) => new Asked(queue, uid));
  expect(begun(asked)).toEqual([true, true, false, false, false]);
  expect(asked.map((it) => it.places.at(-1)?.position)).toEqual([undefined, undefined, 1, 2, 3]);
  expect(asked[4]?.places).toEqual([{ position: 3, seconds: 2 }]);
  await asked[1]?.end();
  await settle();
  expect(begun(asked)).toEqual([true, true, true, false, false]);
  expect(asked[4]?.places.at(-1)?.position).toBe(2);
  for (const it of asked) await it.end();
});

test("work that fails makes room as well", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 1 });
  const [first, second] = [new Asked(queue, 1), new Asked(queue, 2)];
  await first.fail();
  await settle();
  expect(second.begun).toBe(true);
  await second.end();
});

test("whoever has as many in work as one person may keeps nobody else waiting", async () => {
  const queue = new QuestionQueue({ atOnce: 2, perUser: 1, waiting: 10 });
  const [own, second, other] = [new Asked(queue, 1), new Asked(queue, 1), new Asked(queue, 2)];
  expect([own.begun, second.begun, other.begun]).toEqual([true, false, true]);
  await other.end();
  await settle();
  expect(second.begun).toBe(false);
  await own.end();
  await settle();
  expect(second.begun).toBe(true);
  await second.end();
});

test("beyond the queue's length a question is refused, and one person can't fill it", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 2 });
  const kept = [new Asked(queue, 1), new Asked(queue, 1)];
  const tooMany = new Asked(queue, 1);
  await expect(tooMany.ended).rejects.toMatchObject({ code: "rate_limited" });
  kept.push(new Asked(queue, 2));
  const late = new Asked(queue, 3);
  await expect(late.ended).rejects.toMatchObject({ code: "rate_limited" });
  for (const it of kept) await it.end();
});

test("whoever goes leaves the queue at once, and those behind move up", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 10 });
  const [first, gone, last] = [1, 2, 3].map((uid) => new Asked(queue, uid)) as [
    Asked,
    Asked,
    Asked,
  ];
  gone.stop.abort();
  await expect(gone.ended).rejects.toMatchObject({ code: "stopped" });
  expect(last.places.map((it) => it.position)).toEqual([2, 1]);
  await first.end();
  await settle();
  expect([gone.begun, last.begun]).toEqual([false, true]);
  await last.end();
});

test("a question given up in the moment in which it is let in makes room for the next", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 10 });
  const [first, gone, last] = [1, 2, 3].map((uid) => new Asked(queue, uid)) as [
    Asked,
    Asked,
    Asked,
  ];
  const ended = first.end();
  await Promise.resolve().then(() => gone.stop.abort());
  await ended;
  await expect(gone.ended).rejects.toMatchObject({ code: "stopped" });
  await settle();
  expect([gone.begun, last.begun]).toEqual([false, true]);
  await last.end();
});

test("a question that was given up before it came doesn't wait", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 10 });
  const first = new Asked(queue, 1);
  const work = queue.run(
    2,
    () => Promise.resolve(),
    () => undefined,
    AbortSignal.abort(),
  );
  await expect(work).rejects.toMatchObject({ code: "stopped" });
  await first.end();
  await expect(
    queue.run(
      2,
      () => Promise.resolve(7),
      () => undefined,
      never,
    ),
  ).resolves.toBe(7);
});
