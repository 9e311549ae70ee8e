import type { PermittedRecord } from "../src/permission/permit.ts";
import type { RenderedSection, SectionLine } from "../src/odoo/session.ts";

/** A field line as Odoo renders it: [field, label, value, type, related model, related id]. */
export type Field = [string, string, string, string, string?, number?];

export interface Written {
  resModel: string;
  resId: number;
  name: string;
  modelLabel?: string;
  fields?: Field[];
  /** What the form shows as zero or No; with an empty value, what isn't filled in. */
  quiet?: Field[];
  /** It is a person or an organisation. */
  isParty?: boolean;
  /** Rows of `order_line`, each one line of text, or its columns. */
  rows?: (string | Field[])[];
  /** Date and paragraphs. */
  messages?: [string, ...string[]][];
  /** They are entries of Odoo's own, without an author. */
  noted?: boolean;
  /** Paragraphs by page of an attached offer.pdf. */
  pages?: string[][];
}

/** Models whose records are persons or organisations. */
const parties = ["res.partner", "res.users", "hr.employee"];

function fieldLine([field, label, value, type, relation, target]: Field): SectionLine {
  const party = relation !== undefined && parties.includes(relation);
  return {
    ...{ ...prose(`${label}: ${value}`), label, value, type, field, party },
    ...{ relation: relation ?? null, target: target ?? null },
  };
}

const prose = (text: string): SectionLine => ({
  ...{ text, label: null, value: null, type: null, relation: null },
  ...{ field: null, target: null, party: false, cells: [] },
});

function quietLine(field: Field): SectionLine {
  const line = fieldLine(field);
  return line.value === "" ? { ...line, text: line.label ?? "", value: null } : line;
}

function rowLine(row: string | Field[], at: number, resModel: string): SectionLine {
  const cells = typeof row === "string" ? [] : row.map(fieldLine);
  const text = typeof row === "string" ? row : cells.map((it) => it.text).join(" · ");
  return {
    ...{ ...prose(text), label: `Order Lines, line ${at + 1}`, value: text, cells },
    ...{ type: "one2many", relation: `${resModel}.line`, field: "order_line" },
  };
}

/** Sections as `/candor/permit` and `lease` give them. */
export function sectionsOf(written: Written): RenderedSection[] {
  const label = written.modelLabel ?? written.resModel;
  const section = (
    name: string,
    kind: RenderedSection["kind"],
    lines: SectionLine[],
    place = label,
    date: string | null = null,
  ): RenderedSection => ({ section: name, kind, place, date, lines, quiet: [], hash: "" });
  return [
    section("header", "header", [
      { ...prose(`${label}: ${written.name}`), label, value: written.name },
    ]),
    {
      ...section("fields", "fields", (written.fields ?? []).map(fieldLine)),
      quiet: (written.quiet ?? []).map(quietLine),
    },
    ...(written.rows ?? []).map((row, at) => {
      const line = rowLine(row, at, written.resModel);
      const name = `line:order_line:${at + 1}`;
      return section(name, "line", [line], line.label ?? undefined);
    }),
    ...(written.messages ?? []).map(([date, ...paragraphs], at) =>
      section(
        `message:${at + 1}`,
        "message",
        [
          ...(written.noted === true
            ? []
            : [fieldLine(["author_id", "From", "Erik N. French", "many2one", "res.partner"])]),
          ...paragraphs.map(prose),
        ],
        `message of ${date.slice(0, 10)}`,
        date,
      ),
    ),
    ...(written.pages ?? []).map((lines, at) =>
      section(
        `attachment:7:${at + 1}`,
        "attachment",
        lines.map(prose),
        `attachment offer.pdf, page ${at + 1}`,
      ),
    ),
  ];
}

/**
 * A record as permit would hand it over. Only permit may make one in the product; what is tested
 * here begins after it.
 */
export function permitted(written: Written): PermittedRecord {
  return {
    resModel: written.resModel,
    resId: written.resId,
    name: written.name,
    modelLabel: written.modelLabel ?? written.resModel,
    isParty: written.isParty ?? false,
    sections: sectionsOf(written),
    unread: [],
  } as unknown as PermittedRecord;
}

