import type { PhraseLanguage } from "./question-type.ts";

/** What people call the records of a model; tells which kind of record a question is about. */
export const modelNouns: {
  models: string[];
  phrases: Record<PhraseLanguage, string>;
}[] = [
  {
    models: ["crm.lead"],
    phrases: {
      en: "lead | opportunity | deal | prospect | inquiry | enquiry",
      de: "lead | verkaufschance | chance | interessent | anfrage",
      es: "lead | iniciativa | oportunidad",
      fr: "piste | opportunité | affaire",
    },
  },
  {
    models: ["sale.order"],
    phrases: {
      en: "order | sales order | sale order | quotation | quote | offer",
      de: "auftrag | verkaufsauftrag | angebot | bestellung",
      es: "pedido | pedido de venta | presupuesto | cotización | orden de venta | oferta",
      fr: "commande | bon de commande | devis | offre",
    },
  },
  {
    models: ["purchase.order"],
    phrases: {
      en: "purchase order | purchase | request for quotation | rfq | order",
      de: "bestellung | einkauf | beschaffung | angebotsanfrage",
      es: "compra | orden de compra | pedido de compra | solicitud de presupuesto | pedido",
      fr: "achat | commande d'achat | demande de prix | commande",
    },
  },
  {
    models: ["product.template", "product.product"],
    phrases: {
      en: "product | article | item",
      de: "produkt | artikel | ware",
      es: "producto | artículo",
      fr: "produit | article",
    },
  },
  {
    models: ["project.task"],
    phrases: {
      en: "task | to do | todo",
      de: "aufgabe",
      es: "tarea",
      fr: "tâche",
    },
  },
  {
    models: ["project.project"],
    phrases: { en: "project", de: "projekt", es: "proyecto", fr: "projet" },
  },
  {
    models: ["res.partner"],
    phrases: {
      en: "contact | partner | customer | company | supplier | vendor",
      de: "kontakt | partner | kunde | firma | unternehmen | lieferant",
      es: "contacto | socio | cliente | empresa | proveedor",
      fr: "contact | partenaire | client | entreprise | société | fournisseur",
    },
  },
  {
    models: ["hr.employee", "hr.employee.public"],
    phrases: {
      en: "employee | colleague | coworker | staff",
      de: "mitarbeiter | mitarbeiterin | angestellter | kollege",
      es: "empleado | empleada | compañero | colega",
      fr: "employé | employée | collègue | salarié",
    },
  },
  {
    models: ["account.move"],
    phrases: {
      en: "invoice | bill",
      de: "rechnung",
      es: "factura",
      fr: "facture",
    },
  },
];

/**
 * Questions over many records: their answer stands on none of them. Without a model that can
 * count, the honest answer is the list.
 */
export const aggregatePhrases: Record<PhraseLanguage, string> = {
  en: "how many people do | how many people are | how many people work | how many do we | how many do i | how many are there | average | sum of all | sum of the | total of all | total … all | total revenue … all | all together | altogether … all | list all | show all | list of all | which is the highest | highest | biggest | largest | smallest | lowest | cheapest | most expensive | the most | the least | top five | top ten | top 5 | top 10 | per month | this month | this year | last month | last year | this quarter | compare all | each of | all leads | all orders | all customers | all employees | all products | all tasks | every lead | every order | every customer",
  de: "wie viele haben wir | wie viele gibt es | durchschnitt | durchschnittlich | summe aller | gesamtsumme aller | alle … zusammen | liste alle | alle auflisten | höchste | größte | kleinste | niedrigste | billigste | günstigste | teuerste | am meisten | am wenigsten | meisten | pro monat | diesen monat | dieses jahr | letzten monat | letztes jahr | alle leads | alle aufträge | alle kunden | alle mitarbeiter | alle produkte | alle aufgaben | aller aufträge | aller leads | aller mitarbeiter",
  es: "cuántos hay | cuántas hay | cuántos tenemos | cuántas tenemos | promedio | media de | suma de | total de todos | total de todas | más alto | más alta | mayor | menor | más caro | más cara | más barato | más barata | más grande | por mes | este mes | este año | el mes pasado | el año pasado | todos los pedidos | todos los clientes | todas las tareas | todos los empleados | todos los productos | todas las oportunidades | lista de todos | lista de todas",
  fr: "combien y | moyenne | somme de | total de tous | total de toutes | plus élevé | plus élevée | plus grand | plus grande | plus petit | moins cher | plus cher | par mois | ce mois | cette année | le mois dernier | l'année dernière | tous les clients | toutes les commandes | tous les employés | tous les produits | toutes les tâches | liste de tous",
};

/**
 * Before the records of a model, they ask for a number that no record says: "how many open invoices",
 * "the total of our orders".
 */
export const countingPhrases: Record<PhraseLanguage, string> = {
  en: "how many | how many of | number of | count of | total of | sum of | total value of",
  de: "wie viele | wie viele der | wie viele unserer | wieviele | anzahl | anzahl der | zahl der | summe der | gesamtwert der | gesamtsumme der",
  es: "cuántos | cuántas | cuántos de | cuántas de | número de | cantidad de | total de | suma de | valor de",
  fr: "combien de | combien d | nombre de | nombre d | total de | total des | somme des",
};

/**
 * How a noun of more than one ends, and no verb of its stem ("pedimos", "commandons"). "The total of
 * the order" is said on the order.
 */
