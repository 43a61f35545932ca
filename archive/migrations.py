"""The schema of archive.db, in numbered steps that are only ever added to."""

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

migrations = Migrations("aimaq")


def _table(db: Database, name: str) -> Table:
    return db.table(name)


@migrations(name="0001_papers_and_captures")
def papers_and_captures(db: Database) -> None:
    """Create papers, the visits to them, and every response that was kept."""
    _table(db, "sites").create(
        {"name": str, "title": str, "home": str, "languages": str, "timezone": str, "region": str, "hosts": str},
        pk="name",
        not_null={"title", "home", "languages", "hosts"},
        strict=True,
    )
    _table(db, "crawls").create(
        {"id": str, "site": str, "started_at": str, "finished_at": str, "reason": str},
        pk="id",
        not_null={"site", "started_at"},
        foreign_keys=[("site", "sites", "name")],
        strict=True,
    )
    captures = _table(db, "captures")
    captures.create(
        {
            "id": str,
            "site": str,
            "crawl": str,
            "url": str,
            "fetched_at": str,
            "status": int,
            "media_type": str,
            "digest": str,
            "file": str,
            "offset": int,
            "length": int,
            "article": str,
        },
        pk="id",
        not_null={"site", "crawl", "url", "fetched_at", "status", "digest", "file", "offset", "length"},
        foreign_keys=[("site", "sites", "name"), ("crawl", "crawls", "id")],
        strict=True,
    )
    captures.create_index(["url"])
    captures.create_index(["article", "fetched_at"])


@migrations(name="0002_articles")
def articles(db: Database) -> None:
    """Create articles and what belongs to them; `number` is there for the full-text index, `id` for everybody else."""
    table = _table(db, "articles")
    table.create(
        {
            "number": int,
            "id": str,
            "url": str,
            "site": str,
            "title": str,
            "lead": str,
            "published_at": str,
            "published_precision": str,
            "modified_at": str,
            "language": str,
            "script": str,
            "section": str,
            "views": int,
            "comments": int,
            "body": str,
            "blocks": str,
            "printed": str,
            "state": str,
            "withdrawn_at": str,
            "first_seen_at": str,
            "last_seen_at": str,
            "revision": str,
            "capture": str,
            "record_hash": str,
        },
        pk="number",
        not_null={"id", "url", "site", "body", "blocks", "printed", "state", "first_seen_at", "last_seen_at"},
        foreign_keys=[("site", "sites", "name"), ("capture", "captures", "id")],
        strict=True,
    )
    table.create_index(["id"], unique=True)
    table.create_index(["url"], unique=True)
    table.create_index(["published_at"])
    table.create_index(["site", "published_at"])
    table.create_index(["state"])
    _table(db, "captures").add_foreign_key("article", "articles", "id")
    _parts_of_articles(db)
    _observations(db)


def _parts_of_articles(db: Database) -> None:
    parts: dict[str, dict[str, type]] = {
        "bylines": {"name": str, "kind": str, "role": str},
        "sources": {"name": str},
        "tags": {"tag": str},
        "quotes": {"speaker": str, "role": str, "text": str},
        "boilerplate": {"text": str},
        "doubts": {"field": str, "code": str, "text": str},
    }
    for name, columns in parts.items():
        _table(db, name).create(
            {"article": str, "n": int, **columns},
            pk=("article", "n"),
            not_null={"article", "n"},
            foreign_keys=[("article", "articles", "id")],
            strict=True,
        )
    _table(db, "quotes").create_index(["speaker"])
    _table(db, "doubts").create_index(["field", "code"])
    _pictures(db)


def _pictures(db: Database) -> None:
    _table(db, "images").create(
        {"digest": str, "media_type": str, "bytes": int, "width": int, "height": int, "capture": str},
        pk="digest",
        not_null={"bytes", "capture"},
        foreign_keys=[("capture", "captures", "id")],
        strict=True,
    )
    pictures = _table(db, "article_images")
    pictures.create(
        {
            "article": str,
            "n": int,
            "url": str,
            "printed_url": str,
            "alt": str,
            "caption": str,
            "credit": str,
            "position": int,
            "origin": str,
            "asset_id": str,
            "uploaded_on": str,
            "width": int,
            "height": int,
            "image": str,
        },
        pk=("article", "n"),
        not_null={"article", "n", "url", "printed_url", "position"},
        foreign_keys=[("article", "articles", "id"), ("image", "images", "digest")],
        strict=True,
    )
    pictures.create_index(["printed_url"])
    pictures.create_index(["url"])


