"""Words that are things or people behind an article, that stand for no thing, or that only a person goes with."""

from __future__ import annotations

from simulator.debrief.hold_words import Words, words_of

# Somebody, and several.
ONE: Words = {
    "nl": words_of(
        """
        rector directeur directrice conrector juf meester leraar lerares leerkracht docent docente vakdocent
        collega conciërge voorganger voorgangster opvolger opvolgster moeder vader ouder oma opa oom tante zus
        broer man vrouw dochter zoon buurman buurvrouw jongen meisje kind leerling kleuter stagiair stagiaire
        invaller bestuurder voorzitter secretaresse mevrouw meneer mens iemand wethouder burgemeester
        coördinator begeleider schrijver kunstenaar dirigent regisseur chauffeur fotograaf muzikant danser
        danseres vriend vriendin baas chef gast
        """
    ),
    "en": words_of(
        """
        head headteacher deputy teacher colleague caretaker predecessor successor mother father parent gran
        grandmother grandfather grandad uncle aunt sister brother man woman husband wife daughter son neighbour
        boy girl child pupil infant trainee supply governor secretary lady gentleman person someone mayor
        coordinator assistant writer artist conductor director driver photographer musician dancer friend boss
        guest principal
        """
    ),
}
MANY: Words = {
    "nl": words_of(
        """
        collega's leerkrachten leraren docenten vakdocenten ouders moeders vaders kinderen kindjes leerlingen
        kleuters jongens meisjes meiden pubers brugklassers stagiaires invallers buren juffen meesters kleuterjuffen
        zoons dochters chauffeurs gasten ondertekenaars conciërges
        """
    ),
    "en": words_of(
        """
        colleagues teachers parents mothers fathers children kids pupils infants boys girls teenagers trainees
        neighbours sons daughters drivers guests visitors staff
        """
    ),
}
# What a person does and a thing does not: a capital before it is a name.
PERSONAL: Words = {
    "nl": words_of(
        """
        zei zegt ziet zag zeggen vroeg vraagt vragen belde belt mailde mailt appte appt heet heette lachte lacht
        wil wilde wou denkt dacht vindt vond weet wist kent kende hield houdt zong zingt knikt knikte zucht
        zuchtte schrok huilde durft durfde leest las schreef schrijft kookt kookte regelt regelde riep roept
        keek kijkt maakte doet deed kwam komt belooft
        """
    ),
    "en": words_of(
        """
        said says asked asks phoned phones rang rings mailed emailed texted laughed laughs wants wanted thinks
        thought knows knew sang sings nodded nods sighed sighs cried cries dares dared reads read wrote writes
        cooks cooked arranges arranged called calls looked looks made makes did does came promised liked likes
        loved loves
        """
    ),
}
# Behind an article, and still nothing to ask on about.
NO_THING: Words = {
    "nl": words_of(
        """
        beetje paar schouder hand handen hart hoofd zak voet voeten ogen oren mond neus mouw lucht slaap keer
        ander andere stuk aantal soort heleboel hoop kant kanten moment ding dingen manier idee tijd helft rest
        eerste laatste tweede derde beste meeste ene punt geval gang deel dag week maand jaar uur kwartier
        ochtend middag avond nacht voorjaar weekend maandag dinsdag woensdag donderdag vrijdag nieuwe eigen hele
        halve een kleine grote enige zelfde dezelfde volgende vorige moeite mens meter liter euro gevoel begin
        eind einde heel erg goed beter best mooi voornaam
        """
    ),
    "en": words_of(
        """
        bit lot awful kind third quarter middle people school soon past free better tighter worse metre grey easy
        shoulder hand hands heart feet eyes ears pocket sleeve sky sort way thing things time point moment rest
        first last second best most whole half one other same day week month year hour morning afternoon evening
        night spring weekend monday tuesday wednesday thursday friday new own little few great good big small
        thick thin long deal couple different inside outside apart away open full ready alone upstairs
        downstairs easy hard bad nice fine grey metre mile end beginning case while idea old next
        """
    ),
}
BARE_ADJECTIVES = words_of(
    "nieuw oud groot klein goed mooi dik dun lang kort stil vol leeg heel half zwaar licht donker rood blauw groen geel"
)
NOUNS_IN_E = words_of(
    """
    einde methode pauze ruimte route ronde zonde liefde vrede rente tante ziekte leegte machine gemeente
    directrice bende scène reclame groente gedachte breedte hoogte diepte warmte stilte drukte tombola ambitie
    cliché orde aarde keuze periode fase serie functie pagina garage bagage etage cultuurpagina kerkbode code
    mode oorzaak collage horde rotonde seconde legende kunde vraagbaak ode weduwe bode
    """
)
ARTICLES_EN = words_of("the a an that this those these my our")
TITLES = words_of("juf meester mevrouw meneer opa oma tante oom mrs mr miss ms dr uncle aunt grandpa granny")
