"""An OpenAI-compatible server that behaves, and ones that do not."""

from __future__ import annotations

import threading
from threading import Event

import pytest
from helpers_chat import chunk, said, serve
from helpers_voice import NL

from simulator.voice import http_backend
from simulator.voice.http_backend import HttpBackend, from_name
from simulator.voice.speak import Voice
from simulator.voice.types import Cancelled, VoiceError

__all__ = ["serve"]


def test_streams_pieces_and_sends_what_it_should(serve, monkeypatch):
    monkeypatch.setenv("TOASK_API_KEY", "abc")
    server, backend = serve(lambda h, n: h.say("Ja", ", ", "hoor."))
    assert said(backend) == "Ja, hoor."
    body = server.seen[0]
    assert (body["model"], body["stream"]) == ("small", True)
    assert body["messages"][0]["role"] == "system"
    assert server.headers_seen[0]["Authorization"] == "Bearer abc"


def test_without_a_name_the_first_model_is_taken(serve):
    _, backend = serve(lambda h, n: h.say("Ja."), model="", models=("groot", "klein"))
    backend.load()
    assert backend.name.startswith("groot@127.0.0.1")


def test_a_server_without_a_list_of_models_serves_the_one_that_is_named(serve):
    server, named = serve(lambda h, n: h.say("Ja."), models=None)
    named.load()
    assert said(named) == "Ja."
    with pytest.raises(VoiceError, match="500"):
        HttpBackend(server.url, "").load()


def test_busy_server_is_asked_again(serve):
    server, backend = serve(lambda h, n: h.answer(503) if n < 3 else h.say("Ja."))
    assert said(backend) == "Ja."
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (lambda h, n: h.answer(200, b"<html><body>Login</body></html>", "text/html"), "OpenAI-compatible"),
        (lambda h, n: h.answer(200, b"<html>", "text/event-stream"), "OpenAI-compatible"),
        (lambda h, n: h.answer(200, b'{"nothing": 1}'), "OpenAI-compatible"),
        (lambda h, n: h.answer(200, b'data: {"choices": 5}\n\n', "text/event-stream"), "OpenAI-compatible"),
        (lambda h, n: h.answer(200, b"data: \xff\xfe{\n\n", "text/event-stream"), "OpenAI-compatible"),
        (lambda h, n: h.say(), "OpenAI-compatible"),
        (lambda h, n: h.answer(401), "TOASK_API_KEY"),
        (lambda h, n: h.answer(404), "no such address or model"),
        (lambda h, n: h.answer(400), "refused"),
        (lambda h, n: h.answer(429), "too busy"),
    ],
)
def test_rubbish_is_one_sentence_with_a_next_step(serve, script, sentence):
    _, backend = serve(script)
    with pytest.raises(VoiceError, match=sentence) as caught:
        said(backend)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert "<" not in message


def test_server_that_stalls_in_mid_stream(serve):
    over = Event()

    def script(handler, n):
        handler.say("Ja, ", done=False)
        over.wait(60)

    _, backend = serve(script, timeout=0.3)
    with pytest.raises(VoiceError, match="in time"):
        said(backend)
    over.set()


def test_server_that_never_stops_is_cut_off(serve):
    def script(handler, n):
        handler.begin()
        try:
            while True:
                handler.wfile.write(chunk("en nog wat " * 20))
        except OSError:
            pass

    _, backend = serve(script)
    assert len(said(backend)) <= http_backend.LONGEST + 400


def test_server_that_drips_is_given_up_after_a_while(serve):
    over = Event()

    def script(handler, n):
        handler.begin()
        try:
            while not over.wait(0.1):
                handler.wfile.write(chunk("a"))
                handler.wfile.flush()
        except OSError:
            pass

    _, backend = serve(script, whole=0.5)
    with pytest.raises(VoiceError, match="in time"):  # it would drip on for ever
        said(backend)
    over.set()


def test_cancel_works_while_the_server_says_nothing(serve):
    asked, over = Event(), Event()
    cancel = Event()

    def script(handler, n):
        asked.set()
        over.wait(60)

    _, backend = serve(script)
    threading.Thread(target=lambda: asked.wait(60) and cancel.set()).start()
    with pytest.raises(Cancelled):
        said(backend, cancel)
    assert not over.is_set()
    over.set()


def test_nobody_there(monkeypatch):
    monkeypatch.setattr(http_backend, "PAUSE", 0.01)
    with pytest.raises(VoiceError, match="cannot be reached"):
        said(HttpBackend("http://127.0.0.1:9/v1", "x"))
    with pytest.raises(VoiceError, match="cannot be reached"):
        HttpBackend("http://127.0.0.1:9/v1", "x").load()


@pytest.mark.parametrize("name", ["http:ftp://x/v1", "http:", "http:http://#x"])
def test_wrong_addresses(name):
    with pytest.raises(VoiceError, match="address"):
        from_name(name)


def test_a_password_in_the_address_is_not_shown():
    assert "hush" not in from_name("http:http://me:hush@localhost:1/v1#m").name


def test_a_voice_over_a_server_that_talks_nonsense_still_answers_well(serve):
    _, backend = serve(lambda h, n: h.say("As an AI language model I cannot do that."))
    spoken = Voice(backend).speak(NL, Event(), lambda clause: None)
    assert spoken.text in NL.wordings


def test_a_voice_over_a_good_server(serve):
    line = "Tja, in de koffiekamer, met een stapel schriften. Ze kijken dan na."
    _, backend = serve(lambda h, n: h.say(*[word + " " for word in line.split()]))
    spoken = Voice(backend).speak(NL, Event(), lambda clause: None)
    assert (spoken.text, spoken.voiced_by) == (line, "model")
    assert spoken.first_words <= spoken.total