def _observations(db: Database) -> None:
    revisions = _table(db, "revisions")
    revisions.create(
        {
            "id": str,
            "article": str,
            "text_hash": str,
            "title": str,
            "lead": str,
            "body": str,
            "first_seen_at": str,
            "last_seen_at": str,
            "capture": str,
        },
        pk="id",
        not_null={"article", "text_hash", "body", "first_seen_at", "last_seen_at", "capture"},
        foreign_keys=[("article", "articles", "id"), ("capture", "captures", "id")],
        strict=True,
    )
    revisions.create_index(["article", "first_seen_at"])
    _table(db, "view_counts").create(
        {"article": str, "observed_at": str, "views": int, "comments": int, "capture": str},
        pk=("article", "observed_at"),
        not_null={"article", "observed_at", "capture"},
        foreign_keys=[("article", "articles", "id"), ("capture", "captures", "id")],
        strict=True,
    )


@migrations(name="0003_search")
def search(db: Database) -> None:
    """Index the original text for full-text search; nothing is folded (SQLite FTS5, 4.3.1).

    The triggers are the usual ones for external content (4.4.3), except that an update of a counter leaves the
    index alone: that is most of what happens to an article.
    """
    _table(db, "articles").enable_fts(
        ["title", "lead", "body"], fts_version="FTS5", tokenize="unicode61 remove_diacritics 0"
    )
    forget = (
        "insert into articles_fts (articles_fts, rowid, title, lead, body) "
        "values ('delete', old.number, old.title, old.lead, old.body);"
    )
    learn = "insert into articles_fts (rowid, title, lead, body) values (new.number, new.title, new.lead, new.body);"
    db.execute(f"create trigger articles_indexed after insert on articles begin {learn} end")
    db.execute(f"create trigger articles_forgotten after delete on articles begin {forget} end")
    changed = "old.title is not new.title or old.lead is not new.lead or old.body is not new.body"
    db.execute(f"create trigger articles_reindexed after update on articles when {changed} begin {forget} {learn} end")


@migrations(name="0004_questions")
def questions(db: Database) -> None:
    """Create views for the questions everybody asks."""
    db.create_view(
        "edited_articles",
        "select a.id, a.site, a.title, a.url, count(*) as texts, min(r.first_seen_at) as first_text_at, "
        "max(r.first_seen_at) as last_text_at from articles a join revisions r on r.article = a.id "
        "group by a.id having count(*) > 1",
    )
    db.create_view(
        "withdrawn_articles",
        "select id, site, title, url, published_at, last_seen_at, withdrawn_at from articles where state = 'withdrawn'",
    )
    db.create_view(
        "articles_a_day",
        "select site, substr(published_at, 1, 10) as day, count(*) as articles from articles "
        "where published_at is not null group by site, day",
    )


@migrations(name="0005_tails_and_variants")
def tails_and_variants(db: Database) -> None:
    """Create the learnt tails of papers, the versions an article links, and texts seen in another script."""
    _table(db, "tails").create(
        {"site": str, "text": str, "articles": int},
        pk=("site", "text"),
        not_null={"articles"},
        foreign_keys=[("site", "sites", "name")],
        strict=True,
    )
    _table(db, "variants").create(
        {"article": str, "n": int, "url": str, "language": str, "script": str},
        pk=("article", "n"),
        not_null={"url"},
        foreign_keys=[("article", "articles", "id")],
        strict=True,
    )
    _table(db, "variants").create_index(["url"])
    _table(db, "variant_texts").create(
        {
            "article": str,
            "url": str,
            "language": str,
            "script": str,
            "title": str,
            "body": str,
            "seen_at": str,
            "capture": str,
        },
        pk=("article", "url"),
        not_null={"body", "seen_at", "capture"},
        foreign_keys=[("capture", "captures", "id")],
        strict=True,
    )


@migrations(name="0006_exact_captures")
def exact_captures(db: Database) -> None:
    """Tell of each capture what its bytes are on the wire, whose payload it repeats, and why one is not whole."""
    captures = _table(db, "captures")
    captures.add_column("payload_digest", str)
    captures.add_column("refers_to", str)
    captures.add_column("fault", str)
    db.execute("update captures set payload_digest = digest")
    db.execute("create index captures_payloads on captures (payload_digest) where refers_to is null and fault is null")


