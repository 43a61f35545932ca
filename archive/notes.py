"""What the tables hold, in one sentence each, and the columns that no record knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.records import (
    Article,
    ArticleState,
    Block,
    Byline,
    Capture,
    Crawl,
    CrawlCounts,
    Doubt,
    Edit,
    Image,
    Publisher,
    Quote,
    Revision,
    Variant,
)

DATABASE = (
    "What regional newspapers of Kazakhstan published, as they published it, and what they changed afterwards. "
    "Every value leads back to a record in a WARC file."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableNote:
    """What is to be said about a table or view."""

    text: str
    record: type | None = None
    """Record whose field notes describe its columns."""
    part: type | None = None
    """Record inside that one whose fields are columns as well."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Columns that the record does not know, or for which the table means something narrower."""
    newest_by: str | None = None
    """Column that the table is sorted by at first, latest first; only where an index or a short table allows it."""
    facets: tuple[str, ...] = ()
    label: str | None = None
    """Column that stands for a row where another table refers to it."""


OF_ARTICLE = {"article": "Article it belongs to: `articles.id`.", "n": "Place in the article's own order, from 0."}
BRIEF_ARTICLE = {
    "id": "Article: `articles.id`.",
    "site": "Name of the site that published it.",
    "title": "Headline as last seen.",
    "url": "Canonical address.",
}

