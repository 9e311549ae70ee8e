import type { QuestionType } from "../question-type.ts";

const person = ["res.partner", "res.users", "hr.employee", "hr.employee.public"];

/** Plain interrogatives: they say only what sort of thing is asked. */
export const interrogativeTypes: QuestionType[] = [
  {
    name: "who",
    kind: "person",
    level: "interrogative",
    fields: ["contact_name", "user_ids", "partner_id", "user_id"],
    types: ["many2one", "many2many"],
    relations: person,
    phrases: {
      en: "who | whom | whose",
      de: "wer | wen | wem | wessen",
      es: "quién | quiénes",
      fr: "qui",
    },
  },
  {
    name: "when",
    kind: "date",
    level: "interrogative",
    fields: ["date_deadline", "commitment_date", "date_planned", "date_order"],
    types: ["date", "datetime"],
    phrases: {
      en: "when | what date | which date | which day | what day",
      de: "wann | welchem datum | welchem tag | an welchem tag",
      es: "cuándo | qué fecha | qué día",
      fr: "quand | quelle date | quel jour",
    },
  },
  {
    name: "where",
    kind: "place",
    level: "interrogative",
    fields: [
      "city",
      "street",
      "country_id",
      "contact_address*",
      "partner_shipping_id",
      "address_id",
      "work_location*",
    ],
    phrases: {
      en: "where",
      de: "wo | wohin | woher",
      es: "dónde | adónde",
      fr: "où",
    },
  },
  {
    name: "how_much",
    kind: "amount",
    level: "interrogative",
    fields: ["line:price", "amount_total", "list_price", "expected_revenue", "price_unit"],
    types: ["monetary"],
    phrases: {
      en: "how much",
      de: "wie viel | wieviel | wie hoch",
      es: "cuánto | cuánta",
      fr: "combien",
    },
  },
  {
    name: "how_many",
    kind: "quantity",
    level: "interrogative",
    fields: ["product_uom_qty", "product_qty", "line:quantity"],
    types: ["integer"],
    phrases: {
      en: "how many",
      de: "wie viele | wieviele",
      es: "cuántos | cuántas",
      fr: "combien de",
    },
  },
  {
    name: "why",
    kind: "description",
    level: "interrogative",
    fields: ["description", "description_sale", "note", "message:first"],
    phrases: {
      en: "why | what for | what … used for | purpose of | for what reason",
      de: "warum | wozu | wofür | weshalb | wieso | aus welchem grund",
      es: "por qué | para qué sirve | para qué sirven | por qué motivo | para qué",
      fr: "pourquoi | à quoi sert | à quoi servent | pour quelle raison",
    },
  },
];
