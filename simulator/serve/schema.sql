-- Version 1 of server.db. Nothing of a conversation stands in here: each account has a folder of its own for that.
-- Tokens are kept as SHA-256, passwords as argon2; times are seconds since 1970.
CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('trainee', 'trainer', 'admin')),
    class TEXT REFERENCES classes (id) ON DELETE SET NULL,
    password TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    consent INTEGER NOT NULL DEFAULT 0,
    created REAL NOT NULL
);
CREATE INDEX accounts_by_class ON accounts (class);
CREATE TABLE classes (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    trainer TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created REAL NOT NULL
);
CREATE TABLE links (
    hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created REAL NOT NULL,
    expires REAL NOT NULL,
    used REAL
);
CREATE INDEX links_by_account ON links (account);
CREATE TABLE signins (
    hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created REAL NOT NULL,
    seen REAL NOT NULL
);
CREATE INDEX signins_by_account ON signins (account);
-- Tries to sign in; `key` is a keyed hash of an account's name or of an address, never the thing itself.
CREATE TABLE attempts (
    key BLOB NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX attempts_by_key ON attempts (key, at);
-- An app that was opened and not closed by its user: the next one goes on where it was.
CREATE TABLE tabs (
    account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    opened REAL NOT NULL
);
-- Who did what with an account, for whoever asks later; no words of a conversation.
CREATE TABLE events (
    at REAL NOT NULL,
    account TEXT NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT ''
);
CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
);
