import type { QuestionType } from "../question-type.ts";

/** Of amounts the particular ones first. What something costs, brings in or is owed. */
export const moneyTypes: QuestionType[] = [
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
  {
    name: "probability",
    kind: "quantity",
    level: "attribute",
    fields: ["probability", "automated_probability"],
    phrases: {
      en: "probability | how likely | chance | chances | likelihood | odds | win rate | chance of winning | chances of winning | likely … win | how probable | how sure | how confident | will we win | going to win",
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
      en: "amount due | left to pay | still owed | still owe | owed | owe | owes | outstanding | open amount | have to pay us | has to pay us | still have to pay | still has to pay | still must pay | remaining amount | remains to be paid | still to pay | balance | still unpaid | remains unpaid | how much … unpaid",
      de: "offener betrag | noch offen | offen | fälliger betrag | schuldet | schulden | noch zu zahlen | restbetrag | ausstehend",
      es: "importe adeudado | pendiente de pago | pendiente | por pagar | falta por pagar | debe | deben | saldo",
      fr: "montant dû | reste à payer | reste dû | doit encore | solde | impayé",
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
      en: "tax | taxes | vat amount | sales tax | how much tax | how much vat | vat",
      de: "steuer | steuern | mehrwertsteuer | umsatzsteuer",
      es: "impuesto | impuestos | iva",
      fr: "taxe | taxes | tva",
    },
  },
  {
    name: "expected_revenue",
    kind: "amount",
    level: "attribute",
    fields: ["expected_revenue", "amount_total", "recurring_revenue*"],
    phrases: {
      en: "expected revenue | revenue | bring in | brings in | bring us | earn … with | could … earn | earn from | how much money | worth | deal size | size of the deal | value of the deal | volume | potential | make from | turnover | how valuable | money … expect | income | expecting to earn | expect to earn | could … make | at stake | how large … opportunity | how large … deal | how big … opportunity | how big … deal",
      de: "erwarteter umsatz | umsatz | wie viel geld | bringt … ein | einbringen | bringt … uns | bringen | wert | auftragswert | volumen | potenzial | wie groß … chance | wie groß … auftrag | wie groß … geschäft | erlös | ertrag | verdienen | einnahmen",
      es: "ingreso esperado | ingresos esperados | ingresos | cuánto dinero | valor | vale | volumen | potencial | qué tan grande | aportar | reportar | ganar | ganaríamos | facturación esperada",
      fr: "revenu espéré | revenu attendu | revenu | chiffre d'affaires | combien d'argent | rapporter | rapporte | valeur | volume | potentiel | gagner | vaut",
    },
  },
  {
    name: "standard_cost",
    kind: "amount",
    level: "attribute",
    fields: ["standard_price", "line:price"],
    phrases: {
      en: "purchase price | cost price | cost us | costs us | what … pay for | standard price | production cost | unit cost | our cost | margin",
      de: "einkaufspreis | einstandspreis | kostet uns | selbstkosten | herstellkosten | marge",
      es: "precio de compra | precio de coste | nos cuesta | coste unitario | margen",
      fr: "prix d'achat | prix de revient | nous coûte | coût unitaire | marge",
    },
  },
  {
    name: "total",
    kind: "amount",
    level: "attribute",
    fields: ["amount_total", "expected_revenue", "price_total"],
    phrases: {
      en: "pay for all | paying for all | pay for it all | costs us in total | spend | spending | sum | total | grand total | order total | amount | total amount | have to pay | has to pay | must … pay | how much … order | how much … quotation | how much … cost … altogether | bill come to | come to | comes to | add up | order value | value of the order | spend | spent | spending | pay for | final price | altogether | how much … order cost | how much will … pay | how much did … pay | how much do … pay | how much does … pay",
      de: "summe | gesamtsumme | gesamtbetrag | betrag | gesamt | insgesamt | zu zahlen | zahlen … muss | bezahlen | endbetrag | auftragssumme | bestellwert | wie hoch … bestellung | wie hoch … auftrag | ausgegeben | kostet … bestellung | kostet … auftrag",
      es: "total | importe | importe total | monto | suma | a pagar | pagar | valor del pedido | asciende | gastado | gastó | cuesta … pedido",
      fr: "total | montant | montant total | somme | à payer | payer | valeur de la commande | coûte … commande | s'élève",
    },
  },
  {
    name: "price",
    kind: "amount",
    level: "attribute",
    fields: ["list_price", "lst_price", "line:price", "price_unit", "amount_total"],
    phrases: {
      en: "price | sales price | list price | unit price | how much is | how much are | how much does … cost | how much do … cost | what does … cost | what do … cost | cost | costs | charge for | sell … for | sells for | sold for | expensive | how dear | charge",
      de: "preis | verkaufspreis | listenpreis | stückpreis | kostet | kosten | was kostet | wie teuer | verlangen … für | verkaufen … für | verkaufen wir",
      es: "precio | precio de venta | tarifa de venta | cuesta | cuestan | cuánto cuesta | cuánto vale | costo | coste | vendemos … a | vende … por | caro | cobramos",
      fr: "prix | prix de vente | coûte | coûtent | combien coûte | tarif de vente | cher | vendons",
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
      en: "payment terms | payment term | terms of payment | payment conditions | how long … to pay | days to pay | how do … pay | how many days … to pay | when do we get paid | when … get paid",
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
];
