"""Words of a turn: content stems, what is too common to point at anything, quotes, and shared words of two texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_QUOTE = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,120})[\"“”«»]|(?<!\w)['‘’]([^'‘’]{3,120})['’](?!\w)")
_DOUBLE_VOWEL = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou]|$)")
_DOUBLE_END = re.compile(r"([bdfgklmnprst])\1$")

# Function words: they carry no topic in any talk.
_STOP_NL = """
de het een en of maar want dus als dan dat die dit deze daar hier er waar wie wat welke welk hoe wanneer waarom waardoor
waarvoor waarmee waaraan waarin waarover hoeveel hoelang ik jij je jou jouw u uw hij zij ze hem haar zijn hun hen wij we ons
onze jullie mij me mijn men zich zelf zelfs iets iemand niets niks niemand alles allemaal iedereen ieder elk elke al alle
ander andere anders in op aan bij met van voor na naar uit over onder door tegen tot tussen om te ten ter per via zonder
binnen buiten achter naast rond sinds tijdens vanaf vanuit ben bent is was waren geweest wordt worden werd geworden heb hebt
heeft hebben had hadden gehad kan kun kunt kunnen kon konden zal zul zult zullen zou zouden mag mogen mocht moet moeten moest
wil wilt willen wilde wilden doe doet doen deed deden gedaan ga gaat gaan ging gingen gegaan kom komt komen kwam laat laten
maak maakt maken gemaakt geen niet nooit wel nog ook al eens even toch juist net pas weer meer meest minder minst veel vaak
weinig heel erg zo zoiets zo'n nu toen straks soms altijd misschien eigenlijk gewoon echt precies natuurlijk graag ja nee
oké ok nou hè hoor he eh ehm hm hmm mm mhm ah oh ach tja dank bedankt dankjewel dankuwel alsjeblieft alstublieft hoi hallo dag
goedemiddag goedemorgen daarvan daarvoor daarmee daarna daarover daarin daaraan daarbij daardoor daarom daarop ervan ervoor
ermee erna erover erin eraan erbij erop eruit hiervan hiervoor hiermee hierover waarbij waarop waarnaar waarvan mee af toe
samen één eerst eerste laatste beetje paar ding dingen manier soort keer zegt zeg zei gezegd zeggen bedoel bedoelt
bedoelde bedoelen denk denkt denken dacht vind vindt vinden vond weet weten wist zie ziet zien zag gezien hoort horen
hoorde gehoord vertel vertelt vertellen vertelde verteld vraag vraagt vragen vroeg gevraagd snap begrijp begrijpt begrijpen
merk merkt merken lijkt lijken klinkt klopt klop benieuwd zit zitten zat staat staan stond ligt liggen blijft blijven bleef
krijgt krijgen kreeg geeft geven gaf neemt nemen houdt houden hield brengt brengen wij dus omdat zodat terwijl hoewel
""".split()
_STOP_EN = """
the a an and or but so if then that this these those there here where who whom whose what which how when why i you your yours
he she it its they them their theirs we us our ours me my mine myself yourself yourselves themselves himself herself itself
something someone somebody anything anyone anybody nothing nobody everything everyone everybody each every all any some other
others another in on at by with of for from to into onto over under through against until till between about as per without
within behind beside around since during am is are was were be been being have has had having do does did done doing can could
shall should will would may might must ought go goes going went gone come comes coming came get gets getting got make makes
making made let lets not no never yes yeah nor only just even still also too very really quite rather actually maybe perhaps
more most less least much many often few little bit lot again already always sometimes now ever ok okay well oh ah hm hmm mm mhm
right thanks thank please hi hello bye sorry one ones first last thing things way kind sort time times said say says saying
mean means meant think thinks thought know knows knew see sees saw seen hear hears heard tell tells told ask asks asked find
finds found understand notice notices noticed seem seems sounds sound like wonder wondering curious look looks looking keep
keeps give gives take takes took put say because while though although than such own same i'm i've i'd i'll you're you've you'd
you'll it's that's what's there's he's she's we're we've they're they've don't doesn't didn't isn't aren't wasn't weren't
can't couldn't won't wouldn't shouldn't haven't hasn't hadn't let's who's how's where's up down out off back
""".split()
# Words of any intake talk with a school: they may carry a topic beside others, alone they are nothing that nobody knows.
_COMMON_NL = """
school scholen leerling leerlingen kind kinderen klas klassen groep groepen team collega collega's leerkracht leerkrachten
docent docenten juf meester directeur directie ouder ouders mens mensen les lessen jaar jaren week weken dag dagen uur maand
middag ochtend tijd moment gesprek verhaal voorbeeld gevoel idee ideeën plan plannen wens wensen hoop hoopt hopen vraag vragen
probleem antwoord reden behoefte doel droom situatie rol plek ruimte kunst cultuur project projecten programma aanbod activiteit
goed beter best fijn leuk mooi lastig moeilijk makkelijk belangrijk spannend nieuw oud groot klein lang kort nodig werkt werken
werkte werk gewerkt gebeurt gebeuren gebeurde gebeurd loopt lopen liep verloopt verlopen past passen speelt spelen gespeeld begin
begint beginnen begon begonnen start starten helpt helpen geholpen hulp voelt voelen voelde ervaren ervaart ervaring leert leren
geleerd merkbaar verandert veranderen verandering anders oplevert opleveren levert betekent betekenen verwacht verwachten
verwachting zoekt zoeken kiest kiezen keuze keuzes gekozen reageert reageren reactie reacties gebracht meenemen meegeven
uitzien eruitziet eruitzien eruit voorstellen stel noemt noemen noemde genoemd praat praten gesproken spreken luisteren leg
uitleggen toelichten omschrijven beschrijven concreet belangrijkste lukt lukken gelukt mislukt gegaan tevreden blij trots zorg
zorgen last mist missen gemist verder volgende vorig vorige straks later toekomst nu vandaag terug kijk kijkt kijken terugkijkt
hele allerlei genoeg jezelf onszelf zelf iedereen ergens nergens overal betrokken waarde waardevol ontstaan ontstond bedacht
achtergrond aanleiding maakt toevallig vroeger tegenaan aankijken aankijkt eentje stap stappen wens ideaal ideale
gezamenlijk eigen eraan hiermee erachter daarachter vanzelf gang beurt eind einde succes resultaat effect
onderwijs basisschool museum theater bezoek workshop voorstelling dertig twee drie vier vijf zes
""".split()
_COMMON_EN = """
school schools pupil pupils child children kid kids class classes group groups team colleague colleagues teacher teachers staff
head director parent parents people person lesson lessons year years week weeks day days hour month afternoon morning moment
conversation story example feeling feelings idea ideas plan plans wish wishes hope hopes hoping question questions problem answer
reason need needs goal goals aim dream situation role place space room art arts culture project projects programme program offer
activity good better best fine nice lovely hard difficult easy important exciting new old big small long short work works working
worked happen happens happened happening run runs running fit fits play plays played begin begins start starts started starting
help helps helped feel feels felt experience experiences learn learns learned change changes changed different expect expects
expectation want wants wanted choose chooses choice choices chosen react reacts reaction respond response bring brings brought
describe explain elaborate share concrete important success result results effect happy proud worry worries worried miss missing
next previous past later future today look forward whole enough value valuable background matter matters mattered
aware involved together step steps ideal end museum theatre visit workshop performance talk talking talked speak
two three four five six thirty difference behind word words mind picture imagine situation happening
""".split()
STOP: dict[str, frozenset[str]] = {"nl": frozenset(_STOP_NL), "en": frozenset(_STOP_EN)}


def words(text: str) -> list[str]:
    """Return the lower-case words and numbers of a text, in order."""
    return [word.replace("’", "'") for word in _WORD.findall(unicodedata.normalize("NFC", text[:8000]).lower())]


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """Cut a word down so that its forms meet: `durven`, `durft`, `durf` → `durf`. Rough, and only for comparing."""
    if len(word) < 4 or word.isdigit():
        return word
    return _stem_nl(word) if language == "nl" else _stem_en(word)


def _stem_nl(word: str) -> str:
    word = word.removesuffix("'s")
    if word.startswith("ge") and len(word) > 6 and word.endswith(("d", "t")):
        word = word[2:]
    for ending in ("heden", "tjes", "pjes", "jes", "tje", "je", "ende", "ten", "den", "en", "te", "e", "s", "t"):
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= (3 if len(ending) < 3 else 4):
            word = word[:left]
            break
    word = _DOUBLE_END.sub(r"\1", word)
    word = _DOUBLE_VOWEL.sub(lambda found: found.group(1)[0], word)
    return word[:-1] + {"v": "f", "z": "s"}[word[-1]] if word[-1] in "vz" else word


def _stem_en(word: str) -> str:
    word = word.removesuffix("'s")
    for ending, put in (("ies", "y"), ("ing", ""), ("edly", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", "")):
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= 3 and not (ending == "s" and word.endswith("ss")):
            word = word[:left] + put
            break
    word = _DOUBLE_END.sub(r"\1", word)
    word = word.removesuffix("e") if len(word) > 4 else word
    return word[:-1] + "i" if word.endswith("y") else word


@lru_cache(maxsize=4)
def common(language: str) -> frozenset[str]:
    """Return the stems that any talk with a school holds."""
    return frozenset(stem(word, language) for word in (_COMMON_NL if language == "nl" else _COMMON_EN))


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the content words of a text, in order, with repeats; function words are left out."""
    stop = STOP[language]
    return [stem(word, language) for word in words(text) if word not in stop and len(word) > 1]


def telling(text: str, language: str) -> set[str]:
    """Return the stems that can point at a topic by themselves: content words that are not common to all talks."""
    return set(stems(text, language)) - common(language)


def alike(one: str, other: str) -> bool:
    """Return whether two stems are forms or compounds of the same word (`nakijk`, `nakijkwerk`; `dans`, `volksdans`)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4:
        return False
    return long.startswith(short) or (len(short) >= 5 and long.endswith(short))


def shared(one: Iterable[str], other: Iterable[str]) -> set[str]:
    """Return the stems of `one` that have a like in `other`."""
    held = set(other)
    return {stem_ for stem_ in one if stem_ in held or any(alike(stem_, known) for known in held)}


def quotes(text: str) -> list[str]:
    """Return what stands between quotation marks."""
    return [(double or single).strip() for double, single in _QUOTE.findall(text)]
