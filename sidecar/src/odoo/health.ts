import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

const timeoutMs = 2_000;
/** Probes may be many; Odoo hears of one per so long. */
const freshMs = 2_000;

/** Whether Odoo answers at all, asked without session or database. */
export class OdooHealth {
  readonly #url: URL;
  #askedAt = -Infinity;
  #answer: Promise<boolean> = Promise.resolve(false);

  constructor(url: URL) {
    this.#url = new URL("/web/health", url);
  }

  isUp(): Promise<boolean> {
    if (performance.now() - this.#askedAt > freshMs) {
      this.#askedAt = performance.now();
      this.#answer = probe(this.#url);
    }
    return this.#answer;
  }
}

function probe(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    send(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      resolve(response.statusCode === 200);
      response.destroy();
    })
      .on("error", () => resolve(false))
      .end();
  });
}
