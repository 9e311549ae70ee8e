import type { QuestionType } from "../question-type.ts";

/** Where somebody or something is to be found or reached. */
export const placeTypes: QuestionType[] = [
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
];
