"""What the app asks of the practice log once a conversation is over: debrief, corrections, branches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator import i18n

if TYPE_CHECKING:
    from simulator.debrief.model import Debrief
    from simulator.practice.api import Branch
    from simulator.practice.corrections import Correction
    from simulator.practice.documents import Document
    from simulator.practice.store import Store
    from simulator.review.erase import Holding


class StoredAfterwards(ABC):
    """Implements `simulator.app.services.Afterwards` over the practice log; loads no model."""

    @abstractmethod
    def store(self) -> Store:
        """Return the practice log."""

    def debrief(self, conversation: str, head: int | None = None) -> Debrief:
        """Return the debrief in the interface's language."""
        from simulator.debrief.build import debrief

        return debrief(self.store(), conversation, i18n.language(), head)

    def correct(self, turn: int, unit: int, was: str, code: str, reason: str) -> None:
        """Keep the trainee's other opinion on the code of a unit; the lists and progress count with it from now on."""
        from simulator.practice.corrections import correct

        store = self.store()
        correct(store, turn, unit, was, code, reason)
        row = store.conversation(store.turn(turn).conversation)
        if kept := row.result:
            where = "result" if row.status == "ended" else "last_result"
            store.set_meta(row.id, **{where: {**kept, "ask_share": self.debrief(row.id, row.earlier).ask_share}})

    def corrections(self, conversation: str) -> Sequence[Correction]:
        """Return all corrections in a conversation, oldest first."""
        from simulator.practice.corrections import corrections

        return corrections(self.store(), conversation)

    def branches(self, conversation: str, head: int | None = None) -> Sequence[Branch]:
        """Return every way that the conversation went, oldest first."""
        from simulator.practice.branches import branches

        return branches(self.store(), conversation, head)

    def quoted_in(self, conversation: str) -> Sequence[Document]:
        """Return reports and the like that are about a conversation or quote it, latest first."""
        from simulator.privacy.erase import quoted_in

        return quoted_in(self.store(), conversation)

    def reviewed_in(self, conversation: str, known: Sequence[str]) -> tuple[Sequence[Holding], Sequence[Holding]]:
        """Return the review projects that hold a conversation: those that it goes from, and those where it stays."""
        from simulator.privacy.erase import reviewed_in

        return reviewed_in(self.store().path, conversation, known)

    def erase(self, conversation: str, also: Sequence[str] = ()) -> bool:
        """Delete a conversation for good, and documents by their ids; False: traces go when other windows close."""
        from simulator.privacy.erase import erase

        return erase(self.store().path, conversation, also)
