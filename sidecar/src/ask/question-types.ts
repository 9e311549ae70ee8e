/**
 * What a question asks for, and which fields of Odoo answer it.
 *
 * Labels come with every rendering in the asker's own language, so a question in the label's words
 * needs no entry here. This table is for the words people use instead ("what could this bring in?").
 * It knows Odoo's field names and four languages, and no customer's data.
 *
 * A phrase is words in order, matched by their stems; "…" stands for up to four words between.
 * Phrases are divided by "|".
 */

/** What kind of thing is asked for; the panel words a mismatch by it. */
export type AskedKind =
  | "person"
  | "organisation"
  | "date"
  | "amount"
  | "quantity"
  | "place"
  | "email"
  | "phone"
  | "status"
  | "description"
  | "product"
  | "text";

/** Languages that the table speaks. */
export const phraseLanguages = ["en", "de", "es", "fr"] as const;

export type PhraseLanguage = (typeof phraseLanguages)[number];

export interface QuestionType {
  name: string;
  kind: AskedKind;
  /**
   * `attribute` beats `role` beats `interrogative` where one question holds several: "the email of
   * the contact" asks for the email.
   */
  level: "attribute" | "role" | "interrogative";
  /** Field names, best first; a trailing or leading `*` stands for anything. */
  fields: string[];
  /** Field types that answer where no field of the list is there; for interrogatives mostly. */
  types?: string[];
  /** Models that a many2one must point to for its type to count. */
  relations?: string[];
  phrases: Record<PhraseLanguage, string>;
}

const person = ["res.partner", "res.users", "hr.employee", "hr.employee.public"];

