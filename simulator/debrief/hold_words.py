"""Words by which a stretch of the school's words is known for what it is: who, when, how many, done or being done."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


Words = dict[str, frozenset[str]]

# What opens a sentence and says nothing: it is left out of a quotation.
LEADS: Words = {
    "nl": words_of("ach och nou nouja tja haha o oh ah ja nee hè ach eh kijk goh tsja hm nja jawel kortom top leuk"),
    "en": words_of("oh ah well haha yes no ach hm hmm look now mind see er yeah ha right great"),
}
# They only tie a clause to the one before.
TIES: Words = {"nl": words_of("en maar want dus wel"), "en": words_of("and but so because")}
# Clauses that are said beside the point, as they stand between two marks.
TAGS: dict[str, tuple[str, ...]] = {
    "nl": (
        "hoor", "hè", "toch", "ja", "nee", "nou", "ach", "ach ja", "nou ja", "ja hoor", "haha", "tuurlijk",
        "natuurlijk", "denk ik", "geloof ik", "vind ik", "zeg ik altijd", "zeg ik altijd maar", "zei ik altijd",
        "zeg ik maar", "zegt men", "zegt men weleens", "zeggen ze", "zeggen ze op kantoor", "zal ik maar zeggen",
        "zullen we maar zeggen", "laat ik het zo zeggen", "laten we het zo zeggen", "laat ik het positief zeggen",
        "laten we het daarop houden", "dat staat vast", "dat hou je", "dat scheelt weer", "scheelt weer",
        "wist je dat", "wist u dat", "weet je", "weet u", "weet je wel", "let daar niet op", "kijk maar",
        "zoals het hoort", "wat mij betreft", "om zo te zeggen", "dat zeg ik eerlijk", "eerlijk gezegd", "trouwens",
        "overigens", "inmiddels", "tegenwoordig", "al jaren", "sorry", "bij wijze van spreken", "in dat geval",
        "zogezegd", "zeg maar", "bedoel ik", "laat maar", "merk je dat", "merkt u dat", "gelukkig", "jammer genoeg",
        "hoor ik steeds", "nota bene", "als je het mij vraagt", "als u het mij vraagt", "zegt zij", "zegt hij",
        "zeg ik", "dan weet je het wel", "dan weet u het wel", "dat is waar", "dat is zo", "vraagt u maar rond",
        "vraag maar rond", "dat weet iedereen", "zo gaat dat", "zo simpel is het", "zo is het", "snap je",
        "begrijp je", "begrijpt u", "in elk geval", "vroeger", "dat staat er", "dat klopt", "ook dat",
        "dat geef ik toe", "niet verder vertellen", "dat zie je zo", "dat ziet u zo", "gaat u straks maar kijken",
        "ga straks maar kijken", "dat wel", "mevrouw", "meneer", "hoe zeg je dat", "verder gaat het goed met me",
        "maar goed", "enfin", "dat is alles", "meer niet", "meer zeg ik niet",
    ),
    "en": (
        "you know", "you see", "i think", "i suppose", "i believe", "i always say", "i keep hearing", "i tell you",
        "never mind", "anyway never mind", "let's put it like that", "let's put it that way", "they say",
        "so they say", "isn't it", "right", "well", "oh well", "oh", "ah", "yes", "no", "haha", "of course",
        "naturally", "let's say", "shall we say", "to put it positively", "to put it mildly",
        "let's leave it at that", "mind you", "did you know", "don't you", "aren't they", "wasn't it",
        "if you please", "as it happens", "by the way", "sorry", "that much is settled", "keeps life simple", "look",
        "in any case", "honestly", "to be honest", "anyway", "these days", "by now", "at least", "at any rate",
        "for years now", "so to speak", "as they say", "actually", "let's call it that", "i'm told", "as i say",
        "i must say", "i'll say that", "go and look later", "ask around", "that's all", "that's that",
        "there you are", "there you go", "it happens", "such is life", "don't tell anyone", "otherwise i'm fine",
        "after all", "happily", "fortunately", "luckily", "as usual", "i dare say", "thank you", "i'd say", "really",
        "as ever", "if you like", "you might say", "as it were", "then", "too", "though", "in fact",
    ),
}  # fmt: skip
# A clause that begins so leans on another one and cannot be quoted alone.
LEANS: Words = {
    "nl": words_of(
        """
        dat die waar wat wie welke of als omdat doordat zodat terwijl toen nadat voordat tot zolang sinds tenzij
        hoewel waarin waarmee waarop waarvan waaruit alsof behalve zoals om te waarbij zodra al dan zelfs ook
        laat evenals
        """
    ),
    "en": words_of(
        """
        that which who whom whose where when if because as while than since until unless though although whether
        or with to for of at from on in by like except even what how before after once nor too also then
        """
    ),
}
# Words for the one who is spoken to; the school says them to the trainee.
YOU: Words = {
    "nl": words_of("je jij jou jouw u uw jullie jezelf uzelf jou's"),
    "en": words_of("you your yours yourself you're you've you'd you'll yourselves"),
}
YOU_JE, YOU_U = words_of("je jij jou jouw jullie jezelf"), words_of("u uw uzelf")
SELF: Words = {"nl": words_of("ik"), "en": words_of("i i'm i've i'd i'll")}
WE: Words = {"nl": words_of("we wij"), "en": words_of("we we're we've we'd we'll")}
# Always and never, and all and nobody: what is said so asks for the time or the one that it was not.
ALWAYS: Words = {
    "nl": words_of("altijd steeds telkens eeuwig"),
    "en": words_of("always forever constantly"),
}
NEVER: Words = {"nl": words_of("nooit nergens"), "en": words_of("never nowhere")}
ALL: Words = {
    "nl": words_of("iedereen niemand alles allemaal niets niks"),
    "en": words_of("everyone everybody nobody everything nothing none"),
}
NOT: Words = {
    "nl": words_of("geen niet nauwelijks amper zonder"),
    "en": words_of(
        """
        not no don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't haven't hasn't
        hadn't hardly barely without needn't shouldn't neither
        """
    ),
}
FEELINGS: Words = {
    "nl": words_of(
        """
        bang angst blij boos moe doodmoe trots eenzaam onzeker zenuwachtig zenuwen verdrietig verdriet jaloers
        schaam schaamt schamen twijfel twijfelt spijt eng spannend frustrerend vermoeiend onrust ongemak
        ongemakkelijk treurig wanhopig zorgen mis mist missen miste gemist gemis plezier geniet genieten heimwee
        verlegen huilen huilt opgelucht durf durft durven durfde mopperen moppert verveeld
        """
    ),
    "en": words_of(
        """
        afraid scared scary anxious ashamed awkward happy glad angry tired exhausted proud lonely unsure nervous
        sad guilty jealous uneasy upset worried worry regret relieved relief shy doubt doubts frustrating
        embarrassed miss missed misses enjoy enjoys enjoyed dare dared dares sigh sighs moan moaning grumble
        """
    ),
}
NUMBERS: Words = {
    "nl": words_of(
        """
        één een-op-een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
        zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig
        honderd duizend half anderhalf halve anderhalve dubbel derde vierde vijfde
        """
    ),
    "en": words_of(
        """
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half twice
        dozen
        """
    ),
}
# When: long ago.
THEN: Words = {
    "nl": words_of("vroeger ooit toen destijds gisteren eergisteren laatst"),
    "en": words_of("once yesterday ago formerly back"),
}
PARTS: Words = {
    "nl": words_of(
        """
        maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli
        augustus september oktober november december ochtend middag avond nacht dag week weekend maand jaar
        schooljaar voorjaar najaar zomer winter herfst lente keer vrijdagmiddag maandagochtend vrijdagochtend
        maandagmiddag pauze kerst sinterklaas vakantie ochtenden middagen avonden nachten dagen weken maanden
        jaren tijd kwartier uur
        """
    ),
    "en": words_of(
        """
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december morning afternoon evening night day week weekend month year
        term spring autumn summer winter time break christmas holiday mornings afternoons evenings nights days
        weeks months years
        """
    ),
}
# Verbs in the form that a clause turns on: now, and in the past.
PRESENT: Words = {
    "nl": words_of(
        """
        klopt kloppen ben is zijn heb heeft hebben kan kun kunnen mag mogen moet moeten wil willen zal zullen ga
        gaat gaan kom komt komen doe doet doen zeg zegt zeggen zie ziet zien weet weten denk denkt denken vind
        vindt vinden ken kent kennen hoor hoort horen staat staan zit zitten ligt liggen hangt hangen loop loopt
        lopen krijg krijgt krijgen geef geeft geven neem neemt nemen hou houd houdt houden blijf blijft blijven
        word wordt worden laat laten maak maakt maken vraag vraagt vragen lees leest lezen schrijf schrijft
        schrijven speel speelt spelen werk werkt werken zing zingt zingen bel belt bellen mail mailt durf durft
        durven hoef hoeft hoeven scheelt telt lijkt lijken past passen kijk kijkt kijken begin begint beginnen
        woont wonen slaap slaapt slapen droom mis mist missen reken rekent twijfel hoop bewaar bewaart groei
        groeit groeien helpt helpen praat praten werkt gebeurt schuift breng brengt brengen verdwijnt zet zetten
        spreek spreekt spreken leg legt leggen sta haal haalt halen leer leert leren zorg zorgt luister luistert
        """
    ),
    "en": words_of(
        """
        is are am i'm we're they're it's that's there's he's she's have has i've we've do does don't doesn't
        isn't aren't can can't will i'll we'll won't may must know knows think thinks say says go goes come
        comes see sees hear hears want wants need needs like likes look looks keep keeps get gets make makes
        take takes stand stands sit sits hang hangs lie lies work works play plays sing sings read reads write
        writes ask asks call calls ring rings dare dares miss misses hope hopes start starts begin begins stay
        stays turn turns put puts bring brings tell tells let lets run runs help helps talk talks count counts
        live lives sleep sleeps send sends count cycle draw draws clap smell smells close closes believe
        believes tend tends love loves hold holds bring shut find finds seem seems feel feels leave leaves pay
        pays sell sells wear wears taste tastes
        """
    ),
}
PAST: Words = {
    "nl": words_of(
        """
        was waren had hadden kon konden mocht mochten moest moesten wou wilde wilden zou zouden ging gingen kwam
        kwamen deed deden zei zeiden zag zagen wist wisten dacht dachten vond vonden kende kenden hoorde hoorden
        stond stonden zat zaten lag lagen hing hingen liep liepen kreeg kregen gaf gaven nam namen hield hielden
        bleef bleven werd werden liet lieten maakte maakten vroeg vroegen las lazen schreef schreven speelde
        speelden werkte werkten zong zongen belde belden mailde durfde durfden hoefde hoefden leek leken keek
        keken begon begonnen woonde sliep droomde rekende hoopte bewaarde groeide hielp praatte gebeurde bracht
        brachten verdween zette legde haalde leerde schrok lachte huilde viel vielen riep riepen smaakte
        schilderde geweest gehad gezegd gedaan gegaan gekomen gezien gehoord
        """
    ),
    "en": words_of(
        """
        was were had did didn't wasn't weren't hadn't could couldn't would wouldn't went came said saw heard
        knew thought wanted needed liked looked kept made took stood sat hung lay worked played sang read wrote
        asked called rang dared missed hoped started began stayed turned brought told let ran helped talked
        counted lived slept been done gone seen found left lost gave fell became held felt met paid sent spoke
        used painted tried
        """
    ),
}
# Being, having and knowing: whoever says them of themselves tells of no deed.
STATES: Words = {
    "nl": words_of(
        """
        ben was heb had weet wist ken kende kan kon mag mocht moet moest wil wilde wou zal zou hoef hoefde vind
        vond denk dacht geloof hoop zie zag hoor hoorde word werd blijf bleef zijn waren hebben hadden weten
        kennen kunnen konden mogen moeten moesten willen wilden zullen zouden hoeven vinden denken zit sta lig
        lijk heet krijg kreeg krijgen kregen mis miste missen durf durfde durven begrijp snap zitten staan
        liggen zaten stonden lagen voel voelde schaam twijfel kom kwam komen kwamen geniet
        """
    ),
    "en": words_of(
        """
        am was were have had know knew can can't could couldn't may might must should will would won't wouldn't
        want wanted think thought believe hope see saw hear heard become are need needed like liked love hate
        feel felt get got miss missed dare dared don't didn't understand doubt mind wish haven't hadn't wasn't
        weren't never always still just
        """
    ),
}
HAVE: Words = {
    "nl": words_of("heb hebt heeft hebben had hadden ben bent is zijn was waren"),
    "en": words_of("have has had i've we've"),
}
# Alone they are no absolute (`elk`), or no feeling but a verb that wants its subject (`mis`).
PEOPLE_ALL: Words = {
    "nl": words_of("iedereen niemand alles niets niks"),
    "en": words_of("everyone everybody nobody everything nothing"),
}
VERBAL: Words = {
    "nl": words_of(
        """
        mis mist missen miste hoop hoopt durf durft durven durfde lacht lachen huilt huilen schaam schaamt
        schamen moppert mopperen geniet genieten zucht zuchten twijfel twijfelt gemist verveeld
        """
    ),
    "en": words_of(
        """
        moan moaning grumble miss missed misses hope hopes dare dared dares enjoy enjoys enjoyed sigh sighs hard
        doubt worries worry
        """
    ),
}
# They call upon the trainee, or lean on another sentence: said back they mean little.
CALLS: Words = {
    "nl": words_of("vraag vraagt let kijk kijkt ga gaat zeg kom wacht denk noem bel neem geef stel laat pas doe"),
    "en": words_of("ask look go let come wait think call take give try mind ignore remember imagine"),
}
SINCE: Words = {
    "nl": words_of("zolang als omdat want tenzij behalve"),
    "en": words_of("if because unless except as should"),
}
