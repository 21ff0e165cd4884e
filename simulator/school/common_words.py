"""Words that say little: function words, and the common words of any intake talk with a school."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Function words and words of talking itself: they carry no topic in any talk.
STOP: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        de het een en of maar want dus als dan dat die dit deze daar hier er waar wie wat welke welk hoe wanneer
        waarom waardoor waarvoor waarmee waaraan waarin waarover hoeveel hoelang ik jij je jou jouw u uw hij zij
        ze hem haar zijn hun hen wij we ons onze jullie mij me mijn men zich zelf zelfs iets iemand niets niks
        niemand alles allemaal iedereen ieder elk elke al alle ander andere anders in op aan bij met van voor na
        naar uit over onder door tegen tot tussen om te ten ter per via zonder binnen buiten achter naast rond
        sinds tijdens vanaf vanuit ben bent is was waren geweest wordt worden werd geworden heb hebt heeft
        hebben had hadden gehad kan kun kunt kunnen kon konden zal zul zult zullen zou zouden mag mogen mocht
        moet moeten moest wil wilt willen wilde wilden doe doet doen deed deden gedaan ga gaat gaan ging gingen
        gegaan kom komt komen kwam laat laten maak maakt maken gemaakt geen niet nooit wel nog ook eens even
        toch juist net pas weer meer meest minder minst veel vaak weinig heel erg zo zoiets zo'n nu toen straks
        soms altijd misschien eigenlijk gewoon echt precies natuurlijk graag ja nee oké ok nou hè hoor he eh ehm
        hm hmm mm mhm ah oh ach tja dank bedankt dankjewel dankuwel alsjeblieft alstublieft hoi hallo dag
        goedemiddag goedemorgen daarvan daarvoor daarmee daarna daarover daarin daaraan daarbij daardoor daarom
        daarop ervan ervoor ermee erna erover erin eraan erbij erop eruit hiervan hiervoor hiermee hierover
        waarbij waarop waarnaar waarvan mee af toe samen één eerst eerste laatste beetje paar ding dingen manier
        soort keer zegt zeg zei gezegd zeggen bedoel bedoelt bedoelde bedoelen denk denkt denken dacht vind
        vindt vinden vond weet weten wist zie ziet zien zag gezien hoort horen hoorde gehoord vertel vertelt
        vertellen vertelde verteld vraag vraagt vragen vroeg gevraagd snap begrijp begrijpt begrijpen merk merkt
        merken lijkt lijken klinkt klopt klop benieuwd zit zitten zat staat staan stond ligt liggen blijft
        blijven bleef krijgt krijgen kreeg geeft geven gaf neemt nemen houdt houden hield brengt brengen omdat
        zodat terwijl hoewel
        """
    ),
    "en": _set(
        """
        the a an and or but so if then that this these those there here where who whom whose what which how when
        why i you your yours he she it its they them their theirs we us our ours me my mine myself yourself
        yourselves themselves himself herself itself something someone somebody anything anyone anybody nothing
        nobody everything everyone everybody each every all any some other others another in on at by with of
        for from to into onto over under through against until till between about as per without within behind
        beside around since during am is are was were be been being have has had having do does did done doing
        can could shall should will would may might must ought go goes going went gone come comes coming came
        get gets getting got make makes making made let lets not no never yes yeah nor only just even still also
        too very really quite rather actually maybe perhaps more most less least much many often few little bit
        lot again already always sometimes now ever ok okay well oh ah hm hmm mm mhm right thanks thank please
        hi hello bye sorry one ones first last thing things way kind sort time times said say says saying mean
        means meant think thinks thought know knows knew see sees saw seen hear hears heard tell tells told ask
        asks asked find finds found understand notice notices noticed seem seems sounds sound like wonder
        wondering curious look looks looking keep keeps give gives take takes took put because while though
        although than such own same i'm i've i'd i'll you're you've you'd you'll it's that's what's there's he's
        she's we're we've they're they've don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't
        wouldn't shouldn't haven't hasn't hadn't let's who's how's where's up down out off back
        """
    ),
}
# They may carry a topic beside other words; alone they are nothing that only some schools would know.
COMMON: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        school scholen leerling leerlingen kind kinderen klas klassen groep groepen team collega collega's
        leerkracht leerkrachten docent docenten juf meester directeur directie ouder ouders mens mensen les
        lessen jaar jaren week weken dag dagen uur maand middag ochtend tijd moment gesprek verhaal voorbeeld
        gevoel idee ideeën plan plannen wens wensen hoop hoopt hopen vraag vragen probleem antwoord reden
        behoefte doel droom situatie rol plek ruimte kunst cultuur project projecten programma aanbod activiteit
        goed beter best fijn leuk mooi lastig moeilijk makkelijk belangrijk spannend nieuw oud groot klein lang
        kort nodig werkt werken werkte werk gewerkt gebeurt gebeuren gebeurde gebeurd loopt lopen liep verloopt
        verlopen past passen speelt spelen gespeeld begin begint beginnen begon begonnen start starten helpt
        helpen geholpen hulp voelt voelen voelde ervaren ervaart ervaring leert leren geleerd merkbaar verandert
        veranderen verandering anders oplevert opleveren levert betekent betekenen verwacht verwachten
        verwachting zoekt zoeken kiest kiezen keuze keuzes gekozen reageert reageren reactie reacties gebracht
        meenemen meegeven uitzien eruitziet eruitzien eruit voorstellen stel noemt noemen noemde genoemd praat
        praten gesproken spreken luisteren leg uitleggen toelichten omschrijven beschrijven concreet
        belangrijkste lukt lukken gelukt mislukt gegaan tevreden blij trots zorg zorgen last mist missen gemist
        verder volgende vorig vorige straks later toekomst nu vandaag terug kijk kijkt kijken terugkijkt hele
        allerlei genoeg jezelf onszelf zelf iedereen ergens nergens overal betrokken waarde waardevol ontstaan
        ontstond bedacht achtergrond aanleiding maakt toevallig vroeger tegenaan aankijken aankijkt eentje stap
        stappen ideaal ideale gezamenlijk eigen eraan hiermee erachter daarachter vanzelf gang beurt eind einde
        succes resultaat effect onderwijs basisschool museum theater bezoek workshop voorstelling dertig twee
        drie vier vijf zes
        """
    ),
    "en": _set(
        """
        school schools pupil pupils child children kid kids class classes group groups team colleague colleagues
        teacher teachers staff head director parent parents people person lesson lessons year years week weeks
        day days hour month afternoon morning moment conversation story example feeling feelings idea ideas plan
        plans wish wishes hope hopes hoping question questions problem answer reason need needs goal goals aim
        dream situation role place space room art arts culture project projects programme program offer activity
        good better best fine nice lovely hard difficult easy important exciting new old big small long short
        work works working worked happen happens happened happening run runs running fit fits play plays played
        begin begins start starts started starting help helps helped feel feels felt experience experiences
        learn learns learned change changes changed different expect expects expectation want wants wanted
        choose chooses choice choices chosen react reacts reaction respond response bring brings brought
        describe explain elaborate share concrete success result results effect happy proud worry worries
        worried miss missing next previous past later future today look forward whole enough value valuable
        background matter matters mattered aware involved together step steps ideal end museum theatre visit
        workshop performance talk talking talked speak two three four five six thirty difference behind word
        words mind picture imagine
        """
    ),
}
# Words for anything at all: they never name a new subject, so a question made of them is no question about one.
GENERAL: dict[str, frozenset[str]] = {
    "nl": _set(
        """
        deden hierin probeer probeert proberen geprobeerd doorheen alleen sorry vast meteen helemaal haha alsof
        elkaar liever liefst zeker gelijk weg volgens hangen hangt hang hing blijf gebleven hoeft hoefde beide
        allebei snel klaar minuten neem open bang stil wacht wachten zin zetten zet gezet geweldig woorden woord
        hou avond gebruiken gebruikt kant kanten gewone stoppen stopt gestopt spijt hard voordat eerlijk durven
        durft prachtig prachtige heen weleens bijna kwijt vol los serieus liet hardop waarschijnlijk prima vrij
        schrijven steeds rest beeld uitzoeken stille rust rustig degene terecht kwartier moeite voeren geloof
        laatst verkeerd opeens deel trouwens meeste morgen eerder ken kent vallen valt heerlijk trekt trok
        regelen geregeld kennen stuk stukje lukt omheen meedoen doet ervan bezig meemaken meegemaakt voorleggen
        vooraf gelukkig ernaar afmaken welkom vertrouwen zoveel jammer ongeveer nieuwsgierig gemiddeld halen
        haalt wegen besproken bespreken meekrijgen raakt raken logisch fantastisch ernaast overheen punt punten
        zaten opnieuw overeind neer dezelfde tweede derde half ontzettend meedenken geval goeie naartoe
        bijzonder ogen onderweg bijvoorbeeld allen verschil verschillen sowieso touché sturen stuurt maat bedrag
        gehouden steekt aanspreken tweeën hand handen tegenhouden tegenhoudt houdt weerhoudt belemmert lastigst
        moeilijkst mooist liefste spannendst leukst ontbreekt ontbreken gebeurt misgaat misging goedgaat opvalt
        opvallen viel opgevallen verbaast verrast raakte merkte merken bedenken bedacht nadenken overwegen
        overwogen afvragen afvraagt twijfel twijfelt twijfelen zekerheid belang geraakt vervelend fijner prettig
        prettige gek raar apart normaal bekend onbekend vertrouwd herkent herken herkennen onthouden herinner
        herinnert herinneren vergeet vergeten wegvalt wegviel overblijft overhouden ophalen terugkomen terugkomt
        teruggaan vooruit omgaan omgaat aanpakken aanpak oplossen oplossing veroorzaakt oorzaak gevolg gevolgen
        kern diepste diep eronder onderliggend werkelijk echte eigenlijke daadwerkelijk kortom vooral namelijk
        immers gezegd bedoeling nodige stuit tegenkomen tegenkomt tegenkwam tegenslag steun steunt ondersteunen
        ondersteunt delen deelt gedeeld bijdragen bijdraagt bereik bereiken bereikt doorgaan doorgaat verdergaan
        volhouden loslaten loskomen vasthouden achterlaten overnemen overneemt oppakken oppakt opgepakt inzakt
        inzakken wegzakt invullen ingevuld vragen stellen gesteld ontdekken ontdekt groeien groeit geniet
        genieten plezier graagst belangrijker anderen iemands dergelijke zulke zulk telkens keren vaker zelden
        regelmatig meestal doorgaans intussen ondertussen terwijl zodra totdat mits hopelijk vermoedelijk
        blijkbaar kennelijk schijnbaar simpel simpelweg duidelijk onduidelijk helder vaag groter kleiner langer
        korter later vroeger eerste laatste volgende enige enkele enkel meerdere sommige diverse verschillende
        bepaalde bepaald bepalen totaal compleet volledig deels gedeeltelijk luister omschrijf beschrijf noem
        schets verteld zeggen praten gepraat uitspreken uitgesproken aangeven aangeeft benoemen benoemt benoemd
        """
    ),
    "en": _set(
        """
        tried trying tries alone before else leave left simply far away after half both side read wrong whether
        once straight real full suppose join able sentence used point second honest part minute minutes close
        carry quick quickly rest listen listening stay stayed stop stopped stuck use kept longer afterwards care
        yet hold hang front ordinary wonderful prefer somewhere opinion trust putting become becomes hand hands
        worth whatever properly usually roughly turn turned ready useful nervous waiting wait set throw surely
        shut pass lose respect apart taken ago cut thinking inside anywhere beautiful forget among mostly calm
        fantastic creative everywhere brilliant alive careful note including altogether serious aloud single
        agreed fair honestly filling follow received clear clearly touch purpose possible permission absolutely
        ahead bear neither normally try fresh mark across safe spot holds holding held standing stood prevents
        stops stopping hardest easiest toughest nicest best worst favourite missing lacks lacking strikes struck
        surprised surprises surprising noticed realise realised realize imagine imagined considered consider
        considering doubt doubts doubtful wondering sure certain certainty annoying pleasant strange odd normal
        familiar recognise recognize remember remembered remembers forgotten remains remained leftover return
        returns returning deal dealing handle handling solve solved solution cause causes caused consequence
        consequences core deepest deep deeper underneath underlying actual truly mainly namely intention
        encounter encounters encountered setback support supports supported supporting share shared sharing
        contribute achieve achieved continue continues continuing continued persevere release letting leaving
        taking over pick picked picks fade fades faded fill filled discover discovered grow grows growing enjoy
        enjoys enjoyed pleasure such each often rarely regularly meanwhile whilst unless hopefully probably
        apparently seemingly simple plain unclear clearer vague bigger smaller shorter earlier sooner later
        several various determine determines total complete completely partly describe name sketch told spoken
        mention mentioned mentions express expressed indicate call called calls exactly precisely whole entire
        """
    ),
}