@migrations(name="0007_takedowns")
def takedowns(db: Database) -> None:
    """Create the record of articles taken down, and of the captures of pictures that only they show."""
    _table(db, "takedowns").create(
        {"article": str, "url": str, "taken_down_at": str, "reason": str, "purged": int},
        pk="article",
        not_null={"url", "taken_down_at", "reason", "purged"},
        strict=True,
    )
    _table(db, "takedown_captures").create(
        {"article": str, "capture": str},
        pk=("article", "capture"),
        foreign_keys=[("capture", "captures", "id")],
        strict=True,
    )


@migrations(name="0008_likeness")
def likeness(db: Database) -> None:
    """Tell of each picture what it looks like, or why that cannot be told."""
    images = _table(db, "images")
    images.add_column("phash", str)
    images.add_column("fault", str)


@migrations(name="0009_history")
def history(db: Database) -> None:
    """Let captures say what they show of their article; create the changes and states that follow from them."""
    for view in ("edited_articles", "withdrawn_articles", "articles_a_day"):
        db.execute(f"drop view {view}")
    _captures_that_tell(db)
    _what_changes_first(db)
    _changes(db)
    _views_of_history(db)


def _captures_that_tell(db: Database) -> None:
    """Give captures what they say of their article; the counters that they show make the table of counters a view."""
    for column in ("verdict text", "leads_to text", "about text", "revision text", "views integer", "comments integer"):
        db.execute(f"alter table captures add column {column}")
    db.execute("create index captures_refused on captures (url, fetched_at) where verdict <> 'shows'")
    db.execute("create index captures_waiting on captures (about) where article is null and about is not null")
    db.execute("drop index idx_captures_article_fetched_at")
    db.execute("create index captures_of_article on captures (article, fetched_at) where article is not null")
    db.execute("drop table view_counts")
    db.create_view(
        "view_counts",
        "select article, fetched_at as observed_at, views, comments, id as capture from captures "
        "where article is not null and (views is not null or comments is not null)",
    )


def _what_changes_first(db: Database) -> None:
    """Put what differs at every visit in front of the long texts.

    SQLite then writes one page of an article that is seen again, and not the whole of its row.
    """
    revisions = _table(db, "revisions")
    for column in ("published_at", "published_precision"):
        revisions.add_column(column, str)
    for column in ("images", "bylines"):
        revisions.add_column(column, str, not_null_default="[]")
    revisions.transform(
        column_order=["id", "article", "first_seen_at", "last_seen_at", "capture"], not_null={"last_seen_at": False}
    )
    articles = _table(db, "articles")
    articles.add_column("moved_to", str)
    for trigger in ("articles_indexed", "articles_forgotten", "articles_reindexed"):
        db.execute(f"drop trigger {trigger}")
    first = ["number", "id", "url", "site", "views", "comments", "state", "withdrawn_at", "moved_to"]
    articles.transform(column_order=[*first, "first_seen_at", "last_seen_at", "revision", "capture", "record_hash"])
    forget = (
        "insert into articles_fts (articles_fts, rowid, title, lead, body) "
        "values ('delete', old.number, old.title, old.lead, old.body);"
    )
    learn = "insert into articles_fts (rowid, title, lead, body) values (new.number, new.title, new.lead, new.body);"
    db.execute(f"create trigger articles_indexed after insert on articles begin {learn} end")
    db.execute(f"create trigger articles_forgotten after delete on articles begin {forget} end")
    update = "after update of title, lead, body on articles"
    changed = "old.title is not new.title or old.lead is not new.lead or old.body is not new.body"
    db.execute(f"create trigger articles_reindexed {update} when {changed} begin {forget} {learn} end")


def _changes(db: Database) -> None:
    changes = _table(db, "changes")
    changes.create(
        {"article": str, "at": str, "kinds": str, "from_revision": str, "revision": str, "capture": str},
        pk=("article", "capture"),
        not_null={"at", "kinds", "from_revision", "revision"},
        foreign_keys=[
            ("article", "articles", "id"),
            ("from_revision", "revisions", "id"),
            ("revision", "revisions", "id"),
            ("capture", "captures", "id"),
        ],
        strict=True,
    )
    changes.create_index(["at"])
    states = _table(db, "article_states")
    states.create(
        {"article": str, "at": str, "state": str, "reason": str, "leads_to": str, "capture": str},
        pk=("article", "capture"),
        not_null={"at", "state"},
        foreign_keys=[("article", "articles", "id"), ("capture", "captures", "id")],
        strict=True,
    )
    states.create_index(["at"])


