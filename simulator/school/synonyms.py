"""Words that mean the same thing in a talk with a school: one group a line. Compared by stem, beside the encoder."""

from __future__ import annotations

from functools import lru_cache

from simulator.school.lexicon import stem

_GROUPS: dict[str, str] = {
    "nl": """
leerling leerlingen kind kinderen kids kinders scholieren
kleuters onderbouw kleintjes jongste
bovenbouw oudste grote achtstegroepers
leerkracht leerkrachten leraar leraren juf juffen meester meesters groepsleerkracht
collega collega's team teamleden personeel medewerkers mensen staf
vakdocent vakleerkracht docent dansdocent muziekdocent specialist kunstenaar
directeur directie directrice schoolleider leiding baas
ouder ouders vader vaders moeder moeders hulpouders ouderraad
geld budget potje centen euro bedrag kosten kost duur betalen betaalt betaald besteden uitgeven prijs financiën
subsidie regeling gemeente fonds bijdrage cmk
offerte prijsopgave prijs
ruimte zaal speelzaal aula gymzaal lokaal plek plaats locatie plaatsvinden gebouw hal
dag datum data dagen dagdeel moment
maand periode seizoen wanneer weken
rooster tijd tijden tijdstip laat schooltijden lestijd uur
begin beginnen start starten aanvangen
klaar afgerond deadline af afgelopen
beslissen beslist besluit besluiten knoop zeggenschap tekenen tekent goedkeuren akkoord klap fiat toestemming
geluid boxen speakers luidspreker luidsprekers muziekinstallatie geluidsinstallatie
computer computers laptop laptops chromebook chromebooks tablet tablets ipads
digibord beamer scherm
materiaal materialen spullen lesmateriaal lesmappen mappen lesbrieven leskist
museum musea museumbezoek
theater toneel drama voorstelling voorstellingen
optreden presentatie presenteren gepresenteerd voorstelling slotoptreden eindpresentatie afsluiting tentoonstelling
tekenen schilderen beeldend handvaardigheid knutselen
muziek muziekles zingen instrument instrumenten trommels
dans dansen danst gedanst danser dansles danslessen ballet hiphop streetdance bewegen
stijl hiphop ballet streetdance soort genre
gym gymles gymlessen sport lichamelijke
vervoer bus tram reizen rijden auto fiets lopen
wijk buurt omgeving dorp stad straat
talen taal moedertaal thuistaal
visie beleid beleidsplan schoolplan cultuurplan cultuurbeleid leerlijn
leerlijn doorlopend samenhang geheel
mr medezeggenschap medezeggenschapsraad
studiedag studiedagen scholing nascholing training
vergadering vergaderen overleg teamoverleg teamvergadering bijeenkomst vergadert
contact bereiken bereikbaar mailadres mailen telefoonnummer bellen nummer
icc icc'er cultuurcoördinator coördinator cultuurtaak
zorg zorgleerlingen beperking rolstoel autisme allergie ondersteuning rekening extra
prikkels lawaai rust
thema onderwerp
trots tevreden plezier genieten genoten enthousiast
weerstand tegenzin zin weigeren
bang angst eng spannend durven durft durf lef moed schaamte schamen kwetsbaar onzeker
ziek uitgevallen uitval verzuim afwezig thuis
vervanging invaller invallers vervanger vervangers bezetting
druk werkdruk vol overbelast belasting veel
stoppen schrappen weglaten eraf weghalen ermee ophouden
trajecten traject verbetertraject verbetertrajecten projecten plannen
idee ontstaan bedacht bedenken oorsprong aanleiding vandaan
vorig eerder eerdere vroeger toen verleden
blijft hangen beklijven overblijft overhouden resultaat opbrengst opleveren oplevert meenemen
doel bereiken opbrengst leren
nee weigeren weigert
praten praat bespreken besproken overleggen gesproken
kind jong jeugd meisje vroeger
thuis keuken
kast opslag berging
aanbieder aanbieders gezelschap gezelschappen instelling instellingen partijen
combinatie combinatiegroepen klassen groepen klas groep
""",
    "en": """
pupil pupils child children kids students
infants little youngest
older upper oldest big
teacher teachers staff colleague colleagues team members people
specialist teacher dancer artist expert
head headteacher principal director management boss
parent parents mum mums dad dads mother mothers father fathers
money budget pot funds euros cost costs expensive price pay pays paid spend afford financial finances
subsidy grant funding scheme council
quote quotation price estimate
room space hall playroom gym classroom place building venue location
day date dates
month period season
timetable schedule time times hours
begin start starting begins
finished deadline done ready
decide decides decision sign signs signature approve approval agree say permission
sound speakers speaker loudspeaker audio
computer computers laptop laptops chromebook chromebooks tablet tablets
board projector beamer screen
material materials folders equipment stuff box kit
museum museums
theatre drama play acting
performance show presentation present perform exhibition display closing
drawing painting visual crafts art
music singing instrument instruments drums percussion
dance dancing dances danced dancer ballet street hip-hop move moving
style kind sort genre hip-hop ballet
pe gym sport
transport bus tram travel drive driving walk car
area neighbourhood village town district
language languages
vision view policy plan
council participation
training inset
meeting meetings meet meets
contact reach email mail ring phone number hold
coordinator coordinate culture
needs disability wheelchair autism allergy account special extra
theme topic subject
proud pleasure enjoy enjoyed excited enthusiastic
resist refuse unwilling
afraid fear scared scary frightened dare daring courage nerve vulnerable ashamed embarrassed silly insecure
ill sick absent dropped dropout
supply cover cover substitute substitutes staffing
busy full overloaded workload much
stop drop scrap cut quit
programme programmes project projects plan plans
idea origin came came arose thought
previous earlier before last past
remains left stick stays result outcome
goal aim achieve purpose
no refuse refuses
talk discuss talking discussed
young girl boy
home kitchen
cupboard storage
provider providers company companies organisation organisations
classes class groups group
video film filmed filming
""",
}


@lru_cache(maxsize=4)
def _table(language: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_GROUPS[language].strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word, language), set()).add(number)
    return {word: frozenset(groups) for word, groups in found.items()}


def meanings(one: str, language: str) -> frozenset[int]:
    """Return the numbers of the groups that hold this stem; empty for most."""
    return _table(language).get(one, frozenset())
