"""Words that carry no content by themselves, in Dutch and English: never picked up, never matched."""

from __future__ import annotations

_NL = """
aan aangezien achter af al aldus alle alleen alles als altijd andere anders ben bent best beetje bij bijna binnen blijf
blijft boven buiten daar daarna daarom daarvan dan dat de deze denk denken denkt dezelfde die dit doe doen doet door doordat
dus echt een eens eerst eigenlijk elk elke en enkele er erg ergens even ga gaan gaat gauw geef geeft geen gehad geven
geweest gewoon goed goede graag had hadden hè heb hebben hebt heeft heel heen helemaal hem hen het hier hij hoe hoor
hoop hun iedereen iemand iets ik in inderdaad is ja jaar je jij jou jouw jullie kan klein komen komt kun kunnen kunt laat
laten leuk liever maar maak maakt man me mee meer meest men mensen met meteen mij mijn misschien mocht moeilijk moet
moeten mogen mooi na naar nee net niet niets niks nog nou nu of om omdat onder ons onze ook op over precies prima
rond samen soms sorry staan staat steeds straks te tegen terug tijd toch toe toen tot tussen twee u uit uw van vaak vanaf
vast veel verder vind vinden vindt voor vooral vraag vragen waar waarom wanneer want waren was wat we weer weet
weinig wel welk welke weten wie wij wil willen wilt word worden wordt zal ze zeg zeggen zegt zei zeker zelf zich zie zien ziet
zij zijn zit zitten zo zoals zonder zou zouden zullen
"""
_EN = """
a about above actually after again all almost already also always am an and another any anyone anything are around as
ask at away back be because been before being best both but by can cannot could did do does doing done don't down
each else enough even ever every everyone everything few first for from get gets getting give go goes going good got
great had has have having he her here him his how i i'd i'll i'm i've if in indeed into is isn't it it's its just keep
kind know last least less let let's like little look lot made make makes many may maybe me mean might mine more most
much must my need never new next nice no not nothing now of off oh okay on once one only or other our out over own
perhaps please probably put quite rather really right said same say says see seem seems she should so some someone
something sometimes soon sorry still sure take tell than thank thanks that that's the their them then there these they
thing things think this those though time to together too two under until up us use used very want wanted was wasn't
way we we'd we'll we're we've well went were what when where which while who whole whom whose why will with without
won't would yes yet you you'd you'll you're you've your yours
"""
STOPWORDS: dict[str, frozenset[str]] = {"nl": frozenset(_NL.split()), "en": frozenset(_EN.split())}