TABLES: Mapping[str, TableNote] = {
    "articles": TableNote(
        text="One row an article, as its newest capture shows it.",
        record=Article,
        columns={
            "number": "Number of the row in this file, for the full-text index; other tables and archives use `id`.",
            "id": "Natural key: hash of the canonical address, the same in every archive.",
            "site": "Name of the site that published it: `sites.name`.",
            "blocks": "Text and pictures in reading order: a JSON list of {kind, text} and {kind, image}.",
            "printed": "What the page prints, character for character, for the values read from it; a JSON object.",
            "state": "The last of its `article_states`: published, withdrawn, moved or returned; or taken-down.",
            "withdrawn_at": "First capture that found it gone, UTC; NULL unless it is withdrawn.",
            "moved_to": "Canonical address that its own leads to; NULL unless it is moved.",
            "first_seen_at": "Earliest capture that shows it, UTC.",
            "last_seen_at": "Latest capture that shows it, UTC.",
            "revision": "Its present version: `revisions.id`.",
            "capture": "Latest capture that shows it: `captures.id`, the evidence for this row.",
            "record_hash": "Hash of everything read from the page except the counters; tells whether a row changed.",
        },
        newest_by="published_at",
        facets=("site", "language", "state"),
        label="title",
    ),
    "revisions": TableNote(
        text="Every version an article was seen in: one row where title, words, pictures, signatures and date stayed.",
        record=Revision,
        columns={
            "article": "Article it is a version of: `articles.id`.",
            "capture": "Earliest capture that shows this version: `captures.id`.",
        },
        label="title",
    ),
    "changes": TableNote(
        text="Changes of articles: one row where a capture shows another version than the capture before it.",
        record=Edit,
        columns={
            "article": "Article that was changed: `articles.id`.",
            "from_revision": "Version before: `revisions.id`.",
            "revision": "Version after: `revisions.id`.",
            "capture": "Capture that first shows the new version: `captures.id`.",
        },
        newest_by="at",
        facets=("kinds",),
    ),
    "article_states": TableNote(
        text="Turns in the lives of articles: when each came out, was withdrawn, moved or returned, and what shows it.",
        record=ArticleState,
        columns={
            "article": "Article it is about: `articles.id`.",
            "capture": "Capture that shows it: `captures.id`.",
        },
        newest_by="at",
        facets=("state", "reason"),
    ),
    "bylines": TableNote(text="Who signs an article.", record=Byline, columns=OF_ARTICLE, facets=("kind",)),
    "sources": TableNote(
        text="Whom a text credits.",
        columns={**OF_ARTICLE, "name": "Name as printed: «деп хабарлайды X» gives X."},
    ),
    "tags": TableNote(text="Keywords of an article.", columns={**OF_ARTICLE, "tag": "Keyword as printed."}),
    "quotes": TableNote(
        text="Who is quoted saying what.",
        record=Quote,
        columns={
            **OF_ARTICLE,
            "number": "Number of the row in this file, for `quotes_fts`: `articles.number` times 2^20, and `n`.",
        },
    ),
    "article_images": TableNote(
        text="The pictures of an article, where it prints them.",
        record=Image,
        columns={**OF_ARTICLE, "image": "The kept picture: `images.digest`; NULL where it was not kept."},
    ),
    "images": TableNote(
        text="Pictures that were kept, one row for equal bytes.",
        columns={
            "digest": "SHA-256 of the bytes as received, base32, with the algorithm in front: `captures.digest`.",
            "media_type": "Media type that the server named; NULL where it named none.",
            "bytes": "Size in bytes.",
            "width": "Width in pixels, measured; NULL where the bytes are no readable picture.",
            "height": "Height in pixels, measured; NULL where the bytes are no readable picture.",
            "capture": "Earliest capture that brought it: `captures.id`.",
            "phash": "What it looks like, 128 bits in hexadecimal: nearly the same for copies in other sizes.",
            "fault": "Why there is no `phash`: unreadable, too-large, crashed, lost, one-shade; NULL otherwise.",
        },
    ),
    "takedowns": TableNote(
        text="Articles that were taken down: their row is a tombstone, their captures are shown nowhere.",
        columns={
            "article": "Article: `articles.id`.",
            "url": "Canonical address.",
            "taken_down_at": "When, UTC.",
            "reason": "Why, in the words of who did it.",
            "purged": "1 where its records were taken out of the WARC files as well.",
        },
    ),
    "takedown_captures": TableNote(
        text="Captures of pictures that only articles show which were taken down.",
        columns={"article": "Article that was taken down.", "capture": "Capture of the picture: `captures.id`."},
    ),
    "view_counts": TableNote(
        text="View and comment counters, as observed; no part of an article's text.",
        columns={
            "article": "Article that prints the counter: `articles.id`.",
            "observed_at": "Moment of the capture, UTC.",
            "views": "View counter; NULL where none is printed.",
            "comments": "Comment counter; NULL where none is printed.",
            "capture": "Capture that shows it: `captures.id`.",
        },
    ),
    "doubts": TableNote(
        text="What could not be read, or not for certain; nothing is guessed.",
        record=Doubt,
        columns=OF_ARTICLE,
        facets=("field", "code"),
    ),
    "boilerplate": TableNote(
        text="Lines that a paper prints under every article, left out of the body.",
        columns={**OF_ARTICLE, "text": "The line, as printed."},
    ),
    "tails": TableNote(
        text="Lines that were found under many articles of a paper, and so are left out of each.",
        columns={
            "site": "Name of the site: `sites.name`.",
            "text": "The line, as printed.",
            "articles": "How many articles end with it.",
        },
    ),
    "variants": TableNote(
        text="Versions of an article in other languages and scripts that its page links.",
        record=Variant,
        columns=OF_ARTICLE,
    ),
    "variant_texts": TableNote(
        text="Texts of articles as captured in another script: transliterations, no texts of their own.",
        columns={
            "article": "Article of which it is a version: hash of the canonical address, as `articles.id`.",
            "url": "Canonical address of the version.",
            "language": "Language of its text, BCP 47 primary tag.",
            "script": "Script of its text, ISO 15924.",
            "title": "Headline in that script.",
            "body": "Words in that script.",
            "seen_at": "Latest capture that shows it, UTC.",
            "capture": "That capture: `captures.id`.",
        },
    ),
    "same_texts": TableNote(
        text="Articles that print one text, more or less changed, such as a press release; not those printed once.",
        columns={
            "article": "Article that prints it: `articles.id`.",
            "story": "The text's first printing: the article that was in print earliest; its own id for that one.",
            "share": "Share of its runs of three words that stand in the first printing as well, from 0 to 1.",
            "share_of_first": "Share of the first printing's runs of three words that stand in it.",
        },
    ),
    "captures": TableNote(
        text="Every response that was kept: where its WARC record lies and what it was.",
        record=Capture,
        columns={
            "site": "Name of the site the crawl was for: `sites.name`.",
            "crawl": "Crawl that fetched it: `crawls.id`, the WARC-Record-ID of the file's warcinfo record.",
            "article": "Article that it shows, or shows to be gone: `articles.id`; NULL for everything else.",
            "verdict": "What it says of the article at its address: shows; or not-found (404), gone (410), home (leads "
            "to the home page or a section), removed (a page says so), moved; NULL for lists, pictures and the like.",
            "leads_to": "Canonical address that a moved article's address leads to.",
            "about": "Article that a refusal is about, in the archive or not: hash of its canonical address.",
            "revision": "Version of the article that it shows: `revisions.id`.",
            "views": "View counter that it shows; NULL where none is printed.",
            "comments": "Comment counter that it shows; NULL where none is printed.",
        },
        label="url",
    ),
    "crawls": TableNote(
        text="Visits to the papers that kept a response, and what each counted.",
        record=Crawl,
        part=CrawlCounts,
        newest_by="started_at",
        label="started_at",
    ),
    "sites": TableNote(
        text="The papers, with what was known of them at the last visit.",
        record=Publisher,
        columns={
            "name": "Name of the site, as in every other table.",
            "languages": "Languages it publishes in, BCP 47 primary tags, the most usual first; a JSON list.",
        },
        label="title",
    ),
    "search_terms": TableNote(
        text="Words that articles hold, each with its keys: forms of one word share a key (docs/searching.md).",
        columns={
            "key": "What is left of the word without its suffixes, or its dictionary form; in Cyrillic.",
            "term": "Word as the full-text index has it, in small letters: `search_words.term`.",
        },
    ),
    "search_facts": TableNote(
        text="What a search counts and filters by, one row an article; made when a visit ends (docs/searching.md).",
        columns={
            "article": "Article: `articles.id`.",
            "site": "Name of the site that published it.",
            "language": "BCP 47 primary tag.",
            "section": "Section as printed.",
            "bylines": "Names that sign it, a JSON list.",
            "day": "Day of publication in the paper's own time.",
            "pictures": "Whether a picture of it is kept, 1 or 0.",
            "changed": "Whether it was changed after it was first seen, 1 or 0.",
            "withdrawn": "Whether it was withdrawn, 1 or 0.",
        },
    ),
    "edited_articles": TableNote(
        text="Articles that were changed after they were first seen.",
        columns={
            **BRIEF_ARTICLE,
            "changes": "How many changes were seen.",
            "first_change_at": "When the first of them was seen, UTC.",
            "last_change_at": "When the latest of them was seen, UTC.",
        },
        newest_by="last_change_at",
    ),
    "withdrawn_articles": TableNote(
        text="Articles that are no longer in print at their address.",
        columns={
            **BRIEF_ARTICLE,
            "published_at": "Moment of publication, UTC; NULL where not printed or not readable.",
            "last_seen_at": "Latest capture that shows it, UTC.",
            "withdrawn_at": "First capture that found it gone, UTC.",
            "reason": "Evidence: http-404, http-410, home or removed, as in `article_states`.",
        },
        newest_by="withdrawn_at",
    ),
    "moved_articles": TableNote(
        text="Articles whose address leads to that of another.",
        columns={
            **BRIEF_ARTICLE,
            "last_seen_at": "Latest capture that shows it at its own address, UTC.",
            "moved_to": "Canonical address that its own leads to.",
            "article_there": "Article there: `articles.id`; NULL where the archive has none.",
        },
    ),
    "title_changes": TableNote(
        text="Headlines that were changed, before and after.",
        columns={
            "at": "Capture that first shows the new headline, UTC.",
            "site": "Name of the site that published it.",
            "old_title": "Headline before; NULL where none was printed.",
            "new_title": "Headline after.",
            "article": "Article: `articles.id`.",
            "url": "Canonical address.",
            "modified_at": "Moment of the last change that the page itself states, UTC; NULL where it states none.",
            "capture": "Capture that shows it: `captures.id`.",
        },
        newest_by="at",
    ),
    "quoted_people": TableNote(
        text="Names that are quoted, as printed; the same person may be printed in several ways.",
        columns={
            "speaker": "Name as printed: `quotes.speaker`.",
            "quotes": "How many quotes.",
            "articles": "In how many articles.",
            "papers": "Of how many papers.",
            "first_at": "When the earliest of them was published, UTC.",
            "last_at": "When the latest of them was published, UTC.",
        },
    ),
    "stories": TableNote(
        text="Texts that several articles print alike, each with its first printing.",
        columns={
            "story": "Article that printed it first: `articles.id`.",
            "papers": "How many papers print it.",
            "articles": "How many articles.",
            "first_at": "When the earliest was published, UTC.",
            "last_at": "When the latest was published, UTC.",
            "first_site": "Paper that printed it first.",
            "title": "Headline of the first printing.",
        },
    ),
    "articles_a_day": TableNote(
        text="How many articles each paper published a day; days are those of UTC.",
        columns={
            "site": "Name of the site.",
            "day": "Day in UTC, ISO 8601.",
            "articles": "Articles published on it.",
        },
        newest_by="day",
    ),
}
"""Tables and views for people, in the order in which a reader meets them."""

