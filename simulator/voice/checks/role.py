"""Who speaks: never a machine, never the trainee, never somebody who teaches the trainee."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.voice.checks.scene import Scene, unquoted


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(parts)})\b", re.IGNORECASE)


_MACHINE = _any(
    r"\b(?-i:AI)|\ba\.i\.|\b(?:een|an|als|as) ai",
    r"\b(?:chatbot|chatgpt|taalmodel|language model|kunstmatige intelligentie|artificial intelligence)",
    r"\b(?:digitale assistent|virtuele assistent|virtual assistant|ai assistant|systeemprompt|prompt|rollenspel)",
    r"\b(?:role[- ]?play|simulatie|simulation|trainingsdata|training data|openai|gemma|qwen|llama|mijn instructies)",
    r"\b(?:my instructions|as an assistant|als (?:digitale |virtuele )?assistente?)",
    r"\b(?:(?:this|the|our) scenario|(?:dit|het|ons) scenario|this (?:practice )?exercise|end of the exercise)",
    r"\b(?:deze oefening|einde van de oefening|your score|(?:je|uw|jouw) score|mijn rol in (?:dit|deze)|my role as)",
    r"\bik speel (?:hier )?(?:de|een) (?:rol|direct\w+|docent\w*|leerkracht|school\w*|teamleider|rector|co\w+)",
    r"\b(?:i'm|i am) (?:only )?playing (?:the|a) (?:part|role|head|teacher|deputy|school)",
)
_HELPER = _any(
    r"\b(?:hoe|waarmee) kan ik (?:je|jou|jullie|u) (?:verder )?helpen|\bhow (?:can|may) i (?:help|assist)",
    r"\bi(?:'m| am) here to help|\bik help (?:je|u|jullie) graag|\bik sta (?:voor )?(?:je|u) klaar",
    r"\b(?:hier|dit) is (?:een|het|mijn) (?:antwoord|reactie|voorbeeld)",
    r"\bhere(?:'s| is) (?:a|the|my) (?:reply|response|answer)",
    r"\bi(?:'d| would) be (?:happy|glad|delighted) to help|\bi can help you|\bhow else (?:i|can i)",
    r"\blet me know (?:if you (?:have|need|would|want)|how (?:i|else))|\bthank you for (?:your|the) question",
    r"\bwould you like (?:(?:some|more|an) (?:examples?|information|tips|ideas)|me to (?:explain|help|suggest))",
    r"\b(?:dank je|dank u|bedankt) voor (?:je|uw|de) vraag|\blaat het (?:me|mij) (?:gerust )?weten",
    r"\bi understand (?:that|how) [^.!?]{2,60}(?:important|difficult|hard|frustrating|challenging|feel)",
    r"\bik begrijp (?:dat|hoe) (?:het|je|u|dit|deze)\b[^.!?]{0,40}(?:belangrijk|lastig|moeilijk|frustrerend|voelt)",
)
_TRAINEE = _any(
    r"\b(?:jullie|uw|jouw) (?:school|leerlingen|kinderen|klas|klassen|leerkrachten|collega['’]s)",
    r"\b(?:jullie|uw|jouw) (?:hulpvraag|vraag achter)",
    r"\bje (?:school|leerlingen|leerkrachten)",
    r"\byour (?:school|pupils|students|teachers|colleagues|staff|real question|library|learners|year group)",
    r"\bals adviseur|\bas (?:an|your|the) advis[eo]r|\bmijn advies|\bmy advice",
    r"\bik (?:adviseer|raad)\b[^.!?]{0,30}(?:aan)?|\bi(?:'d| would)? (?:advise|recommend)",
    r"\b(?:wij|we) bieden|\bwe offer|\b(?:ik|wij|we) kan (?:jullie|u) aanbieden|\bi can offer you",
    r"\bons (?:museum|aanbod)|\bour museum",
    r"\bwat (?:wil|wilt|zou) (?:je|u|jullie) (?:dat )?(?:de|je|uw|jullie) (?:kinderen|leerlingen)",
    r"\bwhat (?:do you want|would you (?:like|want|hope)(?: for)?) (?:the|your) (?:children|pupils|students)",
    r"\bhow many (?:pupils|children|students) (?:will|would) (?:be )?(?:attend|tak|com|join|there)\w*",
    r"\bhoeveel (?:leerlingen|kinderen) (?:hebben|komen er bij|zitten er bij) (?:jullie|u)",
    r"\bhave you (?:considered|thought about)|\bheb je (?:al )?(?:overwogen|gedacht aan)|\bwhat could your",
    r"\b(?:schrijf|meld) ik (?:jullie|u|je)(?: school)? in",
)
_TEACHER = _any(
    r"\bi(?:'d| would)? suggest (?:working|setting|starting|exploring|asking|using|that you|you (?:start|ask|explore))",
    r"\b(?:great|good|excellent|nice) first step|\bgood question for you|\bit sounds (?:like|as if|as though) you",
    r"\bthat(?:'s| is) (?:a |an |such a )?(?:great|thoughtful|excellent|wonderful|insightful) (?:question|observation)",
    r"\b(?:kun|kunt|zou) (?:je|u) het beste|\bik zou (?:je|u|jullie) (?:adviseren|aanraden|willen adviseren)",
    r"\b(?:een|mijn|nog een) tip:|\bstel (?:dan |nu |de volgende keer |liever )+(?:een )?(?:open|eens)",
    r"\bprobeer (?:nu|eens|dan|de volgende keer) (?:ook |eens |om )*(?:door )?(?:te )?\w*(?:vragen|stellen|samen)",
    r"\bgoed dat (?:je|u) (?:dit|dat|het|zo) (?:samenvat|checkt|benoemt|navraagt|opmerkt|signaleert)",
    r"\b(?:een|jouw|uw|je) (?:goede|mooie|sterke) (?:leervraag|eerste stap|vervolgvraag|open vraag) (?:is|voor|zou)",
    r"\b(?:te )?raadplegen|\b(?:een|jouw|uw|open|gesloten) (?:open|gesloten) vraag",
    r"\b(?:schaalvraag|wedervraag|trainee)",
    r"\bvroeg(?: \w+)? goed door|\bsuper gevraagd|\b(?:mooi|goed|knap) (?:doorgevraagd|hersteld|samengevat|gespiegeld)",
    r"\b(?:goede|mooie|prima) samenvatting|\b(?:achterliggende|verborgen|onderliggende) behoefte|\bin een echt gesprek",
    r"\bals (?:school|ik de \w+ was),? zou ik|\bdoorvragen naar|\bvraag (?:liever |nu )?eerst door|\bdieper vragen",
    r"\bdoel van de(?:ze)? oefening|\brepareren|\b(?:vertrouwen|rapport) opgebouwd",
    r"\bje geeft nu een|\blet op: (?:je|u)",
    r"\bik merk dat (?:je|u)|\bgoede stap in het gesprek|\bco-creatie|\bik ontwijk",
    r"\b(?:hidden|latent|underlying) need|\b(?:an?|that's a|strong|good) (?:open|closed) (?:question|guess)",
    r"\b(?:good|nice|strong) (?:reflection|summary|question,? well)|\bwell done[.,!]|\byour (?:coaching|guess is)",
    r"\btry (?:again with|reflecting|asking)|\bask me a (?:deeper|more)|\bthank you for sharing|\bi notice that you",
    r"\b(?:your|the) rapport|\bpractice partner|\bopen vragen|\bvergrendeld|\bop basis van mijn gegevens",
    r"\b(?:item|that) is still locked|\bthe rules say|\brapport is|\bsimulated|\bcounts as|\bportfolio|\btoo early",
)


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `machine` or `trainee` where the wrong one seems to speak."""
    spoken = unquoted(text)
    if _MACHINE.search(spoken) or _HELPER.search(spoken):
        yield "machine"
    if not scene.written and (_TRAINEE.search(spoken) or _TEACHER.search(spoken)):
        yield "trainee"
