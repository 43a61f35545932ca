"""From a site's declaration to an article as printed: the only package that knows Scrapy."""
