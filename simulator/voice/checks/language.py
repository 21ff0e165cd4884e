"""The wrong language, by function words that only one of them has. Short clauses pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from simulator.voice.bags import bag
from simulator.voice.checks.scene import Scene, unquoted, words

_ONLY = {
    "nl": bag(
        """
    de het een en van ik je jij u uw wij ze zij hij dat dit deze niet wel ook maar want voor met op aan bij naar uit
    om te er hier daar dan nu toen als of zijn waren ben bent heb hebt heeft hebben kan kunnen zal zou zouden moet
    moeten mag willen wordt worden geen iets niets niemand iedereen alles wat wie waar hoe waarom welke mijn ons onze
    jullie hun haar zich zelf nog al weer even gewoon eigenlijk nou ja nee hoor toch dus omdat gaat gaan doet doen
    komt maakt zegt weet vind vindt denk heel veel meer daarna ervan erover eerlijk precies klopt misschien graag
    """
    ),
    "en": bag(
        """
    the a an and of to i you he she it they we that this these those not also but because for with on at by from out
    are were am been has have can could will would should must may don't doesn't didn't it's that's i'm i've we're
    we've you're they're there's nobody everyone everything what who where how why which my our your their his
    themselves ourselves still again just actually well yes no then when if or there here goes does do comes makes
    says know think very much more after about honest exactly perhaps really them us
    """
    ),
    "de": bag(
        """
    und ich nicht aber wir ihr sie ist sind mit für auf eine einen auch schon sehr haben wird kein oder das im um gern
    möchten ein zum zur noch dann wenn weil habe hat hatte musst muss können kann wollen dir dich mir mich uns euch
    keine ganz jahr zwei drei waren würde wäre bitte danke genau doch mal heute immer wieder viele
    """
    ),
    "fr": bag(
        """
    et est vous nous avec pour dans une mais je ne que qui sont pas les des c'est ça oui non le la du au aux sur par
    il elle ils elles ont était sais suis tout tous très bien merci ce cette ses leurs enfants parlons plutôt beaucoup
    """
    ),
    "es": bag(
        """
    el los las y no que porque con para una pero muy es son está estoy voy gracias sí nosotros niños también más cuando
    todo hay tengo quiero
    """
    ),
    "af": bag(
        """
    nie ek jy jou hulle sê nou liewer vir baie hierdie daardie kinders dankie het wees oor kyk moenie asseblief
    ag net julle ons daaroor
    """
    ),
}
_HALF = 0.3
"""From this share of words on that only the other language has, two of them are enough."""


@lru_cache(maxsize=2)
def only(language: str) -> frozenset[str]:
    """Return words that of the two only this language has, by the lines of the project (`training.guard`)."""
    held = json.loads(files("simulator.voice.checks").joinpath("only.json").read_text(encoding="utf-8"))
    return bag(held[language])


def _mixed(row: list[str], scene: Scene) -> bool:
    """Whether words of the other language stand in the text that nobody in the talk used."""
    if scene.written:
        return False
    other = "en" if scene.ask.language == "nl" else "nl"
    strange = {word for word in row if word in only(other)} - set(words(scene.talk()))
    return len(strange) >= 3 or (len(strange) >= 2 and len(strange) >= _HALF * len(row))


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `language` where the words are another language's, or nobody's."""
    own = scene.ask.language
    row = words(unquoted(text))
    mine = sum(word in _ONLY[own] for word in row)
    for other, theirs in _ONLY.items():
        if other != own:
            count = sum(word in theirs and word not in _ONLY[own] for word in row)
            if (count >= 3 and count > mine) or (count >= 2 and count > 2 * mine) or (count >= 4 and count * 2 > mine):
                yield "language"
                return
    if _mixed(row, scene):
        yield "language"
        return
    strange = sum(not char.isascii() and char.isalpha() and ord(char) > 0x24F for char in text)
    if strange or (len(row) >= 8 and mine == 0 and not scene.written):
        yield "language"
