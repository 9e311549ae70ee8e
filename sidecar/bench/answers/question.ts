import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An XML id such as `crm.crm_case_17`. */
export type XmlId = string;

/** A term of a domain; its value may stand for something of the moment, see `Computer`. */
export type Domain = (string | [string, string, unknown])[];

/** What is computed in Odoo: a sum, count or mean, the one or the extreme record, or groups. */
export interface Compute {
  model: string;
  domain: Domain;
  op: "sum" | "count" | "avg" | "one" | "max" | "min";
  field?: string;
  /** A many2one to group by, with the groups that are wanted. */
  by?: string;
  pick?: "all" | "max";
  sign?: number;
}

/** A field, or one of a record that is reached through relations: `partner_id.city`. */
export interface Path {
  record: XmlId;
  path: string;
}

/** How a question is proven against live Odoo; each key by itself. */
export interface Checks {
  /** As the user, the domain finds the expected records and no others. */
  only?: { model: string; domain: Domain };
  /** These fields of the record are empty. */
  empty?: [XmlId, string[]];
  /** Nobody has such a record. */
  none?: { model: string; domain: Domain };
  /** These words stand in nothing that the user may read. */
  absent?: string[];
  /** The model has no such fields. */
  nofield?: [string, string[]];
  compute?: Compute;
  calc?: { vars: Record<string, Compute | Path>; expr: string };
  value?: Path;
}

/** A question as written by somebody who has not seen the code. */
export interface Question {
  id: string;
  user: string;
  category: string;
  lang: string;
  /** Record that is open beside the panel. */
  open: XmlId | null;
  /** A list is one conversation, whose last turn is scored. */
  question: string | string[];
  answerable: boolean;
  expectRecords: XmlId[];
  /** One of these suffices, */
  expectAnswer: string[];
  /** but all of these are needed. */
  expectAll?: string[];
  /** Other wordings that are as good. */
  alt?: string[];
  /** Nothing of it may reach the user. */
  forbid: string[];
  /** The number needs its currency beside it. */
  currency?: boolean;
  /** Sums and reasoning: must stand in the answer's own text. */
  needsModel: boolean;
  /** Of the same question put by somebody who may know, or may not. */
  twin?: string;
  /** The expected records are some of those that count. */
  subset?: boolean;
  /** Needs the bench's added modules or fields. */
  world?: boolean;
  check?: Checks;
  note?: string;
}

export const turnsOf = ({ question }: Question): string[] => [question].flat();

export function readQuestions(path: string): Question[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Question);
}

/** All of `questions/*.jsonl`, sealed and unsealed. */
export function ownQuestions(): Question[] {
  const folder = join(import.meta.dirname, "questions");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  return files.sort().flatMap((name) => readQuestions(join(folder, name)));
}
