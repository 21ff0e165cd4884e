"""Words by which a phrase is worth picking up or not, Dutch and English: weight, absolutes, logistics, fillers."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Feeling, want, loss, effort: whoever says them has more to say.
WEIGHT: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        aarzelen aarzelt angst bang blij boos dapper doodmoe doodstil dromen droom droomt druk drukte durf
        durft durven eenzaam eng faal faalt falen fout fouten frustreert frustrerend gedoe geduld
        geklaag gemis gemist gemopper genieten geniet gezeur gezucht gun gunnen haat hoop hoopt hopen
        huilen huilt jaloers jammer klaagt klagen kwijt lachen lacht last lastig lef lieg liegen luchten mis
        missen mist moe moed moeilijk moeite mopperen mopperde mopperend mopperig mopper moppert
        onhandig onmacht onrust onzeker opgeven opgegeven opgelucht ongemak ongemakkelijk pijn plezier rust
        ruzie schaam schaamt schamen scheelt schrik schrikken schrok schuld slecht sneu spannend spijt
        stil stilte strijd struikelen stug terugverlangen thuis treurig trots twijfel twijfelen twijfelt
        verdriet verdrietig verdwenen verdwijnen verdwijnt vergeten verliezen verloren verlies vermoeiend vertrouwen
        vertrouwt verveeld verwacht vloeken vluchten vreemd vuur wanhopig wanhoop wens wensen zeer zenuwachtig
        zenuwen zielig zonde zorg zorgen zucht zuchten zuchtte uitgelachen uitlachen uitlachte
        zwaar zwaarste zwijgen zwijgt durfde
        """
    ),
    "en": _set(
        """
        afraid alone angry anxious ashamed awkward bother bothers brave calm complain complaining complains courage
        cry crying dare dared dares difficult disappear disappeared disappears doubt doubts dream dreams embarrassed
        enjoy enjoyed enjoys exhausted fail failed fault fear fears forget forgotten frustrating fuss glad grumble
        grumbled grumbles grumbling guilty happy hard hate hope hopes hoping hurt hurts jealous laugh laughed laughs
        laughing lonely lose loses losing loss lost miss missed misses missing mistake mistakes moan moaning nervous
        nerve overwhelmed panic patience pity pleasure proud quiet regret relief relieved sad scared scary shame shy
        sigh sighed sighs silence silent struggle struggles struggling stuck tired trouble trust trusts uneasy
        unsure upset vanish vanished vanishes wish wishes worried worries worry worst
        """
    ),
}
# They make what stands beside them bigger than it need be: never, nobody, again. Nothing by themselves.
ABSOLUTE: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        altijd amper eeuwig elk elke geen hooguit ieder iedere liever meer nauwelijks niemand niet niets niks nog
        nooit ooit opnieuw steeds te telkens vanzelf vroeger weer zelf zelfs
        """
    ),
    "en": _set(
        """
        again always anymore barely ever every hardly longer never no nobody none nothing not only own rather still
        too without don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't haven't hasn't
        """
    ),
}
# The absolutes that make a phrase of whatever follows: `niemand vraagt erom`, `never been out since`.
STRONG: dict[str, frozenset[str]] = {
    "nl": _set("nooit niemand niets niks nergens altijd nauwelijks amper eeuwig"),
    "en": _set("never nobody nothing nowhere none always barely hardly anymore"),
}
EACH = _set("elk elke ieder iedere every each")
# No phrase ends with these, unless the thought does.
GOES_ON = _set(
    "niet geen te elk elke ieder iedere meer nog zelfs not no too every own don't doesn't didn't isn't aren't"
) | _set("wasn't weren't can't couldn't won't wouldn't haven't hasn't")
# No phrase begins with these.
NEVER_FIRST: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        de het een ik jij je u hij zij ze wij we jullie er daar hier die dat dit deze hem haar hun ons mij me mijn m'n
        zijn z'n in op aan bij met van voor naar uit over om te tot door ook wel dan nu ja nee ben is was waren zijn
        heb hebt heeft hebben had hadden zal zou kan kon mag moet gewoon eigenlijk alles iets
        """
    ),
    "en": _set(
        """
        the a an i you he she it we they them him her us me my your his its our their this that these those there here
        in on at by with of for from to into as is are was were be been am have has had do does did will would can
        could may might must shall should i'm i've i'd i'll you're you've it's that's there's he's she's we're we've
        they're they've just something everything
        """
    ),
}
# When, where, how much, whom to mail: true, and nothing to ask on about.
LOGISTICS: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
        september oktober november december ochtend middag middagen avond uur kwartier minuut minuten week weken
        maand maanden jaar schooljaar euro euro's geld cent prijs kosten kost factuur offerte adres mailadres mail
        mailen telefoon nummer telefoonnummer website administratie parkeren tram bus auto trein halte fiets lift
        verdieping vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien twintig
        vijfentwintig
        dertig veertig vijftig zestig tachtig honderd tweehonderd driehonderd vierhonderd vijfhonderd duizend
        tweeduizend drieduizend vierduizend helft kwart anderhalf halve anderhalve tot wc toilet toiletten koffie
        thee koekje broodjes
        """
    ),
    "en": _set(
        """
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december morning afternoon evening o'clock quarter minute minutes week weeks month
        months year years term pound pounds euro euros money price cost costs invoice quote address email mail phone
        number website office parking park tram bus car train stop bike lift floor four five six seven eight nine ten
        eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty fifty sixty eighty hundred thousand half
        toilet toilets coffee tea biscuit buffet
        """
    ),
}
# Neither function words nor content: nobody asks on about them.
FILLER: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        zoals heet heten hoef hoeft meteen ruim bezig lekker erom ervoor gelukkig keurig eens even ongeveer totaal
        behalve trouwens sowieso namelijk kortom volgens betreft nou dan wel hartstikke ontzettend enorm vreselijk
        geweldig prachtig laatst daarna net zeg denk ik dus ander andere beide gekomen geweest gebleven gezet
        zojuist zogezegd overigens feitelijk qua sommige zeker mevrouw meneer staat hangt ligt zit open
        """
    ),
    "en": _set(
        """
        after before among mostly round beyond once mind pick hand show come comes managed really terribly awfully
        lovely whatever anyway besides except called named such thing things stuff bit lot sort kind somewhat
        roughly nearly almost given keep keeps kept put puts set sets got gets had let lets stand stands sit sits
        hang hangs lie lies turn turns mrs mr altogether therefore open
        """
    ),
}
# What stands before a noun.
BEFORE_NOUN: dict[str, frozenset[str]] = {
    "nl": _set("de het een die dat deze dit mijn m'n je jouw ons onze hun zijn z'n haar geen elke elk twee drie"),
    "en": _set("the a an this that these those my your our their his her its no every each two three"),
}
# Parts of a verb that stand at the end of a clause: `zakt het in`, `fades out`.
PARTICLES: dict[str, frozenset[str]] = {
    "nl": _set("in op af uit weg kwijt aan om over los vast door terug dicht open stil weer stuk mee voor bij"),
    "en": _set("out off away up down back apart over through"),
}
# Words at which a thought ends and another begins.
BREAKS: dict[str, frozenset[str]] = {
    "nl": _set("en maar want dus omdat doordat zodat terwijl als dat wat toen of dan"),
    "en": _set("and but because so that while when if which who what or then than"),
}
