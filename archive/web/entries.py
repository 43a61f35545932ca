"""Entries of feeds: an article that came out, words that somebody said, a change."""

from dataclasses import dataclass
from hashlib import sha256
from json import loads
from sqlite3 import Connection
from urllib.parse import parse_qsl, urlencode

from archive.briefs import Brief
from archive.changes import Happening
from archive.exports.feeds import NEVER, Entry
from archive.people import Said
from archive.searching.hits import Hit
from archive.web.host import Datasette, Request
from archive.web.reading import first_words, language_tag
from archive.web.tongues import address_of
from archive.web.wording import Wording

SUMMARY = 500
"""Characters of an article's beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks for a feed: in which language, and from which address links lead on."""

    datasette: Datasette
    request: Request
    ui: Wording

    def absolute(self, path: str) -> str:
        """Return the whole address of *path*, a page of the archive, in the language of the feed's own address."""
        named = f"/{address_of(self.request).language}{path}" if address_of(self.request).language else path
        return self.datasette.absolute_url(self.request, str(self.datasette.urls.path(named)))

    def file(self, path: str) -> str:
        """Return the whole address of *path*, which is the same in every language."""
        return self.datasette.absolute_url(self.request, str(self.datasette.urls.path(path)))

    @property
    def here(self) -> str:
        """The whole address that was asked for."""
        return self._here_with(parse_qsl(self.request.query_string))

    def after(self, place: str) -> str:
        """Return the whole address of what comes after *place* in the list that was asked for."""
        kept = [pair for pair in parse_qsl(self.request.query_string) if pair[0] != "after"]
        return self._here_with([*kept, ("after", place)])

    def _here_with(self, arguments: list[tuple[str, str]]) -> str:
        query = f"?{urlencode(arguments)}" if arguments else ""
        return self.datasette.absolute_url(self.request, self.request.path + query)


_BESIDES = (
    "select a.first_seen_at, (select max(at) from changes where article = a.id), "
    "(select json_group_array(name) from (select name from bylines where article = a.id order by n)) "
    "from articles a where a.id = ?"
)


def article_entry(connection: Connection, asker: Asker, hit: Hit, *, is_searched: bool) -> Entry:
    """Return the entry of an article that was found: with its beginning, or with the words that were searched for."""
    seen_at, changed_at, names = tuple(connection.execute(_BESIDES, (hit.id,)).fetchone())
    snippet = "".join(piece.text for piece in hit.snippet)
    return Entry(
        id=hit.url,
        title=hit.title or asker.ui.say("article.untitled"),
        address=asker.absolute(f"/article/{hit.id}"),
        original=hit.url,
        published=hit.published_at,
        updated=changed_at or seen_at,
        summary=snippet if is_searched else first_words(snippet, SUMMARY),
        language=language_tag(hit.language, hit.script) or None,
        authors=tuple(loads(names)),
        picture=asker.file(f"/thumbnail/{hit.picture}") if hit.picture and hit.thumbnail else None,
    )


def quote_entry(asker: Asker, said: Said) -> Entry:
    """Return the entry of what somebody *said*."""
    article = said.article
    moment = article.published_at or NEVER
    spoken = sha256(f"{said.speaker} {said.text}".encode()).hexdigest()[:16]
    return Entry(
        id=f"{article.url}#{spoken}",
        title=article.title or asker.ui.say("article.untitled"),
        address=asker.absolute(f"/article/{article.id}"),
        original=article.url,
        published=article.published_at,
        updated=moment,
        summary=f"«{said.text}»" + (f" ({said.role})" if said.role else ""),
        language=_language(article),
        authors=(said.speaker,) if said.speaker else (),
    )


def change_entry(asker: Asker, happening: Happening) -> Entry:
    """Return the entry of an edit, a withdrawal, a move or a return."""
    article, ui = happening.article, asker.ui
    if happening.is_edit:
        what = f"{ui.say('history.changed')}: " + ", ".join(
            ui.say(f"change_kinds.{kind}").lower() for kind in happening.kinds
        )
    else:
        what = ui.say(f"history.{happening.kinds[0]}")
    told = [f"«{happening.old_title}» → «{happening.title}»"] if "title" in happening.kinds else []
    told += [ui.say(f"state_reasons.{happening.reason}")] if happening.reason else []
    return Entry(
        id=f"{happening.capture}#{'-'.join(happening.kinds)}",
        title=f"{what} – {happening.title or ui.say('article.untitled')}",
        address=asker.absolute(f"/article/{article.id}/history"),
        original=article.url,
        published=happening.at,
        updated=happening.at,
        summary=" ".join(told) or what,
        language=ui.language,
    )


def _language(article: Brief) -> str | None:
    return language_tag(article.language, article.script) or None
