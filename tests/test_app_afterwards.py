"""What the real log gives the app once a conversation is over."""

from helpers_debrief import GOOD, PITCH, talked

from simulator.app.real_afterwards import StoredAfterwards


class Over(StoredAfterwards):
    """Over an opened log."""

    def __init__(self, held):
        self.held = held

    def store(self):
        return self.held


def test_the_lists_count_with_a_corrected_code(tmp_path):
    store, one = talked(tmp_path, [*PITCH, *GOOD[:3]])
    one.end()
    before = store.conversation(one.id).meta["result"]
    turn = next(row for row in one.rows() if row.role == "trainee")
    Over(store).correct(turn.id, 0, "OFFER", "OPEN", "zij vroegen erom")
    after = store.conversation(one.id).meta["result"]
    assert after["ask_share"] > before["ask_share"]
    assert {**after, "ask_share": None} == {**before, "ask_share": None}
    store.close()