export const questionTypes: QuestionType[] = [
  // ---- what few may read: named, so that no public neighbour answers in its place -----------------
  {
    name: "private_contact",
    kind: "phone",
    level: "attribute",
    fields: ["private_phone", "private_email", "private_street", "private_city", "private_*"],
    phrases: {
      en: "private phone | private phone number | private number | private mobile | private email | private address | home address | home phone | home number | personal phone | personal number | personal email",
      de: "private telefonnummer | private nummer | privatnummer | private handynummer | private adresse | privatadresse | private e mail | privat … erreichen | wohnadresse",
      es: "teléfono privado | teléfono personal | número privado | número personal | dirección privada | dirección particular | correo privado | correo personal | domicilio particular",
      fr: "téléphone privé | numéro privé | téléphone personnel | numéro personnel | adresse privée | adresse personnelle | e mail privé | e mail personnel | domicile",
    },
  },
  {
    name: "home",
    kind: "place",
    level: "attribute",
    fields: ["private_street", "private_city", "street", "city", "contact_address*"],
    phrases: {
      en: "where … live | where … lives | lives in | live at",
      de: "wo … wohnt | wohnt in | wohnort | zuhause",
      es: "dónde … vive | vive en | residencia",
      fr: "où … habite | habite à | où … vit",
    },
  },
  {
    name: "identity_number",
    kind: "text",
    level: "attribute",
    fields: ["ssnid", "sinid", "identification_id", "passport_id", "pin"],
    phrases: {
      en: "social security number | social security | ssn | identification number | passport number | passport | pin code | pin",
      de: "sozialversicherungsnummer | ausweisnummer | passnummer | reisepass | pin",
      es: "número de seguridad social | seguridad social | número de pasaporte | pasaporte | pin",
      fr: "numéro de sécurité sociale | sécurité sociale | numéro de passeport | passeport | pin",
    },
  },
  {
    name: "bank_account",
    kind: "text",
    level: "attribute",
    fields: ["bank_account_id", "bank_account_ids", "bank_ids", "partner_bank_id", "acc_number"],
    phrases: {
      en: "bank account | account number | iban | bank details",
      de: "bankkonto | kontonummer | iban | bankverbindung",
      es: "cuenta bancaria | número de cuenta | iban",
      fr: "compte bancaire | numéro de compte | iban",
    },
  },
  {
    name: "payment_status",
    kind: "status",
    level: "attribute",
    fields: ["payment_state", "status_in_payment", "amount_residual"],
    phrases: {
      en: "paid | been paid | payment status | payment state | settled | paid yet | paid already | unpaid | money arrived",
      de: "bezahlt | zahlungsstatus | beglichen | gezahlt | schon bezahlt | unbezahlt",
      es: "pagado | pagada | estado de pago | estado del pago | cobrado | cobrada",
      fr: "payé | payée | réglé | réglée | statut de paiement | état du paiement",
    },
  },
  // ---- who -------------------------------------------------------------------------------------
  {
    name: "contact",
    kind: "person",
    level: "role",
    fields: ["contact_name", "partner_id", "partner_name", "child_ids", "work_contact_id"],
    phrases: {
      en: "contact | contact person | contact name | who … talk to | who … speak to | whom … call | who … write to | who … get in touch | who is asking | who … inquiry | who … enquiry | who asked | who wrote | point of contact | who … reach out",
      de: "kontakt | ansprechpartner | ansprechpartnerin | kontaktperson | wer fragt | wer … angefragt | an wen … wenden | mit wem … sprechen | mit wem … reden | wen … anrufen | wer hat … geschrieben",
      es: "contacto | persona de contacto | interlocutor | con quién … hablar | a quién … llamar | a quién … escribir | quién pregunta | quién … escribió | quién … solicita",
      fr: "contact | interlocuteur | personne de contact | à qui … parler | à qui … écrire | qui … appeler | qui demande | qui a écrit",
    },
  },
  {
    name: "customer",
    kind: "organisation",
    level: "role",
    fields: ["partner_name", "partner_id", "commercial_partner_id", "contact_name", "parent_id"],
    phrases: {
      en: "customer | client | buyer of | which company | what company | who ordered | who bought | who is buying | who … for whom | for whom | who … placed | who is it for | who is this for | who placed | who purchased | who wants | who needs",
      de: "kunde | kundin | auftraggeber | käufer | welche firma | welches unternehmen | wer hat … bestellt | wer … gekauft | für wen | wer kauft | wer bestellt | wer möchte | wer braucht",
      es: "cliente | qué empresa | qué compañía | comprador | quién compra | quién compró | quién pidió | quién … pedido | para quién | quién encargó | quién quiere | quién necesita",
      fr: "client | cliente | quelle entreprise | quelle société | acheteur | qui achète | qui a acheté | qui a commandé | pour qui | qui veut",
    },
  },
  {
    name: "vendor",
    kind: "organisation",
    level: "role",
    fields: ["seller_ids", "partner_id", "vendor*"],
    phrases: {
      en: "vendor | supplier | who sells | who supplies | who delivers | buy … from | bought … from | order … from | ordered … from | get … from | purchase … from | comes from | who … provides | where … buy | where … come from",
      de: "lieferant | lieferantin | anbieter | verkäufer | wer liefert | wer verkauft | bei wem … kaufen | bei wem … bestellt | bei wem … gekauft | von wem … kommt | von wem … kaufen | von wem … beziehen | woher … beziehen | woher … kommt",
      es: "proveedor | quién vende | quién suministra | quién provee | a quién … compramos | a quién … compró | de quién … compramos | dónde … compramos",
      fr: "fournisseur | qui vend | qui fournit | qui livre | chez qui … acheté | chez qui … achetons | à qui … achète",
    },
  },
  {
    name: "buyer",
    kind: "person",
    level: "role",
    fields: ["user_id"],
    phrases: {
      en: "buyer | purchaser | who … on our side",
      de: "einkäufer | einkäuferin",
      es: "comprador responsable",
      fr: "acheteur responsable",
    },
  },
  {
    name: "responsible",
    kind: "person",
    level: "role",
    fields: ["user_ids", "user_id", "manager_id", "team_id"],
    phrases: {
      en: "salesperson | salesman | sales rep | sales representative | account manager | responsible | in charge | who … handles | who handles | who … handling | looks after | looking after | takes care | taking care | taking … care | who … deal with | who … works on | who … working on | assignee | assigned | who owns | whose lead | whose task | whose job | who sells | who sold | who … follows | who … on it | colleague",
      de: "verkäufer | verkäuferin | vertriebsmitarbeiter | verantwortlich | verantwortliche | zuständig | zugewiesen | kümmert sich | wer … kümmert | wer betreut | wer … betreut | wer bearbeitet | wer … arbeitet | wer macht | bearbeiter | sachbearbeiter | kollege | kollegin",
      es: "comercial | vendedor | vendedora | responsable | encargado | encargada | asignado | asignada | quién … ocupa | quién … lleva | quién … encarga | quién … atiende | quién … gestiona | quién trabaja | colega",
      fr: "vendeur | commercial | responsable | chargé | assigné | attribué | qui … occupe | qui gère | qui … suit | qui travaille | collègue",
    },
  },
  {
    name: "manager",
    kind: "person",
    level: "role",
    fields: ["parent_id", "manager_id"],
    phrases: {
      en: "manager | boss | supervisor | superior | line manager | report to | reports to | who leads | works for",
      de: "vorgesetzter | vorgesetzte | chef | chefin | manager | managerin | berichtet an | wem … unterstellt | an wen … berichtet",
      es: "gerente | jefe | jefa | superior | supervisor | supervisora | reporta a | depende de | a quién … reporta",
      fr: "manager | chef | cheffe | supérieur | supérieure | patron | responsable hiérarchique | rend compte",
    },
  },
  {
    name: "coach",
    kind: "person",
    level: "role",
    fields: ["coach_id"],
    phrases: {
      en: "coach | mentor | coaches",
      de: "coach | mentor | mentorin",
      es: "coach | mentor | entrenador | monitor",
      fr: "coach | mentor",
    },
  },
  {
    name: "employer",
    kind: "organisation",
    level: "attribute",
    fields: ["parent_id", "partner_name", "company_name", "commercial_company_name", "parent_name"],
    phrases: {
      en: "which company … work | what company … work | works for which | who … works for | who … work for | belongs to which company | employer | parent company",
      de: "für welche firma … arbeitet | bei welcher firma | für wen arbeitet | arbeitgeber | muttergesellschaft | gehört zu welcher firma",
      es: "para qué empresa | en qué empresa | para quién trabaja | empresa matriz",
      fr: "pour quelle entreprise | dans quelle société | pour qui travaille | société mère",
    },
  },
  {
    name: "invoice_address",
    kind: "place",
    level: "attribute",
    fields: ["partner_invoice_id", "partner_id"],
    phrases: {
      en: "invoice address | billing address | where … send … invoice | who gets … invoice | who … billed | invoice … to whom | bill … to",
      de: "rechnungsadresse | rechnungsanschrift | wohin … rechnung | wer bekommt … rechnung | rechnung … an wen",
      es: "dirección de factura | dirección de facturación | a quién … factura | dónde … factura",
      fr: "adresse de facturation | à qui … facture",
    },
  },
  {
    name: "delivery_address",
    kind: "place",
    level: "attribute",
    fields: ["partner_shipping_id", "dest_address_id"],
    phrases: {
      en: "delivery address | shipping address | ship to | shipped to | where … delivered | where … deliver | where … ship | where … shipped | where … go to | where … sent | deliver … to | destination",
      de: "lieferadresse | lieferanschrift | wohin … geliefert | wohin … liefern | wohin … geht | wohin … geschickt | wohin … schicken | versandadresse",
      es: "dirección de entrega | dirección de envío | dónde … entrega | dónde … entregar | dónde … envía | adónde … envía | adónde … enviar | destino",
      fr: "adresse de livraison | où … livrer | où … livré | où … livrée | où … envoyer | destination",
    },
  },
  // ---- reach -----------------------------------------------------------------------------------
  {
    name: "email",
    kind: "email",
    level: "attribute",
    fields: ["email_from", "work_email", "email", "email_normalized", "partner_email"],
    phrases: {
      en: "email | e mail | mail address | email address | mailbox | write to",
      de: "email | e mail | mailadresse | emailadresse | mail | anschreiben",
      es: "email | e mail | correo | correo electrónico | dirección de correo",
      fr: "email | e mail | courriel | adresse mail | mail | adresse électronique",
    },
  },
  {
    name: "phone",
    kind: "phone",
    level: "attribute",
    fields: ["phone", "work_phone", "mobile", "mobile_phone", "partner_phone"],
    phrases: {
      en: "phone | telephone | phone number | telephone number | mobile | number … call | what number | call him | call her | call them | ring | reach … by phone | cell",
      de: "telefon | telefonnummer | rufnummer | handynummer | handy | mobil | mobilnummer | nummer … anrufen | welche nummer | telefonisch | durchwahl",
      es: "teléfono | número de teléfono | móvil | celular | número … llamar | qué número | telefónico",
      fr: "téléphone | numéro de téléphone | portable | mobile | quel numéro",
    },
  },
  {
    name: "reach",
    kind: "phone",
    level: "attribute",
    fields: ["phone", "work_phone", "mobile", "email_from", "work_email", "email", "partner_phone"],
    phrases: {
      en: "how … reach | how … contact | how … get hold | how … get in touch | contact details | reach",
      de: "wie … erreichen | wie … erreicht | wie … kontaktieren | kontaktdaten | erreichbar",
      es: "cómo … contactar | cómo … contacto | cómo … localizar | datos de contacto",
      fr: "comment … joindre | comment … contacter | coordonnées",
    },
  },
  {
    name: "website",
    kind: "text",
    level: "attribute",
    fields: ["website"],
    phrases: {
      en: "website | web site | homepage | web page | web address | url | online presence",
      de: "webseite | website | homepage | internetseite | internetadresse | url",
      es: "sitio web | página web | web | url",
      fr: "site web | site internet | site | url",
    },
  },
  // ---- where -----------------------------------------------------------------------------------
  {
    name: "city",
    kind: "place",
    level: "attribute",
    fields: ["city", "contact_address*", "street", "work_location*", "address_id"],
    phrases: {
      en: "city | town | which place | what place | where … based | where … located | where … from | headquarters | where … office | where … sits | where … find",
      de: "stadt | ort | welcher ort | wo sitzt | wo … sitz | wo … ansässig | wo liegt | wo … zuhause | wo … befindet | aus welcher stadt | woher kommt",
      es: "ciudad | localidad | población | dónde … ubicado | dónde … ubicada | dónde … sede | de dónde … es | dónde … encuentra",
      fr: "ville | localité | où … situé | où … située | où … trouve | siège",
    },
  },
  {
    name: "address",
    kind: "place",
    level: "attribute",
    fields: [
      "street",
      "contact_address*",
      "address_id",
      "work_location*",
      "city",
      "zip",
      "partner_address*",
    ],
    phrases: {
      en: "address | street | postal address | zip | postcode | zip code",
      de: "adresse | anschrift | straße | postadresse | postleitzahl | plz",
      es: "dirección | calle | domicilio | código postal | señas",
      fr: "adresse | rue | adresse postale | code postal",
    },
  },
  {
    name: "country",
    kind: "place",
    level: "attribute",
    fields: ["country_id", "state_id", "contact_address*"],
    phrases: {
      en: "country | which country | nation | what country | part of the world",
      de: "land | welchem land | welches land | staat",
      es: "país | qué país",
      fr: "pays | quel pays",
    },
  },
  {
    name: "work_place",
    kind: "place",
    level: "attribute",
    fields: ["work_location_id", "work_location*", "address_id", "department_id"],
    phrases: {
      en: "where … work | where … works | work location | workplace | which office | office location | sit in the office | which building",
      de: "wo arbeitet | arbeitsort | welches büro | welchem büro | welchem gebäude | arbeitsplatz von",
      es: "dónde trabaja | lugar de trabajo | qué oficina | qué edificio",
      fr: "où travaille | lieu de travail | quel bureau | quel bâtiment",
    },
  },
  // ---- money -----------------------------------------------------------------------------------
  {
    name: "expected_revenue",
    kind: "amount",
    level: "attribute",
    fields: ["expected_revenue", "amount_total", "recurring_revenue*"],
    phrases: {
      en: "expected revenue | revenue | bring in | brings in | bring us | earn … with | could … earn | earn from | how much money | worth | deal size | size of the deal | value of the deal | volume | potential | make from | turnover | how big | how valuable | money … expect | income",
      de: "erwarteter umsatz | umsatz | wie viel geld | bringt … ein | einbringen | bringt … uns | bringen | wert | auftragswert | volumen | potenzial | wie groß | erlös | ertrag | verdienen | einnahmen",
      es: "ingreso esperado | ingresos esperados | ingresos | cuánto dinero | valor | vale | volumen | potencial | qué tan grande | aportar | reportar | ganar | ganaríamos | facturación esperada",
      fr: "revenu espéré | revenu attendu | revenu | chiffre d'affaires | combien d'argent | rapporter | rapporte | valeur | volume | potentiel | gagner | vaut",
    },
  },
  {
    name: "probability",
    kind: "quantity",
    level: "attribute",
    fields: ["probability", "automated_probability"],
    phrases: {
      en: "probability | how likely | chance | chances | likelihood | odds | win rate | likely … win | how probable",
      de: "wahrscheinlichkeit | wie wahrscheinlich | chance | chancen | aussicht | aussichten",
      es: "probabilidad | qué tan probable | cuán probable | posibilidad | posibilidades | opciones de ganar",
      fr: "probabilité | quelle chance | chances | probable",
    },
  },
  {
    name: "amount_due",
    kind: "amount",
    level: "attribute",
    fields: ["amount_residual", "amount_residual_signed", "amount_total"],
    phrases: {
      en: "amount due | left to pay | still owed | still owe | owed | owe | owes | outstanding | open amount | remaining amount | remains to be paid | still to pay | balance",
      de: "offener betrag | noch offen | offen | fälliger betrag | schuldet | schulden | noch zu zahlen | restbetrag | ausstehend",
      es: "importe adeudado | pendiente de pago | pendiente | por pagar | falta por pagar | debe | deben | saldo",
      fr: "montant dû | reste à payer | reste dû | doit encore | solde | impayé",
    },
  },
  {
    name: "total",
    kind: "amount",
    level: "attribute",
    fields: ["amount_total", "expected_revenue", "price_total", "list_price"],
    phrases: {
      en: "pay for all | paying for all | pay for it all | costs us in total | spend | spending | total | grand total | order total | amount | total amount | have to pay | has to pay | must … pay | how much … order | how much … quotation | how much … cost … altogether | bill come to | come to | comes to | add up | order value | value of the order | spend | spent | spending | pay for | final price",
      de: "summe | gesamtsumme | gesamtbetrag | betrag | gesamt | insgesamt | zu zahlen | zahlen … muss | bezahlen | endbetrag | auftragssumme | bestellwert | wie hoch … bestellung | wie hoch … auftrag | ausgegeben | kostet … bestellung | kostet … auftrag",
      es: "total | importe | importe total | monto | suma | a pagar | pagar | valor del pedido | asciende | gastado | gastó | cuesta … pedido",
      fr: "total | montant | montant total | somme | à payer | payer | valeur de la commande | coûte … commande | s'élève",
    },
  },
  {
    name: "untaxed",
    kind: "amount",
    level: "attribute",
    fields: ["amount_untaxed", "price_subtotal"],
    phrases: {
      en: "untaxed | before tax | before taxes | without tax | without taxes | net amount | net total | excluding tax | net of tax",
      de: "netto | nettobetrag | ohne steuer | ohne steuern | vor steuern | ohne mehrwertsteuer",
      es: "base imponible | sin impuestos | antes de impuestos | importe neto | neto | sin iva",
      fr: "hors taxes | hors taxe | avant taxes | montant net | ht",
    },
  },
  {
    name: "tax",
    kind: "amount",
    level: "attribute",
    fields: ["amount_tax", "taxes_id", "tax_ids", "tax_id"],
    phrases: {
      en: "tax | taxes | vat amount | sales tax | how much tax",
      de: "steuer | steuern | mehrwertsteuer | umsatzsteuer",
      es: "impuesto | impuestos | iva",
      fr: "taxe | taxes | tva",
    },
  },
  {
    name: "price",
    kind: "amount",
    level: "attribute",
    fields: ["list_price", "lst_price", "price_unit", "amount_total"],
    phrases: {
      en: "price | sales price | list price | unit price | how much is | how much are | how much does … cost | how much do … cost | what does … cost | what do … cost | cost | costs | charge for | sell … for | sells for | sold for | expensive | how dear | charge",
      de: "preis | verkaufspreis | listenpreis | stückpreis | kostet | kosten | was kostet | wie teuer | verlangen … für | verkaufen … für | verkaufen wir",
      es: "precio | precio de venta | tarifa de venta | cuesta | cuestan | cuánto cuesta | cuánto vale | costo | coste | vendemos … a | vende … por | caro | cobramos",
      fr: "prix | prix de vente | coûte | coûtent | combien coûte | tarif de vente | cher | vendons",
    },
  },
  {
    name: "standard_cost",
    kind: "amount",
    level: "attribute",
    fields: ["standard_price"],
    phrases: {
      en: "purchase price | cost price | cost us | costs us | what … pay for | standard price | production cost | unit cost | our cost | margin",
      de: "einkaufspreis | einstandspreis | kostet uns | selbstkosten | herstellkosten | marge",
      es: "precio de compra | precio de coste | nos cuesta | coste unitario | margen",
      fr: "prix d'achat | prix de revient | nous coûte | coût unitaire | marge",
    },
  },
  {
    name: "wage",
    kind: "amount",
    level: "attribute",
    fields: ["wage", "contract_wage", "hourly_wage", "final_yearly_costs", "monthly_yearly_costs"],
    phrases: {
      en: "wage | salary | pay … month | paid … month | earn | earns | earning | paid per | payroll | how much … make | how much … makes | income of | compensation | get paid | gets paid",
      de: "lohn | gehalt | verdient | verdienst | monatsgehalt | bezahlung | entgelt | vergütung",
      es: "salario | sueldo | gana | cobra | remuneración | nómina | paga mensual",
      fr: "salaire | paie | gagne | rémunération | touche",
    },
  },
  {
    name: "currency",
    kind: "text",
    level: "attribute",
    fields: ["currency_id", "company_currency*", "pricelist_id"],
    phrases: {
      en: "currency | which currency | pricelist | price list",
      de: "währung | welcher währung | preisliste",
      es: "moneda | divisa | qué moneda | lista de precios",
      fr: "devise | monnaie | quelle devise | liste de prix",
    },
  },
  {
    name: "payment_terms",
    kind: "text",
    level: "attribute",
    fields: ["payment_term_id", "property_payment_term_id", "property_supplier_payment_term_id"],
    phrases: {
      en: "payment terms | payment term | terms of payment | payment conditions | how long … to pay | days to pay | payment due",
      de: "zahlungsbedingungen | zahlungsbedingung | zahlungsziel | zahlungsfrist",
      es: "plazos de pago | plazo de pago | condiciones de pago | términos de pago",
      fr: "conditions de paiement | délai de paiement | conditions de règlement",
    },
  },
  {
    name: "invoiced",
    kind: "status",
    level: "attribute",
    fields: ["invoice_status", "payment_state", "qty_invoiced"],
    phrases: {
      en: "invoiced | invoice status | billed | billing status | bill status | been invoiced | still to invoice | left to invoice | invoiced yet | paid yet | already paid | bill received",
      de: "abgerechnet | fakturiert | rechnungsstatus | abrechnungsstatus | in rechnung gestellt | berechnet | schon bezahlt | rechnung … gestellt",
      es: "facturado | facturada | estado de factura | estado de facturación | por facturar | ya … pagado",
      fr: "facturé | facturée | état de facturation | à facturer | déjà payé",
    },
  },
  // ---- when ------------------------------------------------------------------------------------
  {
    name: "deadline",
    kind: "date",
    level: "attribute",
    fields: [
      "date_deadline",
      "date_end",
      "date_planned",
      "validity_date",
      "commitment_date",
      "invoice_date_due",
    ],
    phrases: {
      en: "when … have to pay | when … pay | when … paid | pay by | finished | be done | due when | be ready | when … close | deadline | due | due date | until when | by when | by what date | latest date | expected closing | closing date | expected to close | when … close | when … closing | close the deal | when … finished | when … done | when … ready | finish by | has to be done | have to be done | must be done | when … decide | when … sign | when … win | run out of time | time left",
      de: "wann … bezahlen | wann … zahlen | bis wann … zahlen | wann … bezahlt | fertig sein | erledigt sein | frist | fällig | fälligkeit | stichtag | bis wann | wann … fertig | abgabetermin | termin | deadline | abschluss | abschlussdatum | wann … abgeschlossen | wann … abschließen | wann … erledigt | spätestens | wann … geschlossen",
      es: "cuándo … pagar | cuándo … paga | terminar | terminada | acabada | lista para | lista | fecha límite | plazo | vence | vencimiento | hasta cuándo | para cuándo | cierre | cierre esperado | cuándo … cerrar | cuándo … cierra | cuándo … terminado | cuándo … terminar | cuándo … listo | cuándo … lista",
      fr: "quand … payer | terminé | terminée | fini | échéance | date limite | délai | jusqu'à quand | pour quand | avant quand | clôture | fermeture | quand … terminé | quand … fini | quand … conclure",
    },
  },
  {
    name: "expiry",
    kind: "date",
    level: "attribute",
    fields: ["validity_date", "date_order"],
    phrases: {
      en: "expire | expires | expiration | expiry | valid until | valid | validity | how long … valid | offer end | offer ends | good until | lapse",
      de: "gültig | gültigkeit | gültig bis | läuft … ab | ablauf | ablaufdatum | gilt … angebot | wie lange gilt",
      es: "válido | válida | validez | caduca | caducidad | vencimiento de la oferta | expira | vigente | vigencia",
      fr: "valable | valide | validité | expire | expiration",
    },
  },
  {
    name: "delivery_date",
    kind: "date",
    level: "attribute",
    fields: [
      "commitment_date",
      "expected_date",
      "date_planned",
      "effective_date",
      "scheduled_date",
    ],
    phrases: {
      en: "delivery date | delivered | when … deliver | when … delivered | when … delivery | when … arrive | when … arriving | when … arrives | arrival | expected arrival | when … ship | when … get here | when … come in | when … receive | when … goods | when do they want it | when … want it | when … need it | promised",
      de: "liefertermin | lieferdatum | wann … geliefert | wann … lieferung | wann … ankommen | wann … kommt | wann … eintreffen | wann … erhalten | wann … da | ankunft | eintreffen | wann … ware",
      es: "fecha de entrega | cuándo … entrega | cuándo … entregan | cuándo … llega | cuándo … llegan | cuándo … recibimos | cuándo … recibiremos | llegada | llegada esperada",
      fr: "date de livraison | quand … livré | quand … livraison | quand … arrive | arrivée | quand … recevoir | quand … reçoit",
    },
  },
  {
    name: "order_date",
    kind: "date",
    level: "attribute",
    fields: ["date_order", "date_approve", "create_date"],
    phrases: {
      en: "order date | ordered when | when … ordered | when … order | when … placed | when … bought | when … buy | when … purchase | when … confirmed | confirmation date | quotation date | when … quotation",
      de: "bestelldatum | auftragsdatum | wann … bestellt | wann … bestellung | wann … gekauft | wann … beauftragt | wann … bestätigt | wann … auftrag | angebotsdatum",
      es: "fecha del pedido | fecha de pedido | cuándo … pidió | cuándo … pidieron | cuándo … pedido | cuándo … compró | cuándo … confirmó | fecha de confirmación | cuándo … encargó",
      fr: "date de commande | quand … commandé | quand … commande | quand … acheté | quand … confirmé | quand … passée",
    },
  },
  {
    name: "created",
    kind: "date",
    level: "attribute",
    fields: ["create_date", "date_open", "date_assign", "date_order"],
    phrases: {
      en: "created | creation date | created on | when … come in | when … came in | when … opened | how old | since when | when … start | when … register | first contact",
      de: "erstellt | angelegt | erstellungsdatum | wann … eingegangen | seit wann | wann … reingekommen | wann … begonnen | wie alt",
      es: "creado | creada | fecha de creación | desde cuándo | cuándo … entró | cuándo … empezó | cuándo … abrió",
      fr: "créé | créée | date de création | depuis quand | quand … commencé | quand … ouvert",
    },
  },
  {
    name: "start_date",
    kind: "date",
    level: "attribute",
    fields: [
      "first_contract_date",
      "date_start",
      "contract_date_start",
      "joining_date",
      "date_begin",
      "create_date",
    ],
    phrases: {
      en: "start date | joined | hired | when … join | when … start working | since when … work | been with us | seniority",
      de: "eintrittsdatum | eingestellt | beginn | startdatum | wann … angefangen | seit wann … arbeitet",
      es: "fecha de inicio | contratado | contratada | cuándo … empezó a trabajar | antigüedad | se incorporó",
      fr: "date de début | embauché | embauchée | ancienneté | depuis quand … travaille",
    },
  },
  {
    name: "birthday",
    kind: "date",
    level: "attribute",
    fields: ["birthday", "birthday_public_display_string"],
    phrases: {
      en: "birthday | date of birth | born | birth date | how old is",
      de: "geburtstag | geburtsdatum | geboren | wie alt ist",
      es: "cumpleaños | fecha de nacimiento | nació | qué edad",
      fr: "anniversaire | date de naissance | né | née | quel âge",
    },
  },
  {
    name: "closed",
    kind: "date",
    level: "attribute",
    fields: ["date_closed", "date_last_stage_update", "date_end"],
    phrases: {
      en: "when … won | when … lost | closed date | when … closed | when … ended",
      de: "wann … gewonnen | wann … verloren | wann … beendet | wann … geschlossen",
      es: "cuándo … ganó | cuándo … perdió | fecha de cierre | cuándo … cerró",
      fr: "quand … gagné | quand … perdu | date de clôture",
    },
  },
  // ---- how far ---------------------------------------------------------------------------------
  {
    name: "stage",
    kind: "status",
    level: "attribute",
    fields: ["stage_id", "state", "kanban_state", "won_status", "status"],
    phrases: {
      en: "stage | status | state | how far | where … stand | where … stands | progress | how is … going | how … coming along | which phase | what phase | pipeline | which step | in which column | confirmed already | already confirmed | done yet | finished yet | won or lost | still open | current situation | already won",
      de: "phase | status | stand | zustand | stufe | wie weit | wie steht | wie ist der stand | fortschritt | welcher phase | in welcher phase | schon bestätigt | schon fertig | schon erledigt | noch offen | gewonnen oder verloren",
      es: "etapa | estado | fase | situación | cómo va | cómo van | en qué punto | progreso | avance | ya … confirmado | sigue abierto | ganado o perdido",
      fr: "étape | état | statut | phase | avancement | où en est | où en sont | comment avance | progression | déjà confirmé | encore ouvert",
    },
  },
  {
    name: "priority",
    kind: "status",
    level: "attribute",
    fields: ["priority"],
    phrases: {
      en: "priority | how important | how urgent | urgency | importance | stars | urgent",
      de: "priorität | wie wichtig | wie dringend | dringlichkeit | dringend | eilig",
      es: "prioridad | qué tan importante | qué tan urgente | urgencia | urgente | importancia",
      fr: "priorité | urgence | urgent | important",
    },
  },
  {
    name: "lost_reason",
    kind: "description",
    level: "attribute",
    fields: ["lost_reason_id", "lost_feedback"],
    phrases: {
      en: "lost reason | why … lost | why … lose | reason for losing",
      de: "verlustgrund | warum … verloren | grund … verloren",
      es: "motivo de pérdida | por qué … perdió | por qué … perdimos | razón de pérdida",
      fr: "raison de perte | pourquoi … perdu",
    },
  },
  // ---- what ------------------------------------------------------------------------------------
  {
    name: "want",
    kind: "description",
    level: "attribute",
    fields: ["description", "note", "notes", "message:first", "name"],
    phrases: {
      en: "would like | would love | wish | could you | can you send | please send | hoping for | want | wants | want from us | they want | ask for | asks for | asked for | asking for | need | needs | looking for | interested in | request | requested | requesting | require | requires | requirement | expect from us | what is it about | what is this about | what … about | summarize | summary | describe | description | explain | details about | purpose | what … to be done | what … to do | what … supposed to",
      de: "hätten gern | hätten gerne | hätte gern | hätte gerne | können sie | könnten sie | bitte senden | bitten um | will | wollen | möchte | möchten | wünscht | wünschen | wünsche | braucht | brauchen | benötigt | sucht | suchen | interessiert | anfrage | anforderung | verlangt | bittet | worum geht | um was geht | beschreibung | zusammenfassung | beschreiben | was ist zu tun | zu tun | geht es | erwartet von uns",
      es: "nos gustaría | me gustaría | querríamos | quisiera | quisiéramos | podrían | podría enviar | quiere | quieren | desea | desean | pide | piden | solicita | solicitan | necesita | necesitan | busca | buscan | interesado | interesada | petición | solicitud | de qué trata | de qué se trata | descripción | resumen | describe | qué hay que hacer | requiere",
      fr: "aimerions | aimerais | voudrions | voudrais | pourriez | merci de | veut | veulent | souhaite | souhaitent | demande | demandent | cherche | cherchent | besoin | intéressé | de quoi s'agit | description | résumé | décrire | que faut-il faire",
    },
  },
  {
    name: "last_message",
    kind: "description",
    level: "attribute",
    fields: ["message:last"],
    phrases: {
      en: "last message | latest message | last say | last said | say last | said last | most recent message | latest news | last email | last reply | last answer | what's new | last note | last wrote | latest note",
      de: "letzte nachricht | zuletzt geschrieben | zuletzt gesagt | neueste nachricht | letzte antwort | letzte mail | letzte notiz | was gibt es neues",
      es: "último mensaje | última respuesta | último correo | últimas noticias | última nota | dijo por último",
      fr: "dernier message | dernière réponse | dernier courriel | dernières nouvelles | dernière note",
    },
  },
  {
    name: "products",
    kind: "product",
    level: "attribute",
    fields: ["line:product", "order_line", "product_id", "product_template_id", "product_ids"],
    phrases: {
      en: "products | which product | what product | items | which items | what did … order | what did … buy | what have … ordered | what has … ordered | what are … buying | what is … buying | what is being bought | what was ordered | what was bought | what … being purchased | what … purchase | what … purchasing | ordered items | articles | what goods | which goods | what … in the order | what … on the order | what's on | what … contain | contents of | order lines | what does … include | included in | what … getting",
      de: "produkte | welches produkt | welche produkte | artikel | positionen | waren | was wurde … bestellt | was wurde … gekauft | was hat … bestellt | was haben … bestellt | was hat … gekauft | was ist … bestellt | was enthält | was bestellt | was kauft | inhalt der bestellung",
      es: "productos | qué producto | qué productos | artículos | líneas | qué pidió | qué pidieron | qué ha pedido | qué han pedido | qué compró | qué compraron | qué compra | qué contiene | qué incluye | qué se compra | qué hemos pedido",
      fr: "produits | quel produit | quels produits | articles | lignes | qu'a commandé | qu'ont commandé | qu'a acheté | qu'est-ce qui est commandé | que contient | que comprend",
    },
  },
  {
    name: "quantity",
    kind: "quantity",
    level: "attribute",
    fields: ["product_uom_qty", "product_qty", "line:quantity", "qty_available", "qty_delivered"],
    phrases: {
      en: "quantity | how many units | how many pieces | how many items | number of units | units ordered",
      de: "menge | stückzahl | wie viele stück | anzahl",
      es: "cantidad | cuántas unidades | cuántas piezas | número de unidades",
      fr: "quantité | combien d'unités | combien de pièces | nombre d'unités",
    },
  },
  {
    name: "stock",
    kind: "quantity",
    level: "attribute",
    fields: ["qty_available", "virtual_available", "free_qty", "on_hand*"],
    phrases: {
      en: "in stock | on hand | available | availability | stock | inventory",
      de: "auf lager | lagerbestand | verfügbar | bestand | vorrätig",
      es: "en stock | existencias | disponible | inventario | almacén",
      fr: "en stock | disponible | stock | inventaire",
    },
  },
  {
    name: "job",
    kind: "text",
    level: "attribute",
    fields: ["job_title", "function", "job_id"],
    phrases: {
      en: "job | job title | job position | position | role | what does … do | occupation | profession | function | title of",
      de: "position | stelle | beruf | tätigkeit | funktion | stellenbezeichnung | jobtitel | was macht | rolle | job | was arbeitet",
      es: "puesto | cargo | puesto de trabajo | profesión | función | a qué se dedica | ocupación | trabajo de | qué hace",
      fr: "poste | fonction | métier | profession | que fait | rôle | titre du poste",
    },
  },
  {
    name: "department",
    kind: "text",
    level: "attribute",
    fields: ["department_id", "team_id"],
    phrases: {
      en: "department | which team | what team | team | division | sales team | unit … work in",
      de: "abteilung | team | bereich | welches team | verkaufsteam | vertriebsteam",
      es: "departamento | equipo | división | qué equipo | equipo de ventas",
      fr: "département | équipe | service | division | équipe commerciale",
    },
  },
  {
    name: "skills",
    kind: "text",
    level: "attribute",
    fields: ["employee_skill_ids", "skill_ids", "resume_line_ids", "line:skill"],
    phrases: {
      en: "skill | skills | languages … speak | able to | good at | experience | can do | knows",
      de: "fähigkeit | fähigkeiten | kenntnisse | kompetenzen | erfahrung | kann gut | sprachen … spricht",
      es: "habilidad | habilidades | competencias | experiencia | sabe hacer | idiomas … habla",
      fr: "compétence | compétences | expérience | sait faire | langues … parle",
    },
  },
  {
    name: "tags",
    kind: "text",
    level: "attribute",
    fields: ["tag_ids", "category_id", "category_ids"],
    phrases: {
      en: "tag | tags | labels | labelled | keywords | tagged",
      de: "stichwörter | schlagwörter | tags | etiketten | markierung",
      es: "etiqueta | etiquetas | tags",
      fr: "étiquette | étiquettes | tags | mots-clés",
    },
  },
  {
    name: "category",
    kind: "text",
    level: "attribute",
    fields: ["categ_id", "type", "detailed_type", "product_category*", "category_id"],
    phrases: {
      en: "category | product category | what kind of product | type of product | product type | what type | product group | which kind | what sort",
      de: "kategorie | produktkategorie | produktart | produkttyp | welche art | warengruppe | produktgruppe",
      es: "categoría | categoría de producto | tipo de producto | qué tipo | qué clase",
      fr: "catégorie | type de produit | quel type | quelle sorte",
    },
  },
  {
    name: "reference",
    kind: "text",
    level: "attribute",
    fields: ["default_code", "client_order_ref", "partner_ref", "ref", "barcode", "origin", "name"],
    phrases: {
      en: "reference | internal reference | sku | article number | product code | item number | customer reference | vendor reference | code",
      de: "referenz | interne referenz | artikelnummer | produktnummer | bestellnummer | kundenreferenz | produktcode | code",
      es: "referencia | referencia interna | código | código de producto | número de artículo | sku",
      fr: "référence | référence interne | code | code article | numéro d'article | sku",
    },
  },
  {
    name: "barcode",
    kind: "text",
    level: "attribute",
    fields: ["barcode"],
    phrases: {
      en: "barcode | bar code | ean | gtin | upc",
      de: "barcode | strichcode | ean | gtin",
      es: "código de barras | ean | gtin",
      fr: "code-barres | code barres | ean | gtin",
    },
  },
  {
    name: "tax_id",
    kind: "text",
    level: "attribute",
    fields: ["vat", "company_registry"],
    phrases: {
      en: "tax id | vat number | vat id | tax number | vat",
      de: "umsatzsteuer id | ust id | steuernummer | ustid | umsatzsteueridentifikationsnummer | steuerid",
      es: "nif | cif | identificación fiscal | número de iva | rfc",
      fr: "numéro de tva | identifiant fiscal | siret",
    },
  },
  {
    name: "weight",
    kind: "quantity",
    level: "attribute",
    fields: ["weight", "weight_uom*", "volume"],
    phrases: {
      en: "weight | weigh | weighs | how heavy | heavy | kilos",
      de: "gewicht | wiegt | wie schwer | schwer | kilo",
      es: "peso | pesa | cuánto pesa | kilos",
      fr: "poids | pèse | combien pèse | lourd",
    },
  },
  {
    name: "unit",
    kind: "text",
    level: "attribute",
    fields: ["uom_id", "product_uom_id", "uom_po_id"],
    phrases: {
      en: "unit of measure | sold by | which unit | measured in",
      de: "maßeinheit | mengeneinheit | welcher einheit",
      es: "unidad de medida | qué unidad",
      fr: "unité de mesure | quelle unité",
    },
  },
  {
    name: "project",
    kind: "text",
    level: "attribute",
    fields: ["project_id", "project_ids", "project_template_id", "parent_id", "milestone_id"],
    phrases: {
      en: "which project | what project | project … belong | belongs to | part of",
      de: "welches projekt | welchem projekt | zu welchem projekt | gehört zu",
      es: "qué proyecto | a qué proyecto | pertenece",
      fr: "quel projet | à quel projet | appartient",
    },
  },
  {
    name: "milestone",
    kind: "text",
    level: "attribute",
    fields: ["milestone_id"],
    phrases: { en: "milestone", de: "meilenstein", es: "hito", fr: "jalon" },
  },
  {
    name: "hours",
    kind: "quantity",
    level: "attribute",
    fields: ["allocated_hours", "planned_hours", "effective_hours", "remaining_hours"],
    phrases: {
      en: "allocated time | planned hours | hours | how long … take | how much time | time planned | effort | time budget | hours planned | time allotted",
      de: "geplante stunden | zugewiesene zeit | stunden | wie lange dauert | wie viel zeit | aufwand | zeitaufwand | zeitbudget",
      es: "tiempo asignado | horas | horas planificadas | cuánto tiempo | cuánto tarda | esfuerzo",
      fr: "temps alloué | heures | heures prévues | combien de temps | effort",
    },
  },
  {
    name: "blocked_by",
    kind: "text",
    level: "attribute",
    fields: ["depend_on_ids"],
    phrases: {
      en: "holding … up | holds … up | stuck on | blocked | blocked by | blocking | waiting for | depends on | depend on | holding up | holds up",
      de: "hält … auf | wartet auf | blockiert | hängt ab | abhängig von | wartet auf | hält … auf",
      es: "bloquea | bloqueada por | bloqueado | bloqueada | depende de | esperando",
      fr: "bloque | bloqué par | bloqué | bloquée | dépend de | attend",
    },
  },
  {
    name: "source",
    kind: "text",
    level: "attribute",
    fields: ["source_id", "medium_id", "campaign_id", "referred"],
    phrases: {
      en: "source | how … hear about us | how … find us | where … heard | campaign | channel | medium | referred by | came through",
      de: "quelle | herkunft | kampagne | kanal | wie … aufmerksam | medium",
      es: "origen | fuente | campaña | canal | cómo … conoció",
      fr: "origine | source | campagne | canal | comment … connu",
    },
  },
  {
    name: "language",
    kind: "text",
    level: "attribute",
    fields: ["lang_id", "lang"],
    phrases: {
      en: "language | which language | what language | speak",
      de: "sprache | welcher sprache | welche sprache | spricht",
      es: "idioma | qué idioma | lengua | habla",
      fr: "langue | quelle langue | parle",
    },
  },
  {
    name: "company",
    kind: "organisation",
    level: "attribute",
    fields: ["company_id"],
    phrases: {
      en: "our company | which of our companies",
      de: "welche unserer firmen | unsere firma",
      es: "cuál de nuestras empresas | nuestra empresa",
      fr: "laquelle de nos sociétés | notre société",
    },
  },
  // ---- plain interrogatives --------------------------------------------------------------------
  {
    name: "who",
    kind: "person",
    level: "interrogative",
    fields: ["contact_name", "partner_id", "user_id", "user_ids"],
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
    phrases: { en: "where", de: "wo | wohin | woher", es: "dónde | adónde", fr: "où" },
  },
  {
    name: "how_much",
    kind: "amount",
    level: "interrogative",
    fields: ["amount_total", "list_price", "expected_revenue", "price_unit"],
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
    types: ["integer", "float"],
    phrases: {
      en: "how many",
      de: "wie viele | wieviele",
      es: "cuántos | cuántas",
      fr: "combien de",
    },
  },
];

