/** A question of everyday work; `open` names the model of the form that is open meanwhile. */
export interface Question {
  user: string;
  text: string;
  open?: string;
}

type About = [open: string | undefined, ...texts: string[]];

/** By the demo's users and what is theirs to ask. Only how long they take is measured, not what is said. */
const asked: Record<string, About[]> = {
  demo: [
    [
      "crm.lead",
      "Who is the salesperson?",
      "What is the expected revenue?",
      "Is there a phone number?",
      "What did the customer write last?",
    ],
    ["res.partner", "Which city are they in?", "What is their VAT number?"],
    [
      undefined,
      "Which opportunities are about office furniture?",
      "What is the email of Azure Interior?",
      "How many leads are there in the stage New?",
    ],
  ],
  reviewer: [
    [
      "sale.order",
      "What is the total?",
      "Who is the customer?",
      "When was it ordered?",
      "Which products were ordered?",
      "What are the payment terms?",
    ],
    ["project.task", "When is this due?", "Who works on it?", "What is it about?"],
    [
      undefined,
      "What is the price of the conference chair?",
      "Did Deco Addict order anything?",
      "Which tasks are about the office design?",
      "Who is responsible for the renovation?",
    ],
  ],
  purchaser: [
    [
      "purchase.order",
      "Who is the vendor?",
      "When do we expect delivery?",
      "How much does it cost without tax?",
    ],
    [
      undefined,
      "Which purchase orders are with Ready Mat?",
      "What does a cabinet with doors cost?",
      "Where is Wood Corner located?",
    ],
  ],
  finance: [
    [
      "account.move",
      "When is this invoice due?",
      "How much is still to be paid?",
      "What is the reference?",
      "Which customer is it for?",
    ],
    [
      undefined,
      "Which invoices of Gemini Furniture are open?",
      "What is the total of the last bill?",
      "What is the phone number of Lumber Inc?",
    ],
  ],
  manager: [
    ["product.template", "What is the sales price?", "What is the internal reference?"],
    [
      undefined,
      "Who works in research and development?",
      "Which desks do we sell?",
      "Is there a customer in San Francisco?",
    ],
  ],
  demo_de: [
    ["res.partner", "Wie lautet die Telefonnummer?", "In welcher Stadt sitzt die Firma?"],
    ["product.template", "Was kostet das Produkt?"],
    [undefined, "Welche Stühle verkaufen wir?", "Wer ist der Ansprechpartner bei Azure Interior?"],
  ],
  demo_es: [
    ["res.partner", "¿Cuál es el correo electrónico?", "¿En qué país están?"],
    ["product.template", "¿Cuál es el precio de venta?"],
    [undefined, "¿Qué mesas vendemos?", "¿Cuál es el teléfono de Deco Addict?"],
  ],
  two_companies: [
    ["sale.order", "Which company is this order of?", "Has it been invoiced?"],
    [undefined, "What did The Jackson Group ask for?", "Which quotations were sent?"],
  ],
};

/** Round the questions: so many turns go by until one asks the same, and no vector is a remembered one. */
const before = ["", "Hello, ", "One more: ", "For a customer: ", "Quickly: ", "Again: "];
const behind = ["", " I need it today.", " It is for a report.", " Thank you", " Please be brief."];

/** The list without end: people ask among each other, each round in other words. */
export function* everyday(): Generator<Question, never> {
  const people = Object.entries(asked).map(([user, abouts]) =>
    abouts.flatMap(([open, ...texts]) =>
      texts.map((text) => ({ user, text, ...(open === undefined ? {} : { open }) })),
    ),
  );
  const most = Math.max(...people.map((all) => all.length));
  const mixed = Array.from({ length: most }, (_, at) =>
    people.flatMap((all) => all[at] ?? []),
  ).flat();
  for (let round = 0; ; round += 1) {
    const opening = before[round % before.length] ?? "";
    const closing = behind[round % behind.length] ?? "";
    for (const it of mixed) yield { ...it, text: `${opening}${it.text}${closing}` };
  }
}

export const users = Object.keys(asked);
