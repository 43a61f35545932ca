"""An article's page parsed with lxml, once, into elements of one class.

Scrapy's selector would ask Python for the class of every element that anybody looks at, as forms have their own; here
lxml answers itself.
"""

from weakref import WeakKeyDictionary

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction
from scrapy.http import TextResponse

EMPTY = b"<html/>"
_ROOTS: WeakKeyDictionary[TextResponse, HtmlElement] = WeakKeyDictionary()
_PARSER = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
    )
)


def root_of(response: TextResponse) -> HtmlElement:
    """Return the root element of the HTML page *response*; the same one each time, whatever was done to it.

    >>> from scrapy.http import HtmlResponse
    >>> root_of(HtmlResponse("http://a/", body=b"<p>x<form>y", encoding="utf-8")).find(".//form").text
    'y'
    """
    root = _ROOTS.get(response)
    if root is None:
        body = response.text.strip().replace("\x00", "").encode() or EMPTY
        root = etree.fromstring(body, parser=_PARSER, base_url=response.url)
        if root is None:
            root = etree.fromstring(EMPTY, parser=_PARSER, base_url=response.url)
        _ROOTS[response] = root
    return root
