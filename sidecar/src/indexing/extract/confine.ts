import { registerHooks } from "node:module";

/** Ways out of this process that Node's permission model knows no flag for yet. */
const network = /^(node:)?(net|tls|dgram|dns|https?|http2|inspector|cluster|quic)(\/.*)?$/;

/**
 * Takes from this process what a parser of strangers' files has no use for: the network here, files,
 * children, workers and addons by Node's `--permission`. Called before any parser is loaded.
 */
export function confine(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (network.test(specifier)) throw new Error("no network here");
      return next(specifier, context);
    },
  });
  for (const name of ["fetch", "WebSocket", "EventSource"])
    Reflect.deleteProperty(globalThis, name);
  Reflect.deleteProperty(process, "getBuiltinModule");
  // A parser's warnings may quote the file; this process says one thing only.
  for (const method of Object.keys(console)) Reflect.set(console, method, () => undefined);
}
