/**
 * Words that say nothing of what a record is about. Short lists on purpose: a stopword can be
 * somebody's name, and IDF weighs down the rest. Languages without a list keep every word.
 */
const lists: Record<string, string> = {
  en: `a about an and any are as at be been but by can could did do does for from get give had has have
    he her hers him his how i if in into is it its let many me much my of on or our please shall she
    should so tell that the their them then there these they this those to us was we were what when
    where which who whom whose why will with would you your`,
  de: `aber alle als am an auch auf aus bei bin bis bitte da damit dann das dass dem den denn der des
    die dies diese diesem diesen dieser dieses du ein eine einem einen einer eines er es für gib gibt
    haben hat hatte ich ihm ihn ihr ihre ihrem ihren ihrer im in ist ja kann können man mein meine
    mich mir mit muss nach noch oder sag sein seine sich sie sind so soll sollte um und uns unser
    unsere unter vom von vor wann war waren warum was welche welchem welchen welcher welches wem wen
    wenn wer werden wessen wie wieviel wieviele will wir wird wo woher wohin wurde würde zu zum zur
    über`,
  es: `a al algo con cual cuales cuando cuanta cuantas cuanto cuantos cuál cuáles cuándo cuánta cuántas
    cuánto cuántos cómo como de del desde donde dónde el ella ellos en era es esa ese eso esta estas
    este esto estos está están fue ha han hay la las le les lo los más me mi mis muy nos o para pero
    por porque puede que qué quien quienes quién quiénes se ser si sin sobre son su sus también te
    tiene tienen tu un una uno unos y ya yo`,
  fr: `à a au aux avec ce ces cet cette ceux comment combien dans de des donc du elle elles en es est et
    était eu il ils je l la le les leur leurs lui ma mais me mes moi mon ne nos notre nous on ont ou
    où par pas pour pourquoi qu quand que quel quelle quelles quels qui quoi sa se ses son sont sur ta
    te tes toi ton tu un une vos votre vous y d j s t c n m`,
  it: `a al alla alle anche che chi ci come con cosa da dal dalla dei del della delle di dove e è ed era
    gli ha hanno i il in io l la le lo loro ma mi nel nella non o per perché più qual quale quali
    quando quanta quante quanti quanto questa questo si sono su sua sue sul suo suoi tra un una uno`,
  nl: `aan al als bij dat de den der deze die dit door een en er haar had hebben heeft hem het hij hoe
    hoeveel hun ik in is je kan maar me met mijn naar niet nog of om onder ons ook op over te tot uit
    van voor waar waarom wanneer was wat we welke wie wij wil worden ze zich zij zijn zo zou`,
  pt: `a ao aos as com como da das de do dos e é ela ele eles em era essa esse esta este eu foi há isso
    isto já lhe mais mas me meu minha na nas no nos o onde os ou para pela pelo por porque qual quais
    quando quanta quantas quanto quantos que quem se sem ser seu seus sua suas são também te tem um
    uma você`,
};

const sets = new Map(
  Object.entries(lists).map(([language, words]) => [language, new Set(words.trim().split(/\s+/))]),
);

const none: ReadonlySet<string> = new Set();

/** Lower-case stopwords of a language such as "de"; empty where there is no list. */
export function stopwordsOf(language: string): ReadonlySet<string> {
  return sets.get(language) ?? none;
}
