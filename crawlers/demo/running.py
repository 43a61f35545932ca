"""Whether the demo paper is being served already."""

import http.client

from archive.faults import PortInUse

PATIENCE_SECONDS = 3.0


def serving_edition(port: int) -> int | None:
    """Return the edition of the demo paper that answers on *port* of loopback, or None where nobody listens.

    `PortInUse` where something else answers there.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("HEAD", "/robots.txt")
        edition = connection.getresponse().headers.get("X-Demo-Paper")
    except ConnectionRefusedError:
        return None
    except (OSError, http.client.HTTPException):
        edition = None
    finally:
        connection.close()
    if edition is None:
        message = f"port {port}, where the demo paper is served, is in use by another program; set AIMAQ_DEMO_PORT"
        raise PortInUse(message)
    return int(edition)