HIDDEN_TABLES: Mapping[str, str] = {
    "articles_fts": "Full-text index of `articles` (SQLite FTS5): title, lead and body.",
    "quotes_fts": "Full-text index of `quotes` (SQLite FTS5): speaker and text.",
    "text_marks": "By which marks articles with texts alike are found, and their place in time.",
    "text_bands": "Pairs of these marks; articles that share one are compared.",
    "text_due": "Articles that came, changed or went, and whose `same_texts` are still to be told.",
    "search_keys": "What `search_terms` is made of: keys, and what follows them in each word, or the whole word.",
    "search_words": "Words of the full-text index (SQLite's fts5vocab): in how many articles, how often.",
    "search_due": "Articles that came, changed or went, and whose words are still to get or lose their `search_terms`.",
    "search_rows_due": "Articles that came or changed, and whose `search_facts` are still to be made.",
    "search_rows": "What `search_facts` is made of: numbers of kind and byline, and moment, of each article.",
    "search_kinds": "Paper, language, section and so on that articles have in common, numbered for `search_rows`.",
    "search_bylines": "Names that sign articles, numbered for `search_rows`.",
    "_sqlite_migrations": "Steps of the schema that this file has taken.",
    "sqlite_": "SQLite's own bookkeeping.",
}
"""Beginnings of the names of tables that people need not see."""

RECORD_PARTS: Mapping[str, tuple[type, tuple[str, ...]]] = {
    "bylines": (Byline, ("name", "kind", "role")),
    "blocks": (Block, ("kind", "text", "image")),
    "images": (
        Image,
        (
            "url",
            "printed_url",
            "alt",
            "caption",
            "credit",
            "position",
            "origin",
            "asset_id",
            "uploaded_on",
            "width",
            "height",
        ),
    ),
    "quotes": (Quote, ("speaker", "role", "text")),
    "doubts": (Doubt, ("field", "code", "text")),
}
"""The keys of an Article record that hold lists of records."""