export const carpets: Written = {
  resModel: "crm.lead",
  resId: 31,
  name: "Quote for 150 carpets",
  modelLabel: "Lead/Opportunity",
  fields: [
    ["contact_name", "Contact Name", "Erik N. French", "char"],
    ["partner_name", "Company Name", "Trelian Carpets", "char"],
    ["email_from", "Email", "erik@trelian.example.com", "char"],
    ["expected_revenue", "Expected Revenue", "$ 40,000", "monetary"],
    ["probability", "Probability", "30", "float"],
    ["date_deadline", "Expected Closing", "05/15/2026", "date"],
    ["stage_id", "Stage", "Qualified", "many2one", "crm.stage"],
    ["user_id", "Salesperson", "Marc Demo", "many2one", "res.users"],
  ],
  messages: [
    [
      "2026-03-03T09:00:00",
      "Hello,",
      "We are furnishing our new offices in Lyon. We would like 150 carpets in two lots, the first before 15 May.",
      "Best regards",
    ],
    ["2026-03-04T10:00:00", "Called back, samples were sent to Mr. French on Tuesday."],
  ],
};

export const order: Written = {
  resModel: "sale.order",
  resId: 21,
  name: "S00021",
  modelLabel: "Sales Order",
  fields: [
    ["partner_id", "Customer", "Azure Interior", "many2one", "res.partner"],
    ["date_order", "Order Date", "02/01/2026", "datetime"],
    ["amount_total", "Total", "$ 17,250.00", "monetary"],
    ["user_id", "Salesperson", "Mitchell Admin", "many2one", "res.users"],
    ["state", "Status", "Sales Order", "selection"],
  ],
  rows: [
    "Description: [FURN_0269] Office Chair Black · Quantity: 12.00 · Unit Price: $ 120.50",
    "Description: [E-COM07] Large Cabinet · Quantity: 2.00 · Unit Price: $ 320.00",
  ],
};

export const purchase: Written = {
  resModel: "purchase.order",
  resId: 3,
  name: "P00003",
  modelLabel: "Purchase Order",
  fields: [
    ["partner_id", "Vendor", "Wood Corner", "many2one", "res.partner"],
    ["amount_total", "Total", "$ 255.00", "monetary"],
    ["date_planned", "Expected Arrival", "03/09/2026", "datetime"],
  ],
};

export const mitchell: Written = {
  resModel: "hr.employee.public",
  resId: 1,
  name: "Mitchell Admin",
  modelLabel: "Public Employee",
  fields: [
    ["job_title", "Job Title", "Chief Executive Officer", "char"],
    ["department_id", "Department", "Management", "many2one", "hr.department"],
    ["work_phone", "Work Phone", "(555)-233-3393", "char"],
    ["work_location_id", "Work Location", "Building 1", "many2one", "hr.work.location"],
  ],
};

export const depot: Written = {
  ...{ resModel: "crm.lead", resId: 61, name: "Shelves for the depot", modelLabel: "Lead" },
  fields: [
    ["email_from", "Email", "olga@depot.example.com", "char"],
    ["phone", "Phone", "+32 2 290 34 90", "char"],
    ["stage_id", "Stage", "Won", "many2one", "crm.stage"],
  ],
  messages: [["2026-03-03T09:00:00", "They bought their last shelves from Lumber Inc in 2021."]],
};
export const lumber: Written = {
  ...{ resModel: "res.partner", resId: 62, name: "Lumber Inc", modelLabel: "Contact" },
  isParty: true,
  fields: [["email", "Email", "sales@lumber.example.com", "char"]],
};
export const lumbersOrder: Written = {
  ...{ resModel: "sale.order", resId: 63, name: "S00063", modelLabel: "Sales Order" },
  fields: [
    ["partner_id", "Customer", "Lumber Inc", "many2one", "res.partner", 62],
    ["user_id", "Salesperson", "Marc Demo", "many2one", "res.users", 6],
    ["amount_total", "Total", "$ 410.00", "monetary"],
  ],
};
