import { Unproven } from "./unproven.ts";

/** + - * / and brackets over numbers and names. @throws {Unproven} on anything else */
export function evaluate(expression: string, known: Record<string, number>): number {
  const tokens = expression.match(/[\d.]+|\w+|[-+*/()]|\S/g) ?? [];
  let at = 0;
  const atom = (): number => {
    const token = tokens[at++] ?? "";
    if (token === "(") {
      const value = sum();
      if (tokens[at++] !== ")") throw new Unproven(`${expression} lacks a bracket`);
      return value;
    }
    if (token === "-") return -atom();
    const value = /^[\d.]/.test(token) ? Number(token) : known[token];
    if (value === undefined) throw new Unproven(`${expression} holds ${token}`);
    return value;
  };
  const product = (): number => {
    let value = atom();
    for (;;) {
      const sign = tokens[at];
      if (sign !== "*" && sign !== "/") return value;
      at += 1;
      value = sign === "*" ? value * atom() : value / atom();
    }
  };
  const sum = (): number => {
    let value = product();
    for (;;) {
      const sign = tokens[at];
      if (sign !== "+" && sign !== "-") return value;
      at += 1;
      value = sign === "+" ? value + product() : value - product();
    }
  };
  const value = sum();
  if (at < tokens.length) throw new Unproven(`${expression} holds ${tokens[at] ?? ""}`);
  return value;
}
