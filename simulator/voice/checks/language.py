"""The wrong language, by function words that only one of them has. Short clauses pass."""

from __future__ import annotations

from collections.abc import Iterator

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
    und ich nicht aber wir ihr sie ist sind mit für auf eine einen auch schon sehr haben wird kein oder
    """
    ),
    "fr": bag(
        """
    et est vous nous avec pour dans une mais je ne que qui sont pas les des c'est
    """
    ),
}
_BOTH = {"nl": frozenset(), "en": frozenset({"a"})}


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
    strange = sum(not char.isascii() and char.isalpha() and ord(char) > 0x24F for char in text)
    if strange or (len(row) >= 8 and mine == 0 and not scene.written):
        yield "language"
