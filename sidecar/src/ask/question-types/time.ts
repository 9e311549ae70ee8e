import type { QuestionType } from "../question-type.ts";

/** When something is, was or must be, and how long it takes. */
export const timeTypes: QuestionType[] = [
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
      en: "when … have to pay | when … pay | when … paid | pay by | finished | be done | due when | be ready | when … close | deadline | due | due date | until when | by when | by what date | latest date | expected closing | closing date | expected to close | when … close | when … closing | close the deal | when … finished | when … done | when … ready | finish by | has to be done | have to be done | must be done | when … decide | when … decision | when … sign | when … win | run out of time | time left | time is left | how long … left | payment due | must be paid | has to be paid",
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
      en: "expire | expires | expiration | expiry | valid until | valid | validity | how long … valid | offer end | offer ends | good until | lapse | run out | runs out",
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
      en: "delivery date | when … deliver | when … delivered | when … delivery | when … arrive | when … arriving | when … arrives | arrival | expected arrival | when … ship | when … get here | when … come in | when … receive | when … goods | when do they want it | when … want it | when … need it | promised date | promised for | when … expect it | when … expect them | when … get it | when … get them | delivery … by | delivery … before | deliver … by | deliver … before | arrive … by | arrive … before | need … by | need … before",
      de: "liefertermin | lieferdatum | wann … geliefert | wann … lieferung | wann … ankommen | wann … kommt | wann … eintreffen | wann … erhalten | wann … da | ankunft | eintreffen | wann … ware | lieferung … bis | lieferung … vor | liefern … bis | geliefert … bis | brauchen … bis",
      es: "fecha de entrega | cuándo … entrega | cuándo … entregan | cuándo … llega | cuándo … llegan | cuándo … recibimos | cuándo … recibiremos | llegada | llegada esperada | entrega … antes | entregar … antes | necesitamos … antes",
      fr: "date de livraison | quand … livré | quand … livraison | quand … arrive | arrivée | quand … recevoir | quand … reçoit | livraison … avant | livrer … avant",
    },
  },
  {
    name: "order_date",
    kind: "date",
    level: "attribute",
    fields: ["date_order", "date_approve", "create_date"],
    phrases: {
      en: "order date | ordered when | when … ordered | when … order | when … placed | when … bought | when … buy | when … purchase | when … confirmed | confirmation date | quotation date | when … quotation | on which day did … buy | on which day did … order | what day … order",
      de: "bestelldatum | auftragsdatum | wann … bestellt | wann … bestellung | wann … gekauft | wann … beauftragt | wann … bestätigt | wann … auftrag | angebotsdatum",
      es: "fecha del pedido | fecha de pedido | cuándo … pidió | cuándo … pidieron | cuándo … pedido | cuándo … compró | cuándo … confirmó | fecha de confirmación | cuándo … encargó",
      fr: "date de commande | quand … commandé | quand … commande | quand … acheté | quand … confirmé | quand … passée",
    },
  },
  {
    name: "invoice_date",
    kind: "date",
    level: "attribute",
    fields: ["invoice_date", "date", "date_order"],
    phrases: {
      en: "invoice date | bill date | when … issued | date of the invoice",
      de: "rechnungsdatum | wann … ausgestellt | wann … berechnet | datum der rechnung",
      es: "fecha de factura | fecha de la factura | cuándo … emitida | cuándo … emitió",
      fr: "date de facture | date de la facture | quand … émise",
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
  {
    name: "hours",
    kind: "quantity",
    level: "attribute",
    fields: [
      "allocated_hours",
      "planned_hours",
      "effective_hours",
      "remaining_hours",
      "line:quantity",
    ],
    phrases: {
      en: "allocated time | planned hours | hours | how long … take | how much time | time planned | effort | time budget | hours planned | time allotted",
      de: "geplante stunden | zugewiesene zeit | stunden | wie lange dauert | wie viel zeit | aufwand | zeitaufwand | zeitbudget",
      es: "tiempo asignado | horas | horas planificadas | cuánto tiempo | cuánto tarda | esfuerzo",
      fr: "temps alloué | heures | heures prévues | combien de temps | effort",
    },
  },
];