def _views_of_history(db: Database) -> None:
    db.create_view(
        "edited_articles",
        "select a.id, a.site, a.title, a.url, count(*) as changes, min(c.at) as first_change_at, "
        "max(c.at) as last_change_at from articles a join changes c on c.article = a.id group by a.id",
    )
    db.create_view(
        "withdrawn_articles",
        "select a.id, a.site, a.title, a.url, a.published_at, a.last_seen_at, a.withdrawn_at, "
        "(select s.reason from article_states s where s.article = a.id and s.at = a.withdrawn_at) as reason "
        "from articles a where a.state = 'withdrawn'",
    )
    db.create_view(
        "moved_articles",
        "select a.id, a.site, a.title, a.url, a.last_seen_at, a.moved_to, b.id as article_there "
        "from articles a left join articles b on b.url = a.moved_to where a.state = 'moved'",
    )
    db.create_view(
        "articles_a_day",
        "select site, substr(published_at, 1, 10) as day, count(*) as articles from articles "
        "where published_at is not null group by site, day",
    )


@migrations(name="0010_validators")
def validators(db: Database) -> None:
    """Keep by what a server can be asked whether a page has changed since it was captured."""
    for column in ("etag", "last_modified"):
        _table(db, "captures").add_column(column, str)


@migrations(name="0011_crawl_counts")
def crawl_counts(db: Database) -> None:
    """Let visits say what they counted, and be found by paper."""
    whole = ("requests", "responses", "new", "edited", "unchanged", "withdrawn", "moved", "returned")
    for column in (*whole, "articles", "doubts", "bytes"):
        db.execute(f"alter table crawls add column {column} integer")
    db.execute("alter table crawls add column seconds real")
    for column in ("requests_by", "lists", "filled", "doubted"):
        db.execute(f"alter table crawls add column {column} text")
    db.execute("create index crawls_of_paper on crawls (site, started_at)")


@migrations(name="0020_search_terms")
def search_terms(db: Database) -> None:
    """Keep the keys of the words that articles hold, and which articles have words whose keys are still to be made.

    A trigger cannot make keys, so it notes what changed; whoever ends a visit makes them (`archive/words/terms.py`).
    """
    db.execute("create virtual table search_words using fts5vocab(articles_fts, 'row')")
    columns = "key text not null, ending text not null, primary key (key, ending)"
    db.execute(f"create table search_keys ({columns}) strict, without rowid")
    db.create_view(
        "search_terms",
        "select key, case when substr(ending, 1, 1) = '-' then key || substr(ending, 2) else ending end as term "
        "from search_keys",
    )
    db.execute("create table search_due (n integer primary key, number integer, gone text) strict")
    db.execute("insert into search_due (number) select number from articles")
    gone = "coalesce(old.title, '') || ' ' || coalesce(old.lead, '') || ' ' || old.body"
    changed = "old.title is not new.title or old.lead is not new.lead or old.body is not new.body"
    steps = {
        "articles_words_come after insert on articles": "(number) values (new.number)",
        "articles_words_go after delete on articles": f"(gone) values ({gone})",
        f"articles_words_change after update on articles when {changed}": f"(number, gone) values (new.number, {gone})",
    }
    for when, row in steps.items():
        db.execute(f"create trigger {when} begin insert into search_due {row}; end")


