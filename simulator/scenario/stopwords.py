"""Words that say nothing about what lies hidden: too common in any talk with a school, Dutch and English."""

from __future__ import annotations

_DUTCH = """
aanbod alleen allemaal alles altijd anders andere anderen beetje begin beginnen bestaat beter binnen brengen
brief buiten cultuur daarin daarmee daarna daarom daarover daarvan daarvoor dingen directeur docent docenten
doordat eerste eigen eigenlijk elkaar ergens gaan gaat geeft geven gesprek gewoon goede groep groepen haalt
halen hebben hebt heeft helemaal helpt helpen hetzelfde hierin hiervoor hoeft horen iedereen iemand inhoud
innemen juist kinderen klas klassen kiezen kijken kijkt klein kleine komen kunnen kunst laten leerkracht
leerkrachten leerling leerlingen lessen leuke maakt maanden maken mensen mogen moest moeten nieuwe niemand
nodig nooit omdat onder ouders overal passen plaats praten praat samen school scholen schooljaar sinds sneller
soms spreekt staan staat steeds stellen team tegen terwijl thuis tijdens tussen twee collega collega's vaker
vanuit veel verder verhaal verschil vertellen vinden vindt volgend voorbij voordat vraag vragen vraagt waarin
waarmee waarom waarvan waarvoor wanneer wordt worden weinig weken welke werkt werken weten willen woorden
zelf zeggen zichzelf zoals zodat zonder zoeken zoekt zouden zullen iets terug jouw jullie hunzelf
"""
_ENGLISH = """
about after again against all almost always another anything around asked asking because become before begin
behind being below better between bring child children class classes colleague colleagues could culture didn
doing during each enough every everybody everyone everything first found front getting gives giving going group
groups having heard their themselves there these thing things think those through together their under until
using wants where which while whole whose without words work working would years yours head headteacher lesson
lessons never nobody other others people pupil pupils questions question really right rather schools should
since something somebody someone still taken takes talk talking teacher teachers teaching tells want start
"""
COMMON = frozenset(_DUTCH.split()) | frozenset(_ENGLISH.split())
