"""When two requests ask for the same thing."""

import hashlib

from scrapy import Request

from crawlers.links import canonical_url


class CanonicalFingerprinter:
    """Two addresses with one canonical form are one request: last slash, host, AMP and tracking make no difference."""

    def fingerprint(self, request: Request) -> bytes:
        """Return the identity of *request*: a hash of its method and canonical address."""
        return hashlib.sha1(f"{request.method} {canonical_url(request.url)}".encode(), usedforsecurity=False).digest()
