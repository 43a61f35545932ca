"""What a request asks for, told in its `meta`."""

from scrapy import Request

KIND = "kind"
"""Key of a request's `meta`."""
LIST, ARTICLE, PICTURE, ROBOTS = "list", "article", "picture", "robots"
KINDS = (LIST, ARTICLE, PICTURE, ROBOTS)


def kind_of(request: Request) -> str:
    """Return what *request* asks for: one of `KINDS`; what says nothing asks for an article.

    >>> kind_of(Request("https://example.kz/robots.txt")), kind_of(Request("https://example.kz/a", meta={KIND: LIST}))
    ('robots', 'list')
    """
    if KIND in request.meta:
        return str(request.meta[KIND])
    return ROBOTS if request.url.endswith("/robots.txt") else ARTICLE
