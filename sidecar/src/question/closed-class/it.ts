import type { ClosedClass } from "./closed-class.ts";

export const it: ClosedClass = {
  person: "chi|a chi|di chi|con chi|per chi",
  time: "quando|da quando|fino a quando|che giorno|che data",
  place: "dove|da dove|dov",
  amount: "quanto|quanta",
  count: "quanti|quante",
  reason: "perché",
  manner: "come",
  choice: "che|cosa|che cosa|quale|quali|qual|cos",
  prepositions:
    "a|ad|al|allo|alla|ai|agli|alle|con|da|dal|dallo|dalla|dai|dalle|di|del|dello|della|dei|degli|delle|d|in|nel|nello|nella|nei|nelle|per|su|sul|sulla|sui|sulle|tra|fra|senza|sotto|sopra|dopo|prima|durante|contro|verso|entro",
  conjunctions: "e|ed|o|ma|però|se|che|perché|quindi|né|mentre|come",
  pronouns:
    "lui|lei|loro|esso|essa|lo|la|li|le|gli|suo|sua|suoi|sue|questo|questa|questi|queste|quello|quella|quelli|quelle|noi|ci|nostro|nostra|nostri|nostre|io|mi|mio|mia|miei|mie|tu|ti|tuo|tua|voi|vi|vostro|si|ne|qui|qua|lì|là|stesso|stessa|qualcuno|nessuno|qualcosa|niente",
  auxiliaries:
    "è|sono|era|erano|essere|stato|stata|ha|hanno|aveva|avere|ho|abbiamo|può|possono|deve|devono|va|vanno|sta|c'è",
  negation: "non|mai|senza|nessun|nessuna|né|niente",
  quantifiers:
    "tutto|tutta|tutti|tutte|ogni|ciascuno|qualche|alcuni|alcune|molto|molta|molti|molte|più|meno|poco|poca|pochi|poche|altro|altra|altri|altre|solo|anche|ancora|già|ora|adesso|insieme",
  articles: "il|lo|la|i|gli|le|un|uno|una|l",
  numerals:
    "due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|cento|mille|mila|milione|milioni|dozzina",
};
