import type { QuestionType } from "../question-type.ts";

/** Who somebody is, and whose something is. */
export const peopleTypes: QuestionType[] = [
  {
    name: "contact",
    kind: "person",
    level: "role",
    fields: ["contact_name", "partner_id", "partner_name", "child_ids", "work_contact_id"],
    phrases: {
      en: "contact | contact person | contact name | who … talk to | who … speak to | whom … call | who … write to | who … get in touch | who is asking | who … inquiry | who … enquiry | who asked | who wrote | point of contact | who … reach out | who sent | who contacted",
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
    notOn: ["purchase.order"],
    phrases: {
      en: "customer | client | buyer of | which company | what company | who ordered | who bought | who is buying | who … for whom | for whom | who … placed | who is it for | who is this for | who placed | who purchased | who has to pay | who must pay | who pays | who will pay | who wants | who needs | who … selling to | who … sell to | who … sold to | to whom … sold | who … quote for | who … order for | who … offer for | whose order | whose quote | whose invoice",
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
    notOn: ["sale.order", "crm.lead", "project.task", "helpdesk.ticket", "account.move"],
    phrases: {
      en: "vendor | supplier | from whom | supplier delivers | who sells | who supplies | who delivers | buy … from | bought … from | order … from | ordered … from | get … from | purchase … from | who … provides | where … buy | where … come from | get this from | get it from | get them from | selling us | sells us | who … we owe",
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
      en: "salesperson | salesman | sales rep | sales representative | account manager | responsible | in charge | who … handles | who handles | who … handling | looks after | looking after | takes care | taking care | taking … care | who … deal with | who … works on | who … working on | assignee | assigned | who owns | whose lead | whose task | whose job | who sells | who sold | who … follows | who … on it | colleague | who … on our team | who does this | who does it | who … doing it | who … doing this | who closed | who won | manages this | who … in the lead",
      de: "verkäufer | verkäuferin | vertriebsmitarbeiter | verantwortlich | verantwortliche | zuständig | zugewiesen | kümmert sich | wer … kümmert | wer betreut | wer … betreut | wer bearbeitet | wer … arbeitet | wer macht | bearbeiter | sachbearbeiter | kollege | kollegin | wer … verkauft | wer ist der verkäufer",
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
      en: "manager | boss | supervisor | superior | line manager | report to | reports to | who leads | works for | who is above | superior of",
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
    name: "job",
    kind: "text",
    level: "attribute",
    fields: ["job_title", "function", "job_id"],
    phrases: {
      en: "job | job title | job position | position | role | what does … do | occupation | profession | function | title of | working as | works as | work as",
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
];