@migrations(name="0021_search_rows")
def search_rows(db: Database) -> None:
    """Keep of each article, in a few small numbers, what a search counts and filters by (`archive/searching/facts.py`).

    A walk through a million of such rows takes a third of a second; through `articles`, with their texts, many times
    that. Triggers note in `search_rows_due` which articles changed; a new one has a row without kind at once, so that
    it is found.
    """
    text = "text not null default ''"
    flag = "integer not null"
    db.execute(
        f"create table search_kinds (kind integer primary key, site {text}, language {text}, section {text}, "
        f"pictures {flag}, changed {flag}, withdrawn {flag}, offset {flag}, articles {flag} default 0, "
        "unique (site, language, section, pictures, changed, withdrawn, offset)) strict"
    )
    db.execute(
        "create table search_bylines (byline integer primary key, names text not null unique, "
        f"articles {flag} default 0) strict"
    )
    columns = ", ".join(f"{name} {flag}" for name in ("kind", "byline", "at"))
    db.execute(f"create table search_rows (number integer primary key, {columns}) strict")
    db.execute("create table search_rows_due (id text primary key) strict, without rowid")
    _facts_that_are_due(db)
    _counts_of_facts(db)
    db.execute(
        "insert into search_rows (number, kind, byline, at) "  # noqa: S608 - literal
        f"select {_row_to_come('articles')} from articles where state <> 'taken-down'"
    )
    db.execute("insert into search_rows_due select id from articles")
    db.create_view(
        "search_facts",
        "select a.id as article, a.site, nullif(k.language, '') as language, nullif(k.section, '') as section, "  # noqa: S608
        f"b.names as bylines, case when r.at > {NO_MOMENT} then date(r.at + k.offset * 60, 'unixepoch') end as day, "
        "k.pictures, k.changed, k.withdrawn from search_rows r "
        "join articles a on a.number = r.number left join search_kinds k on k.kind = r.kind "
        "left join search_bylines b on b.byline = r.byline",
    )


def _row_to_come(article: str) -> str:
    """Return the columns of an article whose facts are still to come: its date, no kind, no byline."""
    return f"{article}.number, 0, 0, {_moment(article)}"


def _moment(article: str) -> str:
    return f"coalesce(cast(strftime('%s', {article}.published_at) as integer), {NO_MOMENT})"


NO_MOMENT = -(2**40)
"""Stands in `search_rows.at` for no date: before every date."""


def _facts_that_are_due(db: Database) -> None:
    due = "insert or ignore into search_rows_due (id)"
    columns = ("state", "site", "language", "section", "published_at")
    changed = " or ".join(f"old.{column} is not new.{column}" for column in columns)
    come = f"insert into search_rows (number, kind, byline, at) values ({_row_to_come('new')});"  # noqa: S608
    moved = f"update search_rows set at = {_moment('new')} where number = new.number;"  # noqa: S608 - literal
    own = "select id from articles where site = new.name;"
    steps = {
        "after insert on articles when new.state <> 'taken-down'": f"{come} {due} values (new.id);",
        "after delete on articles": "delete from search_rows where number = old.number;",
        "after update of published_at on articles when old.published_at is not new.published_at": moved,
        f"after update of {', '.join(columns)} on articles when {changed}": f"{due} values (new.id);",
        "after update of state on articles when new.state = 'taken-down'": (
            "delete from search_rows where number = new.number;"
        ),
        "after insert on changes": f"{due} values (new.article);",
        "after delete on changes": f"{due} values (old.article);",
        "after insert on bylines": f"{due} values (new.article);",
        "after delete on bylines": f"{due} values (old.article);",
        "after insert on article_images when new.image is not null": f"{due} values (new.article);",
        "after delete on article_images when old.image is not null": f"{due} values (old.article);",
        "after update of image on article_images when old.image is not new.image": f"{due} values (new.article);",
        "after update of timezone on sites when old.timezone is not new.timezone": f"{due} {own}",
    }
    for place, (when, step) in enumerate(steps.items()):
        db.execute(f"create trigger search_rows_due_{place} {when} begin {step} end")


def _counts_of_facts(db: Database) -> None:
    """Let kinds and bylines say of how many articles they are, so that those of none can be dropped."""
    more = "update search_{0}s set articles = articles + 1 where {0} = new.{0};"
    fewer = "update search_{0}s set articles = articles - 1 where {0} = old.{0};"
    for name in ("kind", "byline"):
        come, go = more.format(name), fewer.format(name)
        db.execute(f"create trigger search_{name}s_come after insert on search_rows begin {come} end")
        db.execute(f"create trigger search_{name}s_go after delete on search_rows begin {go} end")
        changed = f"after update of {name} on search_rows when old.{name} <> new.{name}"
        db.execute(f"create trigger search_{name}s_change {changed} begin {go} {come} end")


