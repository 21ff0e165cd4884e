"""What scoring, a cluster and places far away say, for the interface's language: a worker knows no interface."""

from __future__ import annotations

from simulator.i18n import mark

SCORING: tuple[str, ...] = (
    mark("An address"),
    mark("There is nothing at {where}; check the address."),
    mark("{where} cannot be opened ({why}); install that package beside toask."),
    mark("{where} cannot be read ({why}); check it and your rights there, and give the same command again."),
    mark("{where} holds no transcripts ({endings}); check the address."),
    mark(
        "Files are read where the command runs, so it must run on a machine of the cluster; start it there "
        "(`ray job submit`), with --ray-address auto."
    ),
    mark(
        "There is no Ray cluster at {where} that lets this machine in; see `ray status` (a cluster with a token "
        "wants RAY_AUTH_MODE=token), or leave --ray-address out to score on this machine."
    ),
    mark("Ray does not start on this machine ({why}); leave --engine ray out."),
    mark("The cluster has {cores} cores and not {wanted}; give --workers {again}, or leave it out."),
    mark("The cluster could not go on ({why}); what is scored is kept: the same command goes on."),
    mark("A worker has {theirs}, and this machine {ours}; install the same toask on every machine."),
    mark("{name} coded {found} of {wanted} turns; report it with `toask --version`."),
    mark("{path} is a file and there are several conversations; give --html the name of a folder."),
)
