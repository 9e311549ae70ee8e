import type { ClosedClass } from "./closed-class.ts";

export const pt: ClosedClass = {
  person: "quem|de quem|com quem|para quem|a quem",
  time: "quando|desde quando|até quando|que dia|que data",
  place: "onde|aonde|de onde",
  amount: "quanto|quanta",
  count: "quantos|quantas",
  reason: "por que|porque|porquê",
  manner: "como",
  choice: "que|o que|qual|quais",
  prepositions:
    "a|ao|aos|à|às|ante|após|até|com|contra|de|do|da|dos|das|desde|durante|em|no|na|nos|nas|entre|para|pra|pelo|pela|pelos|pelas|por|sem|sob|sobre|num|numa",
  conjunctions: "e|ou|mas|porém|se|que|pois|porque|nem|enquanto|como",
  pronouns:
    "ele|ela|eles|elas|o|a|os|as|lhe|lhes|seu|sua|seus|suas|dele|dela|deles|delas|este|esta|estes|estas|isto|esse|essa|esses|essas|isso|aquele|aquela|nós|nosso|nossa|nossos|nossas|eu|me|mim|meu|minha|meus|minhas|tu|te|você|vocês|se|aqui|aí|ali|mesmo|mesma|alguém|ninguém|algo|nada",
  auxiliaries:
    "é|são|era|eram|foi|foram|ser|sido|está|estão|estava|estar|tem|têm|temos|ter|há|pode|podem|deve|devem|vai|vão",
  negation: "não|nunca|jamais|sem|nenhum|nenhuma|nem|nada",
  quantifiers:
    "todo|toda|todos|todas|cada|algum|alguma|alguns|algumas|muito|muita|muitos|muitas|mais|menos|pouco|pouca|vários|várias|ambos|outro|outra|outros|outras|só|também|ainda|já|agora|junto",
  articles: "o|a|os|as|um|uma|uns|umas",
  numerals:
    "dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|quinze|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem|cento|mil|milhão|milhões|dúzia",
};
