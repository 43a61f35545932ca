"""Papers of one's own: the site files in the folder that `--sites` or the environment variable AIMAQ_SITES names.

This package has no files itself: its path is that folder, so that Scrapy finds them as it finds `crawlers.sites`.
"""

import os
from pathlib import Path

FOLDER = os.environ.get("AIMAQ_SITES", "")
"""The folder as named; empty for none."""

__path__ = [str(Path(FOLDER).resolve())] if FOLDER else []
