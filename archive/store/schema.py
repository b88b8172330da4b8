"""The tables of an archive, version by version.

``MIGRATIONS[n]`` brings a database of version ``n`` to version ``n + 1``;
the first makes everything. A version once released is never edited: what
changes later is a further entry.

Order of columns matters in ``revisions``: SQLite reads a row from its start,
so the small columns come first and the original bytes, which only an export
or a re-parse asks for, last.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x4E574D4B
"""``NWMK`` in the file's header: what says that a database is an archive."""

_VERSION_1: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Which identity an id stands for, deleted articles included: ids are never reused.
CREATE TABLE identities (id TEXT PRIMARY KEY, identity TEXT NOT NULL UNIQUE) WITHOUT ROWID;

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    identity TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT,
    outlet TEXT,
    authors TEXT NOT NULL,
    published TEXT,
    added TEXT NOT NULL,
    language TEXT,
    tags TEXT NOT NULL,
    read INTEGER NOT NULL,
    position INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    words INTEGER NOT NULL,
    corrected TEXT NOT NULL,
    -- derived: folded title and outlet to sort by, first and last day covered (ordinals)
    title_key TEXT NOT NULL,
    outlet_key TEXT,
    first INTEGER,
    last INTEGER
);
CREATE INDEX articles_date ON articles (first, id);
CREATE INDEX articles_title ON articles (title_key, id);
CREATE INDEX articles_outlet ON articles (outlet_key, id);
CREATE INDEX articles_added ON articles (added, id);
CREATE INDEX articles_text ON articles (sha256);

CREATE TABLE revisions (
    article TEXT NOT NULL,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    words INTEGER NOT NULL,
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    at TEXT NOT NULL,
    text BLOB NOT NULL,
    markup BLOB NOT NULL,
    original BLOB
);
CREATE UNIQUE INDEX revisions_number ON revisions (article, number);

CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    identifiers TEXT NOT NULL,
    description TEXT NOT NULL,
    merged_into TEXT REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    created TEXT NOT NULL,
    modified TEXT NOT NULL
);
CREATE INDEX entities_merged ON entities (merged_into);

-- Derived: every name of every entity as folded for looking up; exact is the
-- form itself where case matters, else NULL.
CREATE TABLE entity_names (
    folded TEXT NOT NULL,
    entity TEXT NOT NULL,
    exact TEXT
);
CREATE INDEX entity_names_folded ON entity_names (folded, entity);
CREATE INDEX entity_names_entity ON entity_names (entity);

CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    statement TEXT NOT NULL,
    kind TEXT NOT NULL,
    claimant TEXT REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    attribution TEXT,
    said_on TEXT,
    due TEXT,
    verdict TEXT NOT NULL,
    confidence INTEGER,
    notes TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL
);
CREATE INDEX claims_claimant ON claims (claimant);

CREATE TABLE annotations (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    revision INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    motivation TEXT NOT NULL,
    placement TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,
    label TEXT,
    claim TEXT REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
    entity TEXT REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    creator TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL
);
CREATE INDEX annotations_article ON annotations (article, claim, entity);
CREATE INDEX annotations_claim ON annotations (claim) WHERE claim IS NOT NULL;
CREATE INDEX annotations_entity ON annotations (entity, article) WHERE entity IS NOT NULL;

