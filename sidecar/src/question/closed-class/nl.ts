import type { ClosedClass } from "./closed-class.ts";

export const nl: ClosedClass = {
  person: "wie|wiens|van wie|aan wie|met wie|voor wie",
  time: "wanneer|sinds wanneer|tot wanneer|welke dag|welke datum",
  place: "waar|waarheen|waar vandaan",
  amount: "hoeveel|hoe lang|hoe hoog|hoe groot|hoe ver|hoe zwaar|hoe oud|hoe vaak",
  count: "hoeveel stuks",
  reason: "waarom",
  manner: "hoe",
  choice: "wat|welk|welke",
  prepositions:
    "aan|achter|af|als|bij|binnen|boven|buiten|door|in|langs|met|na|naar|naast|om|onder|op|over|per|rond|sinds|te|tegen|ten|ter|tijdens|tot|tussen|uit|van|vanaf|voor|zonder",
  conjunctions: "en|of|maar|want|dus|omdat|dat|als|hoewel|terwijl",
  pronouns:
    "hij|zij|ze|het|hem|haar|hun|hen|zijn|dit|dat|deze|die|wij|we|ons|onze|ik|mij|me|mijn|jij|je|jou|jouw|u|uw|zich|men|hier|daar|er|iemand|niemand|iets|niets",
  auxiliaries:
    "is|zijn|was|waren|ben|bent|heeft|hebben|had|hadden|heb|wordt|worden|werd|werden|kan|kunnen|kon|zal|zullen|zou|moet|moeten|mag|mogen|wil|willen|gaat",
  negation: "niet|geen|nooit|zonder|niets|noch",
  quantifiers:
    "alle|alles|elk|elke|ieder|iedere|enkele|meer|meest|meeste|veel|weinig|minder|beide|ander|andere|alleen|ook|nog|al|reeds|nu|weer|zeer|heel|samen|zelf",
  articles: "de|het|een",
  numerals:
    "twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|miljoen|dozijn",
};
