import type { QuestionType } from "../question-type.ts";

/** How far something is, and what it belongs to. */
export const progressTypes: QuestionType[] = [
  {
    name: "stage",
    kind: "status",
    level: "attribute",
    fields: ["stage_id", "state", "kanban_state", "won_status", "status"],
    phrases: {
      en: "stage | status | state | how far | where … stand | where … stands | progress | how is … going | how … coming along | which phase | what phase | pipeline | which step | in which column | current situation",
      de: "phase | status | stand | zustand | stufe | wie weit | wie steht | wie ist der stand | fortschritt | welcher phase | in welcher phase",
      es: "etapa | estado | fase | situación | cómo va | cómo van | en qué punto | progreso | avance",
      fr: "étape | état | statut | phase | avancement | où en est | où en sont | comment avance | progression",
    },
  },
  {
    name: "outcome",
    kind: "status",
    level: "attribute",
    fields: ["state", "won_status", "status", "stage_id"],
    phrases: {
      en: "confirmed already | already confirmed | done yet | finished yet | already done | won or lost | already won | did … win | win it | have … won | has … won | did … lose | still open | still active | active | cancelled | still running | is it done | is this done | is it finished | is this finished | is it ready | approved | been approved | rejected | confirmed",
      de: "schon bestätigt | schon fertig | schon erledigt | noch offen | noch aktiv | storniert | gewonnen oder verloren | genehmigt | freigegeben | abgelehnt",
      es: "ya … confirmado | sigue abierto | sigue activo | sigue activa | cancelado | cancelada | ganado o perdido | aprobado | aprobada | rechazado | rechazada",
      fr: "déjà confirmé | encore ouvert | encore actif | encore active | annulé | annulée | gagné ou perdu | approuvé | approuvée | rejeté | rejetée",
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
      en: "lost reason | why … lost | why … lose | reason for losing | why did we lose | why … we lose",
      de: "verlustgrund | warum … verloren | grund … verloren",
      es: "motivo de pérdida | por qué … perdió | por qué … perdimos | razón de pérdida",
      fr: "raison de perte | pourquoi … perdu",
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
    name: "project",
    kind: "text",
    level: "attribute",
    fields: ["project_id", "project_ids", "project_template_id", "parent_id", "milestone_id"],
    phrases: {
      en: "which project | what project | project … belong | belongs to which | is … part of",
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
    name: "campaign",
    kind: "text",
    level: "attribute",
    fields: ["campaign_id", "source_id"],
    phrases: {
      en: "campaign | marketing campaign",
      de: "kampagne",
      es: "campaña",
      fr: "campagne",
    },
  },
  {
    name: "source",
    kind: "text",
    level: "attribute",
    fields: ["source_id", "medium_id", "campaign_id", "referred"],
    phrases: {
      en: "source | how … hear about us | how … find us | where … heard | channel | medium | referred by | came through | lead … come from | opportunity … come from | hear about us | heard about us | where … find us",
      de: "quelle | herkunft | kanal | wie … aufmerksam | medium",
      es: "origen | fuente | canal | cómo … conoció",
      fr: "origine | source | canal | comment … connu",
    },
  },
];
