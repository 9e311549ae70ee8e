import { QuestionQueue } from "../src/turn/queue.ts";
import type { Admitted, Place } from "../src/turn/queue.ts";

const never = new AbortController().signal;

/** A question whose work ends when it is told to. */
class Asked {
  readonly places: Place[] = [];
  readonly stop = new AbortController();
  readonly ended: Promise<unknown>;
  begun = false;
  admitted: Admitted | undefined;
  readonly #work = Promise.withResolvers<undefined>();

  constructor(queue: QuestionQueue, uid: number) {
    this.ended = this.#run(queue, uid);
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

  async #run(queue: QuestionQueue, uid: number): Promise<void> {
    const tell = (place: Place): unknown => this.places.push(place);
    this.admitted = await queue.admit(uid, tell, this.stop.signal);
    this.begun = true;
    try {
      await this.#work.promise;
    } finally {
      this.admitted.leave();
    }
  }
}

const begun = (asked: Asked[]): boolean[] => asked.map((it) => it.begun);
const untold = (): undefined => undefined;
const three = (queue: QuestionQueue): [Asked, Asked, Asked] => [
  new Asked(queue, 1),
  new Asked(queue, 2),
  new Asked(queue, 3),
];
/** Lets what was let in begin. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("questions beyond the limit wait in their order, and are told where they stand", async () => {
  const queue = new QuestionQueue({ atOnce: 2, perUser: 2, waiting: 10 });
  const asked = [1, 2, 3, 4, 5].map((uid) => new Asked(queue, uid));
  await settle();
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
  await settle();
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
  const [first, gone, last] = three(queue);
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
  const [first, gone, last] = three(queue);
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
  const gone = queue.admit(2, untold, AbortSignal.abort());
  await expect(gone).rejects.toMatchObject({ code: "stopped" });
  await first.end();
  const next = new Asked(queue, 2);
  await settle();
  expect(next.begun).toBe(true);
  await next.end();
});

test("whoever has left holds nobody up, and leaves once", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 10 });
  const [first, second, third] = three(queue);
  await settle();
  first.admitted?.leave();
  first.admitted?.leave();
  await settle();
  expect(begun([first, second, third])).toEqual([true, true, false]);
  await first.end();
  await settle();
  expect(third.begun).toBe(false);
  await second.end();
  await third.end();
});

test("whoever comes back goes before all that wait, whose places stay as they are", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 1 });
  const first = new Asked(queue, 1);
  await settle();
  first.admitted?.leave();
  const second = new Asked(queue, 2);
  const third = new Asked(queue, 3);
  await settle();
  const order: string[] = [];
  const held = Promise.withResolvers<undefined>();
  const back = first.admitted?.again(async () => {
    order.push("back");
    await held.promise;
  }, never);
  await second.end();
  await settle();
  expect([order, third.begun]).toEqual([["back"], false]);
  expect(third.places.map((it) => it.position)).toEqual([1]);
  held.resolve(undefined);
  await back;
  await settle();
  expect(third.begun).toBe(true);
  await third.end();
  await first.end();
});

test("whoever comes back has no more in work than one person may, and keeps no other waiting", async () => {
  const queue = new QuestionQueue({ atOnce: 2, perUser: 1, waiting: 10 });
  const first = new Asked(queue, 1);
  await settle();
  first.admitted?.leave();
  const own = new Asked(queue, 1);
  await settle();
  const back = first.admitted?.again(() => Promise.resolve(own.begun), never);
  const other = new Asked(queue, 2);
  await settle();
  expect(other.begun).toBe(true);
  await own.end();
  await back;
  await other.end();
  await first.end();
});

test("whoever is stopped while coming back takes no place, and one that fails gives it up", async () => {
  const queue = new QuestionQueue({ atOnce: 1, perUser: 1, waiting: 10 });
  const first = new Asked(queue, 1);
  await settle();
  first.admitted?.leave();
  const second = new Asked(queue, 2);
  await settle();
  const stop = new AbortController();
  const back = first.admitted?.again(() => Promise.resolve(), stop.signal);
  stop.abort();
  await expect(back).rejects.toMatchObject({ code: "stopped" });
  await second.end();
  const fails = first.admitted?.again(() => Promise.reject(new Error("failed")), never);
  await expect(fails).rejects.toThrow("failed");
  const last = new Asked(queue, 3);
  await settle();
  expect(last.begun).toBe(true);
  await last.end();
  await first.end();
});