@migrations(name="0023_quotes_by_word")
def quotes_by_word(db: Database) -> None:
    """Index what is quoted for full-text search, and what is signed and shown by the name and the picture.

    Quotes get a number of their own, made of the article's and of their place in it: the index refers to it, and VACUUM
    gives rows without one new numbers.
    """
    db.execute(
        "create table numbered_quotes (number integer primary key, article text not null references articles(id), "
        "n integer not null, speaker text, role text, text text, unique (article, n)) strict"
    )
    db.execute(
        "insert into numbered_quotes select (a.number << 20) + q.n, q.article, q.n, q.speaker, q.role, q.text "
        "from quotes q join articles a on a.id = q.article order by a.number, q.n"
    )
    db.execute("drop table quotes")
    db.execute("alter table numbered_quotes rename to quotes")
    _table(db, "quotes").create_index(["speaker"])
    _table(db, "quotes").enable_fts(["speaker", "text"], fts_version="FTS5", tokenize="unicode61 remove_diacritics 0")
    forget = (
        "insert into quotes_fts (quotes_fts, rowid, speaker, text) "
        "values ('delete', old.number, old.speaker, old.text);"
    )
    learn = "insert into quotes_fts (rowid, speaker, text) values (new.number, new.speaker, new.text);"
    db.execute(f"create trigger quotes_indexed after insert on quotes begin {learn} end")
    db.execute(f"create trigger quotes_forgotten after delete on quotes begin {forget} end")
    db.execute(f"create trigger quotes_reindexed after update on quotes begin {forget} {learn} end")
    _table(db, "bylines").create_index(["name"])
    db.execute("create index article_images_shown on article_images (image) where image is not null")
    db.execute("create index article_images_from on article_images (origin) where image is not null")


@migrations(name="0024_same_texts")
def same_texts(db: Database) -> None:
    """Create the stories that several articles print, and the marks by which texts alike are found.

    A trigger cannot read a text, so it notes what changed; whoever ends a visit does (`archive/stories/telling.py`).
    """
    _table(db, "same_texts").create(
        {"article": str, "story": str, "share": float, "share_of_first": float},
        pk="article",
        not_null={"story", "share", "share_of_first"},
        foreign_keys=[("article", "articles", "id")],
        strict=True,
    )
    _table(db, "same_texts").create_index(["story"])
    db.execute(
        "create table text_marks (number integer primary key, place integer not null, marks blob not null, "
        "earlier text, story text) strict"
    )
    db.execute("create index text_marks_after on text_marks (earlier) where earlier is not null")
    columns = "band integer not null, place integer not null, number integer not null"
    db.execute(f"create table text_bands ({columns}, primary key (band, place, number)) strict, without rowid")
    db.execute("create table text_due (number integer primary key) strict")
    db.execute("insert into text_due select number from articles")
    changed = (
        "old.body is not new.body or old.published_at is not new.published_at "
        "or old.published_precision is not new.published_precision or old.first_seen_at is not new.first_seen_at"
    )
    steps = {
        "articles_texts_come after insert on articles": "new",
        "articles_texts_go after delete on articles": "old",
        "articles_texts_change after update of body, published_at, published_precision, first_seen_at on articles "
        f"when {changed}": "new",
    }
    note = "insert or ignore into text_due values"
    for when, row in steps.items():
        db.execute(f"create trigger {when} begin {note} ({row}.number); end")


@migrations(name="0025_more_questions")
def more_questions(db: Database) -> None:
    """Create views for what journalists and analysts ask most: headlines changed, people quoted, stories shared."""
    db.create_view(
        "title_changes",
        "select c.at, a.site, o.title as old_title, r.title as new_title, a.id as article, a.url, a.modified_at, "
        "c.capture from changes c join articles a on a.id = c.article join revisions o on o.id = c.from_revision "
        "join revisions r on r.id = c.revision where instr(',' || c.kinds || ',', ',title,')",
    )
    db.create_view(
        "quoted_people",
        "select q.speaker, count(*) as quotes, count(distinct q.article) as articles, "
        "count(distinct a.site) as papers, min(a.published_at) as first_at, max(a.published_at) as last_at "
        "from quotes q join articles a on a.id = q.article where q.speaker is not null group by q.speaker",
    )
    db.create_view(
        "stories",
        "select s.story, count(distinct a.site) as papers, count(*) as articles, min(a.published_at) as first_at, "
        "max(a.published_at) as last_at, f.site as first_site, f.title "
        "from same_texts s join articles a on a.id = s.article join articles f on f.id = s.story group by s.story",
    )
