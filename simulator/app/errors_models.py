"""What the models' cards, their memory and their servers say, for the interface's language."""

from __future__ import annotations

from simulator.i18n import mark

MODELS: tuple[str, ...] = (
    mark("The model card {path} cannot be read ({why}); {next}."),
    mark("The model card {path} has the name of another, {name}; give it a name of its own."),
    mark("correct the file, or take it out of that folder"),
    mark("correct the file, or install toask again"),
    mark("No model cards were found; reinstall toask."),
    mark("{name} holds {size} bytes instead of {wanted} in {path}; {next}."),
    mark("install toask again"),
    mark("{name} needs {need} of memory and {free} is free: {next}."),
    mark("Memory ran out while {name} was loaded, which needs {need} where {free} is free now: {next}."),
    mark("Memory ran out while {name} was loaded: close other programs, or choose a smaller voice."),
    mark("close other programs, or choose {name} with `toask models use {again}`"),
    mark("close other programs, or speak without a model with `--voice scripted`"),
    mark(
        "{name} runs behind a server and no address is set: let one have it ({start}), then run "
        "`toask models use {again} --server {url}` with its address."
    ),
    mark(
        "The weights of {name} are fetched by a server and not by toask: for example {start}, then "
        "`toask models use {again} --server {url}`."
    ),
    mark(
        "The model could not be unpacked into {folder} ({why}): make room there or choose another data folder, then "
        "try again."
    ),
    mark("There are no weights at {path}: fetch them with `toask models pull`."),
    mark("{name} is not a GGUF file: fetch it again with `toask models pull`."),
    mark(
        "{name} cannot be read as a language model ({why}): fetch it again with `toask models pull`, or choose another "
        "model with `toask models use`."
    ),
)
