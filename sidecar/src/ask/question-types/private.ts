import type { QuestionType } from "../question-type.ts";

/** What few may read, named so that no public neighbour answers in its place. */
export const privateTypes: QuestionType[] = [
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
      en: "where … live | where … lives | lives in | live at | street … live | street … lives | city … live | town … live",
      de: "wo … wohnt | straße … wohnt | stadt … wohnt | wohnt in | wohnort | zuhause",
      es: "dónde … vive | calle … vive | ciudad … vive | vive en | residencia",
      fr: "où … habite | rue … habite | ville … habite | habite à | où … vit",
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
    name: "wage",
    kind: "amount",
    level: "attribute",
    fields: ["wage", "contract_wage", "hourly_wage", "final_yearly_costs", "monthly_yearly_costs"],
    phrases: {
      en: "wage | salary | pay … month | paid … month | earn | earns | earning | paid per | payroll | how much … make | how much … makes | income of | compensation | get paid | gets paid | make a month | makes a month | make a year | how much do we pay him | how much do we pay her",
      de: "lohn | gehalt | verdient | verdienst | monatsgehalt | bezahlung | entgelt | vergütung",
      es: "salario | sueldo | gana | cobra | remuneración | nómina | paga mensual",
      fr: "salaire | paie | gagne | rémunération | touche",
    },
  },
  {
    name: "marital_status",
    kind: "text",
    level: "attribute",
    fields: ["marital", "spouse_complete_name"],
    phrases: {
      en: "marital status | married | single | divorced | widowed | husband | wife | spouse",
      de: "familienstand | verheiratet | ledig | geschieden | verwitwet | ehemann | ehefrau | ehepartner",
      es: "estado civil | casado | casada | soltero | soltera | divorciado | divorciada | esposo | esposa",
      fr: "état civil | situation familiale | marié | mariée | célibataire | divorcé | divorcée | époux | épouse",
    },
  },
  {
    name: "children",
    kind: "quantity",
    level: "attribute",
    fields: ["children"],
    phrases: {
      en: "children | kids | how many children",
      de: "kinder | wie viele kinder",
      es: "hijos | cuántos hijos",
      fr: "enfants | combien d'enfants",
    },
  },
  {
    name: "emergency",
    kind: "phone",
    level: "attribute",
    fields: ["emergency_contact", "emergency_phone"],
    phrases: {
      en: "emergency | emergency contact | in case of emergency",
      de: "notfall | notfallkontakt | im notfall",
      es: "emergencia | contacto de emergencia | en caso de emergencia",
      fr: "contact d'urgence | en cas d'urgence",
    },
  },
  {
    name: "nationality",
    kind: "place",
    level: "attribute",
    fields: ["country_id", "country_of_birth"],
    phrases: {
      en: "nationality | citizenship",
      de: "nationalität | staatsangehörigkeit",
      es: "nacionalidad",
      fr: "nationalité",
    },
  },
];