export const plurals: Record<PhraseLanguage, RegExp> = {
  en: /s$/,
  de: /(?:e|n|er|s)$/,
  es: /(?<!mo)s$/,
  fr: /(?<!on)[sx]$/,
};

/** Words that begin a further question after a comma or an "and". */
export const interrogatives: Record<PhraseLanguage, string> = {
  en: "who what when where why how which whom whose",
  de: "wer was wann wo warum wie welche welcher welches wen wem wohin woher wieviel weshalb",
  es: "quién quiénes qué cuándo dónde adónde cómo cuál cuáles cuánto cuánta cuántos cuántas",
  fr: "qui quand où comment quel quelle quels quelles combien pourquoi quoi",
};

/** Words of asking, beside the stopwords: they name neither a record nor what is asked of it. */
export const fillers: Record<PhraseLanguage, string> = {
  en: "along must might may would per up out back all whole whether ever show find know please currently current now still exactly actually really see look info information thing record named called like make made use used just today already yet go going come coming happen date day give answer question help also again put set take next new many much long far please moment right there than more been being sent got get gets getting say says said mention mentions mentioned buy buys bought sell sells sold deliver delivers delivered order ordered pay pays paid ship ships shipped work works working sit sits part kind sort belong belongs anybody anyone somebody someone nobody anything something tell describe good like one carry carries contain contains include includes including against under within without between during before after since until",
  de: "könnte könnten müssen muss musste würde würden darf dürfte viel ganz überhaupt alles zeig zeige zeigen finde finden bitte aktuell aktuelle aktuellen aktueller jetzt noch genau eigentlich wirklich information informationen datensatz heißt heißen heute schon bereits mal gerade derzeit datum tag etwas nenne nennen hier gehört lautet steht geht macht machen hoch lange weiter neu momentan wurden worden werden haben hatte hatten mehr als bestellt gekauft verkauft liefert geliefert bezahlt sitzt arbeitet bekommen bekommt jemand niemand etwas gegen ohne zwischen während",
  es: "podría podrían debe deben debería hay muestra encuentra saber actual actualmente ahora todavía aún exactamente información registro llama llaman hoy fecha día algo dime aquí dame favor tener hacer hace hacen nuevo ya momento más fue fueron sido compra compramos vende vendemos entrega pedimos pidió trabaja alguien nadie algo contra sin entre",
  fr: "pourrait doit doivent devrait faut montre trouve savoir actuel actuelle actuellement maintenant encore exactement information fiche appelle aujourd'hui date jour quelque chose dis ici donne plaît fait faire nouveau moment plus été achète vend livre commandé travaille contre sans entre",
};

/** Words that ask to choose among records: "which order", "what task". */
export const choosing: Record<PhraseLanguage, string> = {
  en: "which what",
  de: "welche welcher welches welchen welchem",
  es: "qué cuál cuáles",
  fr: "quel quelle quels quelles",
};

/** Verbs that ask to be shown a record. */
export const requests: Record<PhraseLanguage, string> = {
  en: "show find open display",
  de: "zeig zeige finde öffne",
  es: "muestra muéstrame encuentra abre",
  fr: "montre trouve ouvre affiche",
};

/** Verbs that begin a question which yes or no would answer. */
export const polarVerbs: Record<PhraseLanguage, string> = {
  en: "is are was were do does did has have had can could will would should may",
  de: "ist sind war waren hat haben hatte kann können wird werden soll gibt",
  es: "es son está están hay tiene tienen ha han puede pueden fue",
  fr: "est sont a ont peut peuvent existe",
};

/** Words that point at what is open, or was talked about, instead of naming it. */
export const pointers: Record<PhraseLanguage, string> = {
  en: "this that these those it its they them their he she his him her here",
  de: "dies diese dieser dieses diesem diesen es sie ihr ihre ihnen er ihm ihn hier davon daran dafür damit dazu",
  es: "este esta esto ese esa eso su sus lo le les ellos ella él aquí",
  fr: "ce cet cette ceci cela il elle ils elles son sa ses leur leurs ici y",
};

/**
 * Words before a name: prepositions and forms of "to be". A word that the table doesn't know and that
 * stands behind one of them names something; elsewhere it is most often a verb.
 */
export const beforeNames: Record<PhraseLanguage, string> = {
  en: "of for from about with at by on to is are was were does did has have do regarding behind named called in",
  de: "von vom für bei beim mit zu zum zur über an aus ist sind war hat haben des der im in namens wegen",
  es: "de del para con por sobre a al en es son está están tiene ha desde",
  fr: "de du des d pour avec par sur à au aux chez en est sont a dans",
};

/** May stand between the two. */
export const articles: Record<PhraseLanguage, string> = {
  en: "the a an our my his her their",
  de: "der die das den dem des ein eine einen einem einer unser unsere unseren meine mein",
  es: "el la los las un una nuestro nuestra mi",
  fr: "le la les l un une notre nos mon ma",
};

/** How a question begins that asks of another record what the one before asked: "What about …?" */
export const continuing: Record<PhraseLanguage, RegExp> = {
  en: /^(?:and|(?:(?:and|but) )?(?:what|how) about)\b/iu,
  de: /^(?:und|(?:und )?was ist (?:mit|bei))\b/iu,
  es: /^¿?(?:y|(?:y )?qué (?:hay|pasa) (?:de|con))(?!\p{L})/iu,
  fr: /^(?:et|(?:et )?qu['’]en est-il (?:de|pour))(?!\p{L})/iu,
};
