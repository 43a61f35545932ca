"""Whether a download failed for the certificate of its server."""

import ssl
from collections.abc import Iterator

from OpenSSL.SSL import Error
from service_identity import VerificationError
from twisted.python.failure import Failure

FAULTS = (Error, VerificationError, ssl.SSLError)


def certificate_fault(exception: BaseException | None) -> str:
    """Return what TLS found wrong where that is why a download ended with *exception*; empty where it is not."""
    for cause in _causes(exception):
        if isinstance(cause, FAULTS):
            return _said(cause)
    return ""


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    """Yield *exception*, what it came from, and what Twisted gives as its reasons."""
    while exception is not None:
        yield exception
        for reason in getattr(exception, "reasons", None) or ():
            if isinstance(reason, Failure) and reason.value is not None:
                yield from _causes(reason.value)
        exception = exception.__cause__


def _said(fault: BaseException) -> str:
    """Return the reason that OpenSSL gives last, or what kind of fault it is.

    >>> _said(Error([("SSL routines", "", "certificate verify failed")]))
    'certificate verify failed'
    """
    queue = fault.args[0] if fault.args else None
    if isinstance(queue, list) and queue:
        return str(queue[-1][-1])
    return "the certificate is for another host" if isinstance(fault, VerificationError) else str(fault)
