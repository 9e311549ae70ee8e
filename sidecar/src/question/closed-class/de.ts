import type { ClosedClass } from "./closed-class.ts";

export const de: ClosedClass = {
  person: "wer|wen|wem|wessen|von wem|an wen|mit wem|für wen",
  time: "wann|seit wann|bis wann|ab wann",
  place: "wo|wohin|woher",
  amount:
    "wie viel|wieviel|wie lange|wie hoch|wie groß|wie weit|wie schwer|wie alt|wie oft|wie teuer",
  count: "wie viele|wieviele|wie vielen",
  reason: "warum|wieso|weshalb|wozu|weswegen",
  manner: "wie|womit|wodurch",
  choice: "was|welche|welcher|welches|welchen|welchem|woran|worum|wofür|worauf|wovon",
  prepositions:
    "ab|an|am|auf|aus|außer|bei|beim|bis|durch|für|gegen|gegenüber|hinter|in|im|ins|mit|nach|neben|ohne|seit|trotz|über|um|unter|vom|von|vor|während|wegen|zu|zum|zur|zwischen|pro|je|laut",
  conjunctions:
    "und|oder|aber|denn|sondern|sowie|weil|dass|ob|wenn|falls|obwohl|während|als|damit|bzw",
  pronouns:
    "er|sie|es|ihn|ihm|ihr|ihnen|ihre|ihren|ihrem|ihrer|ihres|sein|seine|seinen|seinem|seiner|seines|dies|diese|dieser|dieses|diesen|diesem|das|die|der|den|dem|jene|jener|jenes|wir|uns|unser|unsere|unseren|unserem|unserer|unseres|ich|mich|mir|mein|meine|meinen|meinem|meiner|du|dich|dir|dein|deine|man|sich|hier|da|dort|selbe|solche|jemand|niemand|etwas|nichts|hierzu|dazu|davon|daran|darin|dafür",
  auxiliaries:
    "ist|sind|war|waren|sein|gewesen|bin|bist|hat|haben|hatte|hatten|habe|wird|werden|wurde|wurden|worden|kann|können|könnte|könnten|soll|sollen|sollte|muss|müssen|musste|darf|dürfen|will|wollen|mag|möchte|möchten|würde|würden|gibt",
  negation: "nicht|kein|keine|keinen|keinem|keiner|keines|nie|niemals|ohne|weder|nichts",
  quantifiers:
    "alle|allem|allen|aller|alles|jede|jeder|jedes|jeden|jedem|einige|manche|mehr|meist|meisten|mehrere|viel|viele|vielen|wenig|wenige|weniger|beide|beiden|insgesamt|andere|anderen|anderer|anderes|nur|auch|noch|schon|bereits|wieder|jetzt|nun|mal|denn|doch|eigentlich|gerade|sehr|so|ganz|zusammen",
  articles: "der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines",
  numerals:
    "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend|million|millionen|dutzend",
};
