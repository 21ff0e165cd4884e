"""Sentences of `toask serve` for who looks after a server, for `simulator.app.errors`."""

from __future__ import annotations

from simulator.i18n import mark

SERVE: tuple[str, ...] = (
    mark("Cannot write in {path} ({why}); choose another --data folder."),
    mark("Cannot write in {path} ({why}); nothing that was there is lost: free some space, try again."),
    mark("A server runs with {path}; stop that one, or give another --data folder."),
    mark("A server runs with {path}; stop it, and restore then."),
    mark(
        "A restore into {path} is under way or was cut off: let it end, or run `toask serve restore` again with "
        "--set-aside."
    ),
    mark("There is no server in {path}; give --data the folder of one."),
    mark("A backup is one {ending} file; give a name that ends so, or a folder that is there."),
    mark("{path} is there already; give another name, or --replace."),
    mark("{path} holds more than {n} files; copy it with a tool of the system."),
    mark("{path} cannot be read ({why}); run this as the user that the server runs as."),
    mark("{path} cannot be read ({why}); check its name."),
    mark("{path} cannot be read ({why}); give --config the name of a TOML file."),
    mark("{path} is no text file; give --config the name of a TOML file."),
    mark("{path} is not a TOML file: it ends in the middle of a setting; complete that and start again."),
    mark(
        "{path} is not a TOML file: line {line} is no setting such as `port = 8000`, or one that stands above already; "
        "correct it and start again."
    ),
    mark("Another program listens on {where} already; stop that one, or give another --port."),
    mark("Nothing can listen on {where} ({why}); give another --host or --port."),
    mark("A name has 1 to {n} characters; type it again."),
    mark("port is {port}; give a number from 1 to 65535."),
    mark("language is '{language}'; choose nl or en."),
    mark("proxies: '{name}' is no address of a proxy; give one such as 10.0.0.0/8."),
    mark("TLS needs both --tls-cert and --tls-key; give the other one too."),
    mark("There is no file {path}; give --tls-cert and --tls-key PEM files."),
    mark(
        "{host} can be reached from other machines, and without TLS anyone between can read along; give --tls-cert and "
        "--tls-key, or --behind-proxy when a proxy does TLS, or leave --host out."
    ),
    mark("address is '{address}'; give it as https://name, without a path."),
    mark("[model] has both serve and address or command; leave one of them out."),
    mark("[model] needs an address such as http://127.0.0.1:8001/v1#name, or serve = a model."),
    mark("[model] has an empty command; name the program and its arguments, or leave it out."),
    mark("{name} is {value}; give a number from {least}."),
    mark("{path} was written by a newer toask (schema {version}); update toask."),
    mark("The server is busy; try again in a moment."),
    mark("The server cannot write to its disk; tell whoever looks after it."),
    mark("The server's database could not be used ({why}); tell whoever looks after it."),
    mark("{path} is in use for too long; try again in a moment."),
    mark("What is in {path} does not fit: {free} MB are free; free some space first."),
    mark("{path} is damaged at {part} ({why}); nothing was changed, take another backup."),
    mark(
        "{path} is no backup of toask, or is damaged from its beginning; name a file that `toask serve backup` wrote."
    ),
    mark("{path} was made by a newer toask ({wrote}, this is {here}); update toask, and restore then."),
    mark("{path} belongs to another user; run this as that user, such as with sudo -u."),
    mark("{path} is not empty; add --set-aside to keep what is there in a folder {aside}… in it."),
    mark("{path} changed while it was read; nothing was changed, try again."),
    mark("{path} in this backup cannot be used ({why}); take another backup."),
    mark("its beginning"),
    mark("its end"),
    mark("more follows"),
    mark("it stands there twice, or behind the end"),
    mark("it is not there: the file was cut off, or is no backup"),
    mark("that is nothing that a backup holds"),
    mark("there are too many parts"),
    mark("it ends in the middle"),
    mark("it is of something else"),
    mark("it cannot be read"),
    mark("it is too long"),
    mark("it is missing"),
    mark("it does not belong there"),
    mark("its SHA-256 is another"),
    mark("{path}: '{key}' is not a setting; {hint}"),
    mark("[{table}]: '{key}' is not a setting; {hint}"),
    mark("{key} is not a setting; {hint}"),
    mark("known are {names}."),
    mark("`toask serve --show-config` shows which there are."),
    mark("{where}: '{value}' does not fit; it is like {like}."),
    mark("{where}: '{value}' does not fit; it is a {kind}."),
)
