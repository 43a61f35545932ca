"""Parts of an archive for others: captures as WACZ, rows as a data package, articles as feeds."""