/** What people call the records of a model; tells which kind of record a question is about. */
export const modelNouns: { models: string[]; phrases: Record<PhraseLanguage, string> }[] = [
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
    phrases: { en: "task | to do | todo", de: "aufgabe", es: "tarea", fr: "tâche" },
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
    phrases: { en: "invoice | bill", de: "rechnung", es: "factura", fr: "facture" },
  },
];

/**
 * Questions over many records: their answer stands on none of them. Without a model that can
 * count, the honest answer is the list.
 */
export const aggregatePhrases: Record<PhraseLanguage, string> = {
  en: "how many leads | how many opportunities | how many orders | how many quotations | how many tasks | how many customers | how many products | how many employees | how many contacts | how many invoices | how many vendors | how many people | how many deals | how many do we | how many do i | how many are there | number of leads | number of orders | number of customers | average | sum of | total of all | total … all | total revenue … all | all together | altogether … all | list all | show all | list of all | which is the highest | highest | biggest | largest | smallest | lowest | cheapest | most expensive | the most | the least | top five | top ten | top 5 | top 10 | per month | this month | this year | last month | last year | this quarter | compare all | each of | all leads | all orders | all customers | all employees | all products | all tasks | every lead | every order | every customer",
  de: "wie viele leads | wie viele verkaufschancen | wie viele chancen | wie viele aufträge | wie viele angebote | wie viele bestellungen | wie viele aufgaben | wie viele kunden | wie viele produkte | wie viele mitarbeiter | wie viele kontakte | wie viele rechnungen | wie viele lieferanten | wie viele haben wir | wie viele gibt es | durchschnitt | durchschnittlich | summe aller | gesamtsumme aller | alle … zusammen | liste alle | alle auflisten | höchste | größte | kleinste | niedrigste | billigste | günstigste | teuerste | am meisten | am wenigsten | meisten | pro monat | diesen monat | dieses jahr | letzten monat | letztes jahr | alle leads | alle aufträge | alle kunden | alle mitarbeiter | alle produkte | alle aufgaben | aller aufträge | aller leads | aller mitarbeiter",
  es: "cuántas iniciativas | cuántas oportunidades | cuántos pedidos | cuántos presupuestos | cuántas tareas | cuántos clientes | cuántos productos | cuántos empleados | cuántos contactos | cuántas facturas | cuántos proveedores | cuántos hay | cuántas hay | cuántos tenemos | cuántas tenemos | promedio | media de | suma de | total de todos | total de todas | más alto | más alta | mayor | menor | más caro | más cara | más barato | más barata | más grande | por mes | este mes | este año | el mes pasado | el año pasado | todos los pedidos | todos los clientes | todas las tareas | todos los empleados | todos los productos | todas las oportunidades | lista de todos | lista de todas",
  fr: "combien de pistes | combien d'opportunités | combien de commandes | combien de devis | combien de tâches | combien de clients | combien de produits | combien d'employés | combien de contacts | combien de factures | combien de fournisseurs | combien y | moyenne | somme de | total de tous | total de toutes | plus élevé | plus élevée | plus grand | plus grande | plus petit | moins cher | plus cher | par mois | ce mois | cette année | le mois dernier | l'année dernière | tous les clients | toutes les commandes | tous les employés | tous les produits | toutes les tâches | liste de tous",
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
  en: "along must might may would per up out back all whole whether ever show find know please currently current now still exactly actually really see look info information thing record named called like make made use used just today already yet go going come coming happen date day give answer question help also again put set take next new many much long far please moment right there",
  de: "könnte könnten müssen muss musste würde würden darf dürfte viel ganz überhaupt alles zeig zeige zeigen finde finden bitte aktuell aktuelle aktuellen aktueller jetzt noch genau eigentlich wirklich information informationen datensatz heißt heißen heute schon bereits mal gerade derzeit datum tag etwas nenne nennen hier gehört lautet steht geht macht machen hoch lange weiter neu momentan",
  es: "podría podrían debe deben debería hay muestra encuentra saber actual actualmente ahora todavía aún exactamente información registro llama llaman hoy fecha día algo dime aquí dame favor tener hacer hace hacen nuevo ya momento",
  fr: "pourrait doit doivent devrait faut montre trouve savoir actuel actuelle actuellement maintenant encore exactement information fiche appelle aujourd'hui date jour quelque chose dis ici donne plaît fait faire nouveau moment",
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
