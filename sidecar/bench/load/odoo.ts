import { setTimeout as sleep } from "node:timers/promises";

import { Asker } from "../../../e2e/asker.ts";
import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { quantile } from "../quantile.ts";
import { settled } from "../settled.ts";
import { Form } from "./form.ts";
import { Questions } from "./questions.ts";

export interface OdooFigures {
  /** Median over pairs of p95 with Candor at work by p95 without. */
  ratio: number;
  pairs: { withoutMs: number; withMs: number }[];
}

const pairs = 5;
const spanMs = 15_000;
const ratePerS = 3;
/** A person who opens one record after another. */
const betweenFormsMs = 150;

/**
 * What Candor does to somebody who just opens records: the time of a form while 3 questions a second
 * and a full pass run, against that of a quiet moment right before or after.
 */
export async function measureOdoo(stack: BenchStack, stopped: AbortSignal): Promise<OdooFigures> {
  const pass = new FullPass(await Asker.login(stack, "manager"));
  const reader = await Reader.of(await Asker.login(stack, "finance"));
  const questions = await Questions.of(stack);
  await reader.read(AbortSignal.timeout(spanMs / 4));

  const measured: OdooFigures["pairs"] = [];
  for (let pair = 0; pair < pairs && !stopped.aborted; pair += 1) {
    const quiet = async (): Promise<number> => {
      await settled(stack, stopped);
      return await reader.read(AbortSignal.timeout(spanMs));
    };
    const busy = async (): Promise<number> => {
      const ended = AbortSignal.timeout(spanMs);
      const [ms] = await Promise.all([
        reader.read(ended),
        questions.run(ratePerS, ended),
        pass.repeat(ended),
      ]);
      return ms;
    };
    // Which comes first changes, so that what drifts on the machine meets both alike.
    const first = pair % 2 === 0 ? await quiet() : await busy();
    const second = pair % 2 === 0 ? await busy() : await quiet();
    const [withoutMs, withMs] = pair % 2 === 0 ? [first, second] : [second, first];
    measured.push({ withoutMs, withMs });
    console.log(
      `  form p95 ${withoutMs.toFixed(0)} ms without, ${withMs.toFixed(0)} ms with Candor`,
    );
  }
  stopped.throwIfAborted();
  const ratios = measured.map(({ withoutMs, withMs }) => withMs / withoutMs);
  return { ratio: Number(quantile(ratios, 0.5).toFixed(3)), pairs: measured };
}

/** Opens forms of one model after another. */
class Reader {
  readonly #forms: { form: Form; ids: number[] }[];
  #next = 0;

  private constructor(forms: { form: Form; ids: number[] }[]) {
    this.#forms = forms;
  }

  static async of(asker: Asker): Promise<Reader> {
    const forms = [];
    for (const model of ["account.move", "res.partner"]) {
      const ids = await asker.call<number[]>(model, "search", [[]], { limit: 30 });
      forms.push({ form: await Form.of(asker, model), ids });
    }
    return new Reader(forms);
  }

  /** @returns p95 of the forms opened until `ended`, in milliseconds */
  async read(ended: AbortSignal): Promise<number> {
    const durations: number[] = [];
    while (!ended.aborted) {
      const { form, ids } = this.#forms[this.#next % this.#forms.length] ?? { ids: [] };
      durations.push((await form?.open(ids[this.#next % ids.length] ?? 0)) ?? 0);
      this.#next += 1;
      await sleep(betweenFormsMs);
    }
    return quantile(durations, 0.95);
  }
}

/** The manager's button, pressed again whenever the pass is through. */
class FullPass {
  readonly #manager: Asker;

  constructor(manager: Asker) {
    this.#manager = manager;
  }

  async repeat(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      if ((await this.#pending()) === 0) {
        const ids = await this.#manager.call<number[]>("candor.index", "search", [[]]);
        await this.#manager.call("candor.index", "action_full_pass", [ids]);
      }
      await sleep(1000, undefined, { signal: ended }).catch(() => undefined);
    }
  }

  async #pending(): Promise<number> {
    const rows = await this.#manager.call<{ pending: number }[]>("candor.index", "search_read", [
      [],
      ["pending"],
    ]);
    return rows[0]?.pending ?? 0;
  }
}
