import type { ClosedClass } from "./closed-class.ts";

export const fr: ClosedClass = {
  person: "qui|à qui|de qui|avec qui|pour qui|chez qui",
  time: "quand|depuis quand|jusqu'à quand|quel jour|quelle date|quelle année",
  place: "où|d'où",
  amount: "combien",
  count: "combien de|combien d",
  reason: "pourquoi",
  manner: "comment",
  choice: "quel|quelle|quels|quelles|que|quoi|qu|lequel|laquelle|lesquels",
  prepositions:
    "à|au|aux|après|avant|avec|chez|contre|dans|de|des|du|depuis|derrière|devant|durant|en|entre|hors|jusque|malgré|par|parmi|pendant|pour|sans|selon|sous|sur|vers|d",
  conjunctions: "et|ou|mais|donc|or|ni|car|si|que|parce|lorsque|comme|quoique",
  pronouns:
    "il|elle|ils|elles|le|la|les|lui|leur|leurs|son|sa|ses|ce|cet|cette|ces|ceci|cela|ça|celui|celle|ceux|celles|nous|notre|nos|on|je|me|moi|mon|ma|mes|tu|te|toi|ton|ta|tes|vous|votre|vos|se|y|en|ici|là|même|quelqu|personne|rien|j|l|m|s|t|c",
  auxiliaries:
    "est|sont|était|étaient|être|été|suis|sommes|a|ont|avait|avaient|avoir|ai|avons|avez|eu|peut|peuvent|doit|doivent|va|vont|fait|faut",
  negation: "ne|n|pas|jamais|sans|aucun|aucune|ni|rien",
  quantifiers:
    "tout|toute|tous|toutes|chaque|quelque|quelques|plusieurs|beaucoup|plus|moins|peu|autre|autres|seulement|aussi|encore|déjà|maintenant|très|si|tant|ensemble",
  articles: "le|la|les|un|une|des|l",
  numerals:
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cent|mille|million|millions|douzaine",
};
