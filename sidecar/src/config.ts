import { isIP } from "node:net";

import { z } from "zod";

import { Secret } from "./secret.ts";

const keyBytes = 32;
/** Shorter ones can be guessed from a single signed message. */
const leastSecretLength = 16;

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const required = z.string("is missing").trim().min(1, "is missing");

const whole = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    });

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isAddress(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const most = isIP(address) === 4 ? 32 : 128;
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return isIP(address) !== 0 && isNetwork && more.length === 0;
}

/** Scheme, host and port only: a path would be lost by odoo-await, and credentials would be logged. */
const isBase = (text: string): boolean =>
  isUrl(text, ["http:", "https:"]) && new URL(text).origin === text.replace(/\/$/, "");

/** A base to which `/embeddings` is added; a key belongs into a variable that is never printed. */
function isEmbedderBase(text: string): boolean {
  if (!isUrl(text, ["http:", "https:"])) return false;
  const { username, password, search, hash } = new URL(text);
  return `${username}${password}${search}${hash}` === "";
}

/** Every variable that the sidecar reads; `docker/.env.example` explains each. */
export const environment = z
  .object({
    CANDOR_HOST: z.string().trim().min(1, "is empty").default("127.0.0.1"),
    CANDOR_PORT: whole(1, 65_535).default(8770),
    CANDOR_ALLOWED_ORIGINS: required.transform(listOf).pipe(
      z
        .array(
          z.string().refine((origin) => URL.canParse(origin) && new URL(origin).origin === origin, {
            error: "must hold origins such as https://odoo.example.com, without path or slash",
          }),
        )
        .min(1, "is missing"),
    ),
    CANDOR_TRUSTED_PROXIES: z
      .string()
      .default("")
      .transform(listOf)
      .refine((proxies) => proxies.every(isAddress), {
        error: "must hold IP addresses or networks such as 10.0.0.0/8",
      }),
    CANDOR_DATABASE_URL: required
      .refine((text) => isUrl(text, ["postgres:", "postgresql:"]), {
        error: "must be a postgres:// URL",
      })
      .transform((text) => new Secret(text)),
    CANDOR_ODOO_URL: required
      .refine(isBase, { error: "must be http(s)://host[:port] without a path" })
      .transform((text) => new URL(text)),
    CANDOR_ODOO_DB: required,
    CANDOR_ODOO_CONCURRENCY: whole(1, 64).default(2),
    CANDOR_QUESTIONS_AT_ONCE: whole(1, 64).default(8),
    CANDOR_QUESTIONS_PER_USER: whole(1, 64).default(3),
    CANDOR_QUESTIONS_WAITING: whole(0, 1_000).default(100),
    CANDOR_INDEXER_LOGIN: z.string().trim().min(1, "is empty").default("candor_indexer"),
    CANDOR_INDEXER_KEY: required.transform((text) => new Secret(text)),
    CANDOR_INDEXING_CONCURRENCY: whole(1, 64).default(2),
    CANDOR_SHARED_SECRETS: required
      .transform(listOf)
      .pipe(
        z
          .array(z.string().min(leastSecretLength, `needs ${leastSecretLength} characters or more`))
          .min(1, "is missing")
          .max(2, "holds more than two: the first signs, the second is the one before"),
      )
      .transform((secrets) => secrets.map((text) => new Secret(text))),
    CANDOR_ENCRYPTION_KEY: required
      .transform((text) => Buffer.from(text, "base64"))
      .refine((key) => key.length === keyBytes, { error: `must be ${keyBytes} bytes in base64` })
      .transform((key) => new Secret(key)),
    CANDOR_EMBEDDER_URL: z
      .string()
      .trim()
      .refine(isEmbedderBase, {
        error: "must be http(s)://host[:port]/path without credentials or query",
      })
      .transform((text) => new URL(text))
      .optional(),
    CANDOR_EMBEDDER_MODEL: z.string().trim().optional(),
    CANDOR_EMBEDDER_KEY: z
      .string()
      .transform((text) => new Secret(text))
      .optional(),
    CANDOR_EMBEDDER_INPUT_TYPES: z
      .string()
      .default("")
      .transform(listOf)
      .refine((types) => types.length === 0 || types.length === 2, {
        error: "must hold two words, the one for questions first, or nothing",
      }),
    CANDOR_EMBEDDER_MAX_TOKENS: whole(64, 32_768).default(512),
    CANDOR_LOG_LEVEL: z
      .enum(["error", "warn", "info", "debug"], "must be error, warn, info or debug")
      .default("info"),
  })
  .refine((it) => it.CANDOR_EMBEDDER_URL === undefined || it.CANDOR_EMBEDDER_MODEL !== undefined, {
    path: ["CANDOR_EMBEDDER_MODEL"],
    error: "is missing: vectors of two models must never meet",
    // Told together with the faults of single variables.
    when: () => true,
  });

