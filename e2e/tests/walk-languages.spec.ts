import { Asker } from "../asker.ts";
import { expect, test } from "./fixture.ts";
import { PanelPage, recordNamed, signIn } from "./panel-page.ts";

const languages = {
  en: {
    code: "en_US",
    question: "Question",
    ask: "Ask Candor",
    why: "Why?",
    sources: "Sources",
    likely: "likely right",
    mode: /Quoted from your records; no language model is answering\.|Search by meaning is down/,
  },
  de: {
    code: "de_DE",
    question: "Frage",
    ask: "Candor fragen",
    why: "Warum?",
    sources: "Quellen",
    likely: "wahrscheinlich richtig",
    mode: /es antwortet kein Sprachmodell\.|Die Suche nach Bedeutung ist ausgefallen/,
  },
  es: {
    code: "es_ES",
    question: "Pregunta",
    ask: "Preguntar a Candor",
    why: "¿Por qué?",
    sources: "Fuentes",
    likely: "probablemente correcta",
    mode: /no responde ningún modelo de lenguaje\.|La búsqueda por significado no funciona/,
  },
};

type Language = keyof typeof languages;

interface Work {
  who: string;
  login: string;
  model: string;
  name: string;
  /** Of the record that is open, whose name is `{name}`, then of all records; with words of the answer. */
  asks: Record<Language, [string, RegExp][]>;
}

const work: Work[] = [
  {
    who: "A sales rep",
    login: "demo",
    model: "crm.lead",
    name: "Furniture for six meeting rooms",
    asks: {
      en: [
        ["Who is the contact?", /Helen Ashworth/],
        ["What is the expected revenue?", /28,400/],
        ["Who is the customer of S00009?", /Gemini Furniture/],
      ],
      de: [
        ["Wer ist der Vertriebsmitarbeiter?", /Marc Demo/],
        ["Wie hoch ist der erwartete Umsatz?", /28[.,]400/],
        ["Wer ist der Kunde von S00009?", /Gemini Furniture/],
      ],
      es: [
        ["¿Quién es el comercial?", /Marc Demo/],
        ["¿Cuáles son los ingresos esperados?", /28[.,]?400/],
        ["¿Quién es el cliente de S00009?", /Gemini Furniture/],
      ],
    },
  },
  {
    who: "A finance controller",
    login: "finance",
    model: "account.move",
    name: "INV/",
    asks: {
      en: [
        ["What is the untaxed amount?", /31,750/],
        ["Who is the salesperson?", /Marc Demo/],
        ["Who is the customer of {name}?", /Azure Interior/],
      ],
      de: [
        ["Wie hoch ist der Nettobetrag?", /31[.,]750/],
        ["Wer ist der Vertriebsmitarbeiter?", /Marc Demo/],
        ["Wer ist der Kunde von {name}?", /Azure Interior/],
      ],
      es: [
        ["¿Cuál es el importe base?", /31[.,]750/],
        ["¿Cuánto es el importe adeudado?", /31[.,]750/],
        ["¿Quién es el cliente de {name}?", /Azure Interior/],
      ],
    },
  },
  {
    who: "A purchaser",
    login: "purchaser",
    model: "purchase.order",
    name: "P00003",
    asks: {
      en: [
        ["Who is the vendor?", /Azure Interior/],
        ["What is the total?", /\d/],
        ["Who is the vendor of P00005?", /Acme Corporation/],
      ],
      de: [
        ["Wer ist der Lieferant?", /Azure Interior/],
        ["Wer ist der Käufer?", /Mitchell Admin/],
        ["Wer ist der Lieferant von P00006?", /Wood Corner/],
      ],
      es: [
        ["¿Quién es el proveedor?", /Azure Interior/],
        ["¿Cuál es el importe total?", /\d/],
        ["¿Quién es el proveedor de P00005?", /Acme Corporation/],
      ],
    },
  },
];

for (const { who, login, model, name, asks } of work) {
  for (const language of Object.keys(languages) as Language[]) {
    const words = languages[language];
    test.describe(`${who} at work, in ${words.code}`, () => {
      let user: number;
      const speak = async (admin: Asker, lang: string): Promise<void> => {
        await admin.call("res.users", "write", [[user], { lang }]);
      };

      test.beforeEach(async ({ stack }) => {
        const [admin, asker] = await Promise.all([
          Asker.login(stack, "admin"),
          Asker.login(stack, login),
        ]);
        user = asker.uid;
        await speak(admin, words.code);
      });

      test.afterEach(async ({ stack }) => {
        await speak(await Asker.login(stack, "admin"), "en_US");
      });

      test("asks twice beside a record and once of all, and follows each answer to its source", async ({
        page,
        context,
        stack,
      }) => {
        const asker = await signIn(context, stack, login);
        const id = await opened(asker);
        const [{ name: named = "" } = {}] = await asker.call<{ name?: string }[]>(model, "read", [
          [id],
          ["name"],
        ]);
        const panel = new PanelPage(page, words);
        const [first, second, overall] = asks[language];
        await panel.openBeside(model, id);
        await answered(first);
        await panel.openBeside(model, id);
        // The conversation comes back with the page.
        await expect(panel.turns).toHaveCount(1);
        await answered(second);
        await page.goto("/odoo/discuss");
        await panel.open();
        await expect(panel.turns).toHaveCount(2);
        await answered(overall);

        async function answered(asked: [string, RegExp] | undefined): Promise<void> {
          const [question, answer] = asked ?? ["", /^$/];
          const turn = await panel.ask(question.replace("{name}", named));
          await expect(turn).toContainText(answer);
          await expect(turn).toContainText(words.mode);
          await expect(turn).toContainText(words.likely);
          await turn.getByRole("button", { name: words.why }).click();
          await expect(turn.locator(".o-candor-Confidence-reasons li").first()).toBeVisible();
          const source = turn.getByRole("list", { name: words.sources }).getByRole("link").first();
          const record = await source.innerText();
          await source.click();
          await expect(page.locator(".o_form_view")).toBeVisible();
          expect(record).not.toBe("");
          await expect(panel.last).toContainText(answer);
        }
      });

      /** The record that is open: by its name, or for an invoice the one that Azure Interior got. */
      async function opened(asker: Asker): Promise<number> {
        if (model !== "account.move") return await recordNamed(asker, model, name);
        const [id = 0] = await asker.call<number[]>(
          model,
          "search",
          [
            [
              ["name", "=like", `${name}%`],
              ["partner_id.name", "=", "Azure Interior"],
              ["amount_untaxed", "=", 31750],
            ],
          ],
          { limit: 1 },
        );
        return id;
      }
    });
  }
}
