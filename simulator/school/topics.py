"""What a trainee's turn is about: which targets it asks for, whose words it takes up, and whether it is new ground.

All locked text of the scenario stays inside `Topics`; what comes out holds ids and scores, and may be logged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import Unit
from simulator.coding.coder import Encoder, PieceEncoder
from simulator.scenario.model import Scenario
from simulator.school.acts import Hit, Target, TargetKind, TurnInput
from simulator.school.anchors import PATTERNS
from simulator.school.asked import asks, cuts
from simulator.school.called import Names
from simulator.school.details import holder_of
from simulator.school.entries import ANCHORS, details_of, entries_of
from simulator.school.lexicon import common, quotes, shared, stems, subjects, telling
from simulator.school.manner import PERMISSION, WHO_IS, points_back
from simulator.school.match_weights import DETAIL_WEIGHTS
from simulator.school.matching import Matcher, shifted
from simulator.school.meant import Meant, Reads
from simulator.school.named import Named
from simulator.school.nearness import Nearness
from simulator.school.off import asks_own, leaves
from simulator.school.reread import DETAIL_WEIGHTS as BOTH_DETAILS

ASKS = frozenset({"DEEP", "OPEN", "SEEK", "CLOSED", "REFL-S", "REFL-C"})
REFLECTS = frozenset({"REFL-S", "REFL-C", "FILL"})
OUTSIDE: tuple[TargetKind, ...] = ("off", "bye")
LATE = frozenset({"choice", "step", "want", "begin"})
THRESHOLD = 0.55
SURER = 0.65  # after a second look: what is not meant hurts more than a hesitation
PLAINLY = 0.85  # so surely a fact must be asked for then
DETAIL_THRESHOLD = 0.62
DETAIL_SURER = 0.8
FAINT = 0.2  # below its threshold and from here on a target is only leant to
_ANCHOR_THRESHOLD = 0.6
_SURE = 0.97
# What is asked on is mostly about what was just said: added to a detail's log-odds.
_ASKS_ON = (ASKS - REFLECTS) | {"LEAD"}
_NAMED = 0.9
_TOLD = frozenset({"item", "need", "choice", "step"})
_BARE, _LAST, _ECHOED, _EARLIER, _NAMED_EARLIER = 1.0, 0.3, 0.5, -3.0, 2.0
_MOST = 6
_SETS_UP = frozenset({"NEUTRAL", "AFFIRM", "REFL-S", "REFL-C"})
_POINTS = re.compile(r"\b(dat|dit|die|er|daar\w*|er(mee|van|over|bij)|that|this|it|so)\b", re.IGNORECASE)
_STRIKES = re.compile(r"\b(met (je|jou|jullie|u)|do to you|makes? you feel)\b", re.IGNORECASE)
Floats = NDArray[np.float32]
Spoken = Sequence[tuple[Target | None, str]]
Hits = tuple[Hit, ...]


class Topics:
    """Topic matching for one scenario. Building it encodes every phrase once (seconds; keep the encoder's vectors).

    Args:
        scenario: the school.
        encoder: any sentence encoder; `CachedEncoder` around the coder's for use, `HashEncoder` for tests.
        reads: the reader, which looks at the whole turn again; None: nothing does.
    """

    def __init__(self, scenario: Scenario, encoder: Encoder, reads: Reads | None = None) -> None:
        self.language = scenario.language
        self._encoder = encoder
        self._least = THRESHOLD if reads is None else SURER
        self._least_fact = THRESHOLD if reads is None else PLAINLY
        self._least_detail = DETAIL_THRESHOLD if reads is None else DETAIL_SURER
        self._hides = scenario.need is not None
        self.matcher = Matcher(entries_of(scenario), encoder, scenario.language)
        entries = details_of(scenario)
        self.details = Matcher(entries, encoder, scenario.language) if entries else None
        if self.details is not None and isinstance(encoder, PieceEncoder):
            self.details.weights = np.array(DETAIL_WEIGHTS, np.float32)
        if self.details is not None:
            self.details.both = BOTH_DETAILS
        self._meant = None if reads is None else Meant((*self.matcher.entries, *entries), reads)
        self._nearness = Nearness(encoder, self.language)
        self._cues = {Target("item", item.id): item.cue for item in scenario.items}
        self._names = Names((one.id, one.name) for one in scenario.speakers)
        self._who = {
            found.group(1).casefold(): Target("fact", scenario.fact_id(index))
            for index, fact in reversed(list(enumerate(scenario.school.facts)))
            for topic in fact.topics
            if (found := WHO_IS.search(topic))
        }
        self._people = Named((*self.matcher.entries, *entries), (one.name for one in scenario.speakers))
        brief = " ".join(
            (scenario.title, scenario.brief, scenario.request.content, scenario.you.role, scenario.you.offer)
        )
        named = " ".join(f"{one.name} {one.role}" for one in scenario.speakers)
        self._brief = telling(f"{brief} {named} {scenario.school.kind}", self.language)
        self._holds = {
            entry.target: frozenset(one for text in (*entry.asks, *entry.tells) for one in stems(text, self.language))
            for entry in (*self.matcher.entries, *entries)
        }

    def read(self, text: str, units: Sequence[Unit], said: Spoken, history: Sequence[str]) -> TurnInput:
        """Return what the mind sees of a turn.

        Args:
            text: the trainee's turn.
            units: its coded units.
            said: what the school has said, latest last, each with what it was about (None: nothing in particular).
            history: the trainee's earlier turns, latest last.
        """
        early = self._hides and not any(target and target.kind in ("need", "choice", "step") for target, _ in said)
        echoes = self._echoes(text, said)
        before = said[-1][1] if said else ""
        second = self._meant(before, text) if self._meant is not None and self._asking(units) else None
        hits, leans = self._hits(text, units, early, before, second)
        named = {*echoes, *(hit.target for hit in hits if hit.score >= _NAMED)}
        on, faint = self._asked_on(units, said, named, second)
        who = self._people.asked([unit.text for unit in units if unit.code in _ASKS_ON or asks(unit)], text)
        plain = tuple(hit for hit in hits if hit.target.kind != "fact" or hit.score >= self._least_fact)
        hits, leans = self._people.about(plain + on, who), self._people.about(leans + faint, who)
        return TurnInput(
            text=text,
            units=tuple(units),
            hits=hits,
            echoes=echoes,
            addressed=self._names.addressed(text),
            repeats=self._repeats(text, history),
            novel=self._novel(units, said, hits),
            leans=tuple(sorted(leans, key=lambda hit: -hit.score)),
            cue=self._cue(said),
        )

    def _cue(self, said: Spoken) -> int:
        """Return which line of a cue the school's last words hold; -1: none."""
        target, last = said[-1] if said else (None, "")
        cues = self._cues.get(target, []) if target is not None else []
        return next((n for n, line in enumerate(cues) if line in last), -1)

    def fit(self, text: str, wordings: Sequence[str]) -> tuple[float, ...]:
        """Return how well each wording answers the turn (0 to 1), for the voice's choice among written lines."""
        return self._nearness.fit(text, wordings)

    def _hits(
        self, text: str, units: Sequence[Unit], early: bool, before: str, second: Floats | None
    ) -> tuple[Hits, Hits]:
        """Return what the turn asks for, best first, and items that it may ask for.

        Early on, what the school would choose or begin comes last.

        `before` is what the school had just said: a question may lean on it ("en die andere vijf?"); `second`: what the
        reader makes of the whole turn.
        """
        best: dict[Target, tuple[float, int]] = {}
        plain = any(unit.code in ASKS - REFLECTS and telling(unit.text, self.language) for unit in units)
        for number, (last, unit) in enumerate(zip((None, *units), units[:_MOST], strict=False)):
            if unit.code not in ASKS and not asks(unit):
                continue
            reflects = unit.code in REFLECTS
            also = None if second is None or (plain and reflects) else second[: len(self.matcher.entries)]
            scores = self.matcher.scores(self._asked(unit, last), reflects, before, also)
            for entry, score in zip(self.matcher.entries, scores.tolist(), strict=True):
                kind = entry.target.kind
                if (kind == "bye" and unit.code != "SEEK") or (kind == "fact" and unit.code in REFLECTS):
                    continue  # Who asks or reflects takes no leave; who reflects asks for no fact.
                if kind == "item" and plain and unit.code in REFLECTS:
                    continue  # What is said back leads to the question, and the question names what it asks for.
                if score >= (FAINT if kind == "item" else _ANCHOR_THRESHOLD if kind in ANCHORS else self._least):
                    best[entry.target] = max((score, number), best.get(entry.target, (0.0, 0)))
            own = unit.code != "SEEK" and asks_own(unit.text, self._encoder)
            for found in (*self._patterns(unit.text), *(("own",) if own else ())):
                best[Target(found)] = max((_SURE, number), best.get(Target(found), (0.0, 0)))
            for named in WHO_IS.findall(unit.text):
                if (who := self._who.get(named.casefold())) is not None:
                    best[who] = max((_SURE, number), best.get(who, (0.0, 0)))
        for away in OUTSIDE:
            if away == "bye" and text.rstrip().endswith("?"):
                continue  # "Did you have a nice weekend?" is no goodbye.
            if PATTERNS[self.language][away].search(text[:4000]) or (away == "off" and leaves(text, self._encoder)):
                best[Target(away)] = (1.0, 0)
        rows = sorted(best.items(), key=lambda row: (early and row[0].kind in LATE, -row[1][0], row[0].kind, row[0].id))
        hits = [Hit(target, round(score, 4), number) for target, (score, number) in rows]
        return _split(hits, lambda hit: hit.target.kind != "item" or hit.score >= self._least)

    def _asked_on(
        self, units: Sequence[Unit], said: Spoken, named: Set[Target], second: Floats | None
    ) -> tuple[Hits, Hits]:
        """Return the details that the turn asks for, best first, of what the school has spoken of; and faint ones.

        `named`: what the turn takes up or means as a whole.
        """
        if self.details is None or not said:
            return (), ()
        spoken = {one for one, _ in said}
        # What was told just before the request, a fact or a hesitation is still what "toen" means.
        last = {said[-1][0], next((one for one, _ in said[:-4:-1] if one and one.kind in _TOLD), None)}
        best: dict[Target, float] = {}
        for before, unit in zip((None, *units), units[:_MOST], strict=False):
            if not (unit.code in _ASKS_ON or asks(unit)) or (unit.code == "SEEK" and PERMISSION.search(unit.text)):
                continue
            also = None if second is None else second[len(self.matcher.entries) :]
            scores = self.details.scores(self._asked(unit, before), False, said[-1][1], also)
            for entry, score in zip(self.details.entries, scores.tolist(), strict=True):
                holder = holder_of(entry.target)
                if holder not in spoken:
                    continue
                bare = not telling(unit.text, self.language) or points_back(unit.text, self.language)
                shift = (_BARE if bare else _LAST) if holder in last else _EARLIER
                if holder in named:
                    shift += _ECHOED if holder in last else _NAMED_EARLIER
                if holder.kind == "request" and not (holder in last and holder in named):
                    shift = _EARLIER  # It is known from the start: who asks broadly does not ask for its details.
                score = shifted(score, shift)
                if score >= FAINT:
                    best[entry.target] = max(score, best.get(entry.target, 0.0))
        rows = sorted(best.items(), key=lambda row: (-row[1], row[0].id))[:_MOST]
        hits = [Hit(found, round(score, 4)) for found, score in rows]
        return _split(hits, lambda hit: hit.score >= self._least_detail)

    def _asked(self, unit: Unit, before: Unit | None) -> list[str]:
        """Return the cuts of a unit; a question that names nothing asks about the sentence that it stands behind."""
        bare = unit.code not in REFLECTS and _POINTS.search(unit.text) and not telling(unit.text, self.language)
        if (
            before is None
            or not bare
            or _STRIKES.search(unit.text)
            or before.code not in _SETS_UP
            or not telling(before.text, self.language)
        ):
            return cuts(unit.text)
        return [f"{before.text} {unit.text}"[:600], *cuts(unit.text)]

    def _asking(self, units: Sequence[Unit]) -> bool:
        """Return whether anything in a turn may ask for something."""
        return any(unit.code in ASKS or unit.code in _ASKS_ON or asks(unit) for unit in units[:_MOST])

    def _patterns(self, text: str) -> list[TargetKind]:
        patterns = PATTERNS[self.language]
        parts = [text[:1000], *cuts(text)[1:]]
        return [kind for kind in ("own", "more", "want", "begin") if any(patterns[kind].search(part) for part in parts)]

    def _echoes(self, text: str, said: Spoken) -> tuple[Target, ...]:
        """Return targets whose spoken words come back: quoted ones first, then shared words that point at something."""
        quoted = {one for quote in quotes(text) for one in stems(quote, self.language)}
        mine = telling(text, self.language)
        spoken = [(target, set(stems(line, self.language))) for target, line in said]
        first: list[Target] = []
        then: list[Target] = []
        for back, (target, held) in enumerate(reversed(spoken)):
            if target is None or target.kind in ANCHORS:
                continue
            if quoted and len(shared(quoted, held, self.language)) >= max(1, round(0.6 * len(quoted))):
                first.append(target)
                continue
            both = shared(mine, held, self.language)
            # Further back a word must be rare to mean that utterance: one that every answer holds means none of them.
            rare = {one for one in both if sum(bool(shared({one}, other, self.language)) for _, other in spoken) <= 2}
            if (both - self._brief if back else both) or rare:
                then.append(target)
        return tuple(dict.fromkeys((*first, *then)))

    def _repeats(self, text: str, history: Sequence[str]) -> bool:
        """Return whether the turn asks nearly what an earlier one asked: the same words and the same meaning.

        Questions that only point back ("en toen?") repeat nothing: each time they ask about something else.
        """
        mine = set(stems(text, self.language))
        if len(mine) < 2 or not mine - common(self.language):
            return False
        near = [
            line
            for line in history
            if (other := set(stems(line, self.language)))
            and len(mine) >= 0.6 * len(mine | other)
            and len(shared(mine, other, self.language)) >= 0.6 * len(mine | other)
        ]
        if not near:
            return False
        return bool(self._nearness.cosines(text, near).max() >= (0.5 if self._encoder.name == "hash" else 0.75))

    def _novel(self, units: Sequence[Unit], said: Spoken, hits: Sequence[Hit]) -> bool:
        """Return whether a question names something that was not said, not in the brief and not known to a match."""
        asks = [unit for unit in units if unit.code in ASKS - REFLECTS]
        asked = [unit.text for unit in asks or units if unit.code in ASKS]
        mine = {one for text in asked for one in subjects(text, self.language)} - self._brief
        if not mine:
            return False
        known = {one for _, line in said for one in stems(line, self.language)} | self._brief
        for hit in hits:
            known |= self._holds.get(hit.target, frozenset())
        return bool(mine - shared(mine, known, self.language))


def _split(found: Sequence[Hit], counts: Callable[[Hit], bool]) -> tuple[Hits, Hits]:
    """Return what counts, and what does not."""
    return tuple(hit for hit in found if counts(hit)), tuple(hit for hit in found if not counts(hit))