export interface EmbedderConfig {
  /** Base of `/embeddings`. */
  readonly url: URL;
  /** Sent with every request, and part of the index's fingerprint. */
  readonly model: string;
  readonly key: Secret | undefined;
  /** `input_type` of a question and of a passage; undefined where the server knows none. */
  readonly inputTypes: { readonly question: string; readonly passage: string } | undefined;
  /** The model's window. */
  readonly maxTokens: number;
}

export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly allowedOrigins: readonly string[];
    /** Addresses or networks whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
  };
  readonly database: { readonly url: Secret };
  readonly odoo: {
    readonly url: URL;
    readonly database: string;
    readonly concurrency: number;
    /** The first signs. */
    readonly sharedSecrets: readonly Secret[];
  };
  /**
   * Looking for records at a time, of everybody and of one person, and how many more may wait; half of
   * these are one person's at most.
   */
  readonly questions: {
    readonly atOnce: number;
    readonly perUser: number;
    readonly waiting: number;
  };
  readonly indexing: {
    readonly login: string;
    readonly key: Secret;
    readonly concurrency: number;
  };
  readonly journal: { readonly key: Secret<Buffer> };
  /** Undefined: no embedder, the index is lexical. */
  readonly embedder: EmbedderConfig | undefined;
  readonly log: { readonly level: "error" | "warn" | "info" | "debug" };
}

/** Everything that is wrong with the environment, one sentence each; values are never quoted. */
export class ConfigError extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`The configuration has ${faults.length} fault(s).`);
    this.faults = faults;
  }
}

/**
 * Reads the whole configuration. An empty variable counts as one that is not set.
 *
 * @throws ConfigError with all faults at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ""));
  const read = environment.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
    throw new ConfigError([...new Set(faults)]);
  }
  const it = read.data;
  return frozen({
    http: {
      host: it.CANDOR_HOST,
      port: it.CANDOR_PORT,
      allowedOrigins: it.CANDOR_ALLOWED_ORIGINS,
      trustedProxies: it.CANDOR_TRUSTED_PROXIES,
    },
    database: { url: it.CANDOR_DATABASE_URL },
    odoo: {
      url: it.CANDOR_ODOO_URL,
      database: it.CANDOR_ODOO_DB,
      concurrency: it.CANDOR_ODOO_CONCURRENCY,
      sharedSecrets: it.CANDOR_SHARED_SECRETS,
    },
    questions: {
      atOnce: it.CANDOR_QUESTIONS_AT_ONCE,
      perUser: it.CANDOR_QUESTIONS_PER_USER,
      waiting: it.CANDOR_QUESTIONS_WAITING,
    },
    indexing: {
      login: it.CANDOR_INDEXER_LOGIN,
      key: it.CANDOR_INDEXER_KEY,
      concurrency: it.CANDOR_INDEXING_CONCURRENCY,
    },
    journal: { key: it.CANDOR_ENCRYPTION_KEY },
    embedder: embedderOf(it),
    log: { level: it.CANDOR_LOG_LEVEL },
  });
}

function embedderOf(it: z.output<typeof environment>): EmbedderConfig | undefined {
  if (it.CANDOR_EMBEDDER_URL === undefined) return undefined;
  const [question, passage] = it.CANDOR_EMBEDDER_INPUT_TYPES;
  return {
    url: it.CANDOR_EMBEDDER_URL,
    model: it.CANDOR_EMBEDDER_MODEL ?? "",
    key: it.CANDOR_EMBEDDER_KEY,
    inputTypes: question && passage ? Object.freeze({ question, passage }) : undefined,
    maxTokens: it.CANDOR_EMBEDDER_MAX_TOKENS,
  };
}

function frozen(config: Config): Config {
  for (const group of Object.values(config)) {
    if (group === undefined) continue;
    for (const value of Object.values(group as Record<string, unknown>)) {
      if (Array.isArray(value)) Object.freeze(value);
    }
    Object.freeze(group);
  }
  return Object.freeze(config);
}
