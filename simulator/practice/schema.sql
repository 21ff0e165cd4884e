-- Version 1. Turns are a tree from the start: an edit makes a branch, nothing is overwritten.
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    scenario_id TEXT NOT NULL,
    scenario_version INTEGER NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    seed INTEGER NOT NULL,
    voice TEXT NOT NULL,
    mode TEXT NOT NULL DEFAULT 'practice',
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'ended')),
    archived INTEGER NOT NULL DEFAULT 0,
    head INTEGER,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    meta TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent INTEGER REFERENCES turns (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('school', 'trainee')),
    speaker TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    step TEXT NOT NULL,
    data TEXT NOT NULL DEFAULT '{}',
    created TEXT NOT NULL
);
CREATE INDEX turns_by_conversation ON turns (conversation, parent);
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    turn INTEGER REFERENCES turns (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX notes_by_conversation ON notes (conversation);
CREATE VIRTUAL TABLE found USING fts5 (text, conversation UNINDEXED, source UNINDEXED, row UNINDEXED, tokenize = "unicode61 remove_diacritics 2");
CREATE TRIGGER turns_found AFTER INSERT ON turns BEGIN
    INSERT INTO found (text, conversation, source, row) VALUES (new.text, new.conversation, 'turn', new.id);
END;
CREATE TRIGGER turns_unfound AFTER DELETE ON turns BEGIN
    DELETE FROM found WHERE source = 'turn' AND row = old.id;
END;
CREATE TRIGGER titles_found AFTER INSERT ON conversations BEGIN
    INSERT INTO found (text, conversation, source, row) VALUES (new.title, new.id, 'title', new.id);
END;
CREATE TRIGGER titles_renamed AFTER UPDATE OF title ON conversations BEGIN
    UPDATE found SET text = new.title WHERE source = 'title' AND row = new.id;
END;
CREATE TRIGGER titles_unfound AFTER DELETE ON conversations BEGIN
    DELETE FROM found WHERE source = 'title' AND row = old.id;
END;
CREATE TRIGGER notes_found AFTER INSERT ON notes BEGIN
    INSERT INTO found (text, conversation, source, row) VALUES (new.text, new.conversation, 'note', new.id);
END;
CREATE TRIGGER notes_unfound AFTER DELETE ON notes BEGIN
    DELETE FROM found WHERE source = 'note' AND row = old.id;
END;
