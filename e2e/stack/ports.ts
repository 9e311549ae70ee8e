import { createServer } from "node:net";

import { Failure } from "./failure.ts";

/** TCP ports on 127.0.0.1, one a part. */
export interface Ports {
  odoo: number;
  /** Odoo's second port: its bus. */
  gevent: number;
  sidecar: number;
  postgres: number;
  embedder: number;
}

/** Option of `npm run demo` that moves a part elsewhere. */
const OPTION: Record<keyof Ports, string> = {
  odoo: "--port",
  gevent: "--gevent-port",
  sidecar: "--sidecar-port",
  postgres: "--postgres-port",
  embedder: "--embedder-port",
};

const LABEL: Record<keyof Ports, string> = {
  odoo: "Odoo",
  gevent: "Odoo's bus",
  sidecar: "the sidecar",
  postgres: "PostgreSQL",
  embedder: "the embedder",
};

export const demoPorts: Ports = {
  odoo: 8069,
  gevent: 8072,
  sidecar: 8770,
  postgres: 5439,
  embedder: 8771,
};

export const portOptions = Object.entries(OPTION) as [keyof Ports, string][];

/** @throws {Failure} that names the first busy port and the option that changes it */
export async function needPorts(ports: Ports): Promise<void> {
  for (const [part, option] of portOptions) {
    const port = ports[part];
    if (!(await isFree(port))) {
      throw new Failure(
        `Port ${port}, meant for ${LABEL[part]}, is in use. ` +
          `End the program that has it, or choose another: npm run demo -- ${option} ${port + 100}`,
      );
    }
  }
}

/** Ports that were free a moment ago. */
export async function freePorts(): Promise<Ports> {
  const parts = Object.keys(OPTION);
  const found = await Promise.all(parts.map(async (part) => [part, await freePort()] as const));
  return Object.fromEntries(found) as unknown as Ports;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return await new Promise((found, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((answer) => {
    const server = createServer();
    server.on("error", () => answer(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      server.close(() => answer(true)),
    );
  });
}
