-- Version 2. What a trainee takes home: corrections of codes, and documents of which every version is kept.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    unit INTEGER NOT NULL,
    was TEXT NOT NULL,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT 'trainee',
    created TEXT NOT NULL
);
CREATE INDEX corrections_by_turn ON corrections (turn);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    kind TEXT NOT NULL,
    conversation TEXT REFERENCES conversations (id) ON DELETE SET NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX documents_by_document ON documents (document, id);
