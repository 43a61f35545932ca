"""A part of a page that lxml has parsed, as BeautifulSoup shows it, without parsing it once more."""

from collections.abc import Container

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from lxml.html import HtmlElement


def soup_of(part: HtmlElement, without: Container[HtmlElement] = ()) -> BeautifulSoup:
    """Return *part* and what is in it as a soup; comments and elements of *without* stay out, class names are one text.

    >>> from lxml.html import fragment_fromstring
    >>> str(soup_of(fragment_fromstring("<p class='a b'>Бір<!-- x --> екі<br>үш</p>")))
    '<p class="a b">Бір екі<br/>үш</p>'
    """
    return BeautifulSoup("", builder=_Parsed(part, without))


class _Parsed(HTMLTreeBuilder):
    """Hands a part of a parsed page to BeautifulSoup as a parser would."""

    def __init__(self, part: HtmlElement, without: Container[HtmlElement]) -> None:
        super().__init__(multi_valued_attributes=None)
        self.part = part
        self.without = without

    def feed(self, _markup: object) -> None:
        """Tell the soup of every tag and text of the part, in reading order."""
        soup = self.soup
        assert soup is not None  # noqa: S101 - bs4 sets it before it feeds
        stack: list[tuple[HtmlElement, bool]] = [(self.part, False)]
        while stack:
            element, leaving = stack.pop()
            if not leaving and isinstance(element.tag, str) and element not in self.without:
                soup.handle_starttag(element.tag, None, None, dict(element.attrib))
                if element.text:
                    soup.handle_data(element.text)
                stack.append((element, True))
                stack.extend((child, False) for child in reversed(element))
                continue
            if leaving:
                soup.handle_endtag(element.tag)
            if element.tail and element is not self.part:
                soup.handle_data(element.tail)
