import type { Canary } from "./canary.ts";
import type { RecordKey, World } from "./world.ts";

/** Where in a record the canary is, and the questions that ask for it by words that are no secret. */
export interface Recipe {
  /** What of the record holds the canary. */
  name: string;
  resModel: string;
  /** The record's name holds the canary too, so that lists of names can be tried. */
  named: boolean;
  question(handle: string): string;
  /** @returns the record, and names of the sections with the canary */
  plant(world: World, planted: Planted): Promise<{ resId: number; sections: string[] }>;
}

/** A recipe whose record is hidden as a whole. */
export interface WholeRecord extends Recipe {
  /** Hides another canary in the place of the first. */
  edit?(world: World, record: RecordKey, handle: string, canary: Canary): Promise<void>;
}

/** A recipe that hides a part of a record which may be open to everybody. */
export interface HiddenPart extends Recipe {
  /** The canary is its figure, not its word. */
  counts: boolean;
  /** The field that holds it; Odoo is asked who reads that. */
  field: string;
  /** Access group of the field; else what it points to is under a guard. */
  group: string | undefined;
  /** Makes the record without its secret. */
  prepare(world: World, planted: Planted): Promise<number>;
}

/** What a recipe needs to know of its secret. */
export interface Planted {
  /** Words that everybody may know. */
  handle: string;
  canary: Canary;
  /** Values that put a record under its guard. */
  values: object;
  /** The record that `prepare` made. */
  resId: number;
}