CREATE TABLE evidence (
    id TEXT PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
    stance TEXT NOT NULL,
    annotation TEXT REFERENCES annotations (id) DEFERRABLE INITIALLY DEFERRED,
    url TEXT,
    note TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX evidence_claim ON evidence (claim);
CREATE INDEX evidence_annotation ON evidence (annotation);

-- undone: 0 stands, 1 taken back and can be done again, 2 taken back for good.
CREATE TABLE steps (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    command TEXT NOT NULL,
    summary TEXT NOT NULL,
    undoable INTEGER NOT NULL,
    reverses INTEGER,
    undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX steps_undo ON steps (actor, undone, number) WHERE undoable = 1;
CREATE INDEX steps_reverses ON steps (reverses) WHERE reverses IS NOT NULL;

-- before and after are JSON objects of the fields that changed. article is the
-- one concerned where the record belongs to one; searchable says whether the
-- search index must look again.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    record TEXT NOT NULL,
    key TEXT NOT NULL,
    article TEXT,
    searchable INTEGER NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX changes_step ON changes (step);
CREATE INDEX changes_key ON changes (key);
CREATE INDEX changes_article ON changes (article) WHERE article IS NOT NULL;
"""

# Saved searches; derived: which articles met them, with the Change by which each came in
# (those after the search's own ``seen`` are news); and the queries that were asked.
# Articles can be listed by length.
_SEARCHES: Final = """
CREATE TABLE searches (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    sort TEXT NOT NULL,
    descending INTEGER NOT NULL,
    "key" TEXT,
    seen INTEGER NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL
);
CREATE TABLE search_news (
    search TEXT NOT NULL,
    article TEXT NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (search, article)
) WITHOUT ROWID;
CREATE INDEX articles_words ON articles (words, id);
CREATE TABLE queries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    query TEXT NOT NULL UNIQUE
);
"""

# The oldest article with a text is found without sorting all that share it.
_COPIES: Final = """
DROP INDEX articles_text;
CREATE INDEX articles_text ON articles (sha256, added, id);
"""

# Dossiers, and their parts in the order of their ranks.
_DOSSIERS: Final = """
CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL
);
CREATE TABLE parts (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id) DEFERRABLE INITIALLY DEFERRED,
    rank TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    claim TEXT REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
    annotation TEXT REFERENCES annotations (id) DEFERRABLE INITIALLY DEFERRED,
    created TEXT NOT NULL,
    modified TEXT NOT NULL
);
CREATE INDEX parts_dossier ON parts (dossier, rank, id);
CREATE INDEX parts_claim ON parts (claim) WHERE claim IS NOT NULL;
CREATE INDEX parts_annotation ON parts (annotation) WHERE annotation IS NOT NULL;
"""

# The verdicts a claim may be given, where they are not the usual ones; the user's judgements
# on which articles are copies of one text. Claims are listed by the newest. Marks that somebody
# decided to keep as lost, and the revision of their article that was before him.
_LEDGER: Final = """
CREATE TABLE schemes (
    id TEXT PRIMARY KEY,
    names TEXT NOT NULL,
    meanings TEXT NOT NULL
);
CREATE TABLE copies (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    other TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    same INTEGER NOT NULL
);
CREATE UNIQUE INDEX copies_article ON copies (article, other);
CREATE INDEX copies_other ON copies (other);
CREATE INDEX claims_created ON claims (created, id);
CREATE TABLE kept (
    id TEXT PRIMARY KEY,
    annotation TEXT NOT NULL REFERENCES annotations (id) DEFERRABLE INITIALLY DEFERRED,
    revision INTEGER NOT NULL
);
CREATE UNIQUE INDEX kept_annotation ON kept (annotation);
"""

# Relations between entities, "not the same as" among them; what a sweep found and the user
# rejected (the article need not be there: it may come back by an undo). Derived: the articles
# that came in and in which a sweep found names, for the review.
_REGISTER: Final = """
CREATE TABLE relations (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    target TEXT NOT NULL REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    since TEXT,
    until TEXT,
    note TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX relations_source ON relations (source);
CREATE INDEX relations_target ON relations (target);
CREATE TABLE rejections (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    entity TEXT NOT NULL REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX rejections_article ON rejections (article);
CREATE INDEX rejections_entity ON rejections (entity);
CREATE TABLE sweep_queue (
    article TEXT PRIMARY KEY,
    found INTEGER NOT NULL
) WITHOUT ROWID;
"""

# What exports last wrote of what their users may change, by region (or article) and the hash
# that stands in the file. Only for telling who changed a value: no knowledge of the archive's.
_WRITTEN: Final = """
CREATE TABLE written (
    region TEXT NOT NULL,
    hash TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (region, hash)
) WITHOUT ROWID;
"""

# Names that a recogniser found and nobody has looked at yet: derived, as the queue is. Of such
# a name there is no entity, so a passage rejected may be of none.
_SUGGESTIONS: Final = """
CREATE TABLE suggestions (
    article TEXT NOT NULL,
    revision INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (article, "start")
) WITHOUT ROWID;
CREATE TABLE rejected (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    entity TEXT REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    created TEXT NOT NULL
);
INSERT INTO rejected SELECT id, article, entity, exact, prefix, suffix, created FROM rejections;
DROP TABLE rejections;
ALTER TABLE rejected RENAME TO rejections;
CREATE INDEX rejections_article ON rejections (article);
CREATE INDEX rejections_entity ON rejections (entity);
"""

# What the user said of sentences that were suggested as claims: none, or later (skipped). As
# with rejections, the article need not be there.
_ANSWERS: Final = """
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    sentence TEXT NOT NULL,
    skipped INTEGER NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX answers_article ON answers (article);
"""

# The history of a claim names the passages and the evidence that it had before.
_HISTORY: Final = """
CREATE INDEX changes_claim ON changes (json_extract(before, '$.claim'))
    WHERE json_extract(before, '$.claim') IS NOT NULL;
"""

MIGRATIONS: Final[tuple[str, ...]] = (
    _VERSION_1,
    _SEARCHES,
    _COPIES,
    _DOSSIERS,
    _LEDGER,
    _REGISTER,
    _WRITTEN,
    _SUGGESTIONS,
    _ANSWERS,
    _HISTORY,
)
VERSION: Final = len(MIGRATIONS)
