"""Which elements are captions of pictures, and tables of data."""

import re

CAPTION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:\w*caption\w*|cutline|photo-?(?:desc|text|title|sign|author|credit|info|source)\w*|img-?(?:desc|text|title|sign|author|source)\w*|(?:item)?image-?(?:desc|text|title|author|credit|source)\w*|"
    r"pic-?(?:desc|text|title)\w*|podpis\w*|credits?|copyright-?photo|(?<!wp-block-)media-?(?:desc|text|caption|credit|author)\w*|figure-?(?:text|desc)\w*|sourcephoto|t\d{3}__title\s+t-text|(?:\w+-)*field-(?:image-?)?(?:caption|podpis|photographer|photo-?(?:author|credit))\w*|foto-?(?:podpis|author|text)\w*|sign|under-?(?:img|photo|pic)\w*)(?=$|[\s_-])",
    re.IGNORECASE,
)
CREDIT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:credits?|(?:item)?image-?credits?|(?:\w+-)*photographer|(?:\w+-)*photo-?(?:author|credits?)|foto-?author)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of elements that hold who made a picture, and nothing else."""
LONGEST_CAPTION = 400
