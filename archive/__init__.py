"""The archive: what was published and what became of it. Opens without Scrapy and without a list of sites."""
