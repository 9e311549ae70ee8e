import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** What becomes of a connection whose first bytes match. */
export interface Fault {
  /** Of an HTTP request's path, e.g. "/candor/permit"; every connection where it isn't given. */
  path?: string;
  /**
   * `reset`: closed at once; `stall`: nothing comes back; `slow`: everything comes late; `cut`: the
   * answer breaks off after some bytes; `answer`: these bytes come instead.
   */
  kind: "reset" | "stall" | "slow" | "cut" | "answer";
  /** Of `slow`, for each piece. */
  ms?: number;
  /** Of `cut`. */
  bytes?: number;
  /** Of `answer`. */
  text?: string;
}

/** Stands between the sidecar and one other part, and does to its connections what a case wants. */
export class FaultProxy {
  fault: Fault | undefined;
  /** Connections that met the fault. */
  met = 0;
  port = 0;
  readonly #target: number;
  readonly #open = new Set<Socket>();
  readonly #server = createServer((client) => this.#serve(client));

  constructor(targetPort: number) {
    this.#target = targetPort;
  }

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.drop();
    await closed;
  }

  /** Breaks every connection that is open now. */
  drop(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #serve(client: Socket): void {
    this.#keep(client);
    const target = connect(this.#target, "127.0.0.1");
    this.#keep(target);
    client.on("close", () => target.destroy());
    let path = "";
    let isMet = false;
    const faultNow = (): Fault | undefined => {
      const { fault } = this;
      if (!fault || (fault.path !== undefined && fault.path !== path)) return undefined;
      if (!isMet) this.met += 1;
      isMet = true;
      return fault;
    };
    client.on("data", (data: Buffer) => {
      path ||= /^[A-Z]+ (\S+) HTTP/.exec(data.toString("latin1", 0, 200))?.[1] ?? "";
      const fault = faultNow();
      if (fault?.kind === "reset") client.resetAndDestroy();
      else if (fault?.kind === "answer") client.end(fault.text ?? "");
      else target.write(data);
    });
    let sent = 0;
    let sending = Promise.resolve();
    target.on("data", (data: Buffer) => {
      const fault = faultNow();
      if (fault?.kind === "stall" || fault?.kind === "answer") return;
      if (fault?.kind === "cut") {
        const left = Math.max(0, (fault.bytes ?? 0) - sent);
        sent += data.length;
        client.write(data.subarray(0, left), () => sent > left && client.destroy());
        return;
      }
      const waitMs = fault?.kind === "slow" ? (fault.ms ?? 0) : 0;
      if (waitMs === 0) {
        client.write(data);
        return;
      }
      sending = sending.then(async () => {
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        if (!client.destroyed) client.write(data);
      });
    });
    target.on("close", () => {
      // Odoo closes after each answer: what is held back stays held back, what is late comes first.
      if (faultNow()?.kind !== "stall") void sending.then(() => client.end());
    });
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on("close", () => this.#open.delete(socket));
    // What breaks is the case's doing, and both ends learn of it.
    socket.on("error", () => undefined);
  }
}

/** An HTTP answer, as bytes. */
export function http(status: string, body: string, headers: Record<string, string> = {}): string {
  const all = {
    "Content-Type": "application/json",
    "Content-Length": String(Buffer.byteLength(body)),
    Connection: "close",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status}\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}
