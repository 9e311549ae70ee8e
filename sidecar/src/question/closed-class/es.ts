import type { ClosedClass } from "./closed-class.ts";

export const es: ClosedClass = {
  person: "quién|quiénes|quien|quienes|a quién|de quién|con quién|para quién",
  time: "cuándo|cuando|desde cuándo|hasta cuándo|qué día|qué fecha|qué año",
  place: "dónde|donde|adónde|de dónde",
  amount: "cuánto|cuánta|cuanto|cuanta|a cuánto",
  count: "cuántos|cuántas|cuantos|cuantas",
  reason: "por qué|para qué",
  manner: "cómo|como",
  choice: "qué|que|cuál|cuáles|cual|cuales",
  prepositions:
    "a|al|ante|bajo|con|contra|de|del|desde|durante|en|entre|hacia|hasta|mediante|para|por|según|sin|sobre|tras|excepto|salvo",
  conjunctions: "y|e|o|u|pero|sino|aunque|porque|pues|si|que|mientras|ni|como",
  pronouns:
    "él|ella|ello|ellos|ellas|lo|la|los|las|le|les|su|sus|suyo|suya|este|esta|esto|estos|estas|ese|esa|eso|esos|esas|aquel|aquella|aquello|nosotros|nos|nuestro|nuestra|nuestros|nuestras|yo|me|mi|mis|mío|tú|te|tu|tus|usted|ustedes|se|aquí|ahí|allí|mismo|misma|alguien|nadie|algo|nada",
  auxiliaries:
    "es|son|era|eran|fue|fueron|ser|sido|está|están|estaba|estaban|estar|ha|han|había|haber|hay|he|hemos|puede|pueden|podría|debe|deben|tiene|tienen|tenemos|tener|va|van|vamos",
  negation: "no|nunca|jamás|sin|ningún|ninguno|ninguna|tampoco|nada|ni",
  quantifiers:
    "todo|toda|todos|todas|cada|algún|alguno|alguna|algunos|algunas|mucho|mucha|muchos|muchas|más|menos|poco|poca|pocos|pocas|varios|varias|ambos|otro|otra|otros|otras|solo|sólo|también|aún|todavía|ya|ahora|muy|tan|tanto",
  articles: "el|la|los|las|un|una|unos|unas",
  numerals:
    "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|mil|millón|millones|docena",
};
