import type { ClosedClass } from "./closed-class.ts";

export const en: ClosedClass = {
  person: "who|whom|whose|by whom|to whom|from whom|with whom",
  time: "when|since when|until when|by when|how long ago|what time|what date|what day|which day|what year",
  place: "where|where from|where to",
  amount:
    "how much|how long|how far|how big|how large|how high|how tall|how heavy|how old|how often",
  count: "how many",
  reason: "why|how come|what for",
  manner: "how",
  choice: "what|which|whats|what's",
  prepositions:
    "about|after|against|along|among|as|at|before|behind|below|between|beyond|by|during|for|from|in|inside|into|like|near|of|off|on|onto|out|over|per|since|than|through|till|to|toward|towards|under|until|up|upon|via|with|within|without",
  conjunctions: "and|or|but|nor|so|yet|if|because|while|though|although|whether|that|as well as",
  pronouns:
    "it|its|this|these|that|those|they|them|their|theirs|he|him|his|she|her|hers|we|us|our|ours|i|me|my|mine|you|your|yours|one|ones|here|there|such|same|who|anybody|anyone|anything|somebody|someone|something|nobody|nothing|everybody|everyone|everything",
  auxiliaries:
    "is|are|was|were|be|been|being|am|do|does|did|done|has|have|had|having|can|could|will|would|shall|should|may|might|must|isn't|aren't|doesn't|don't|didn't|hasn't|haven't|won't|can't",
  negation:
    "not|no|never|without|none|neither|nor|cannot|n't|isn|aren|doesn|don|didn|wasn|weren|won",
  quantifiers:
    "all|every|each|any|some|many|much|more|most|few|fewer|fewest|less|least|several|both|altogether|overall|other|another|else|only|also|too|just|still|yet|already|again|ever|now|then|very|quite|once|twice|own",
  articles: "a|an|the",
  numerals:
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen",
};
