import { numberForms } from "./matching.ts";

/** Of `fields_get`. */
export interface Field {
  type: string;
  relation?: string;
  selection?: [string, string][];
}

interface Property {
  type: string;
  value?: unknown;
  selection?: [string, string][] | false;
}

/** What people see of a field's value; numbers in every way of writing them. */
export function valueTexts(field: Field | undefined, name: string, value: unknown): string[] {
  const type = field?.type ?? "";
  if (value === null || value === undefined || value === false) return [];
  switch (type) {
    case "html":
      return [plain(value as string)];
    case "char":
    case "text":
    case "date":
    case "datetime":
      return [value as string];
    case "many2one":
      return [(value as [number, string])[1]];
    case "selection":
      return [value as string, ...labels(field?.selection, value)];
    case "float":
    case "monetary":
      return numberForms(value as number);
    case "integer":
      return /_u?id$/.test(name) ? [] : numberForms(value as number);
    case "properties":
      return (value as Property[]).flatMap(propertyTexts);
    default:
      return [];
  }
}

function propertyTexts({ type, value, selection }: Property): string[] {
  if (value === null || value === undefined || typeof value === "boolean") return [];
  if (typeof value === "number") return numberForms(value);
  if (type === "selection") return labels(selection === false ? [] : selection, value);
  return [Array.isArray(value) ? value.join(" ") : (value as string)];
}

const labels = (selection: [string, string][] = [], value: unknown): string[] =>
  selection.filter(([key]) => key === value).map(([, label]) => label);

const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

function plain(markup: string): string {
  return markup
    .replace(/<[^>]+>/g, " ")
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (...found) => {
      const [whole, decimal, hex, named = ""] = found as string[];
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return entities[named] ?? whole ?? "";
    });
}
