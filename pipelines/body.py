"""The article's words only, as one text."""

from archive.records import Article, Block, Printed


def fill_body(article: Article, _printed: Printed) -> None:
    """Fill `body` with the words of all blocks, a blank line between two; a table keeps its rows."""
    article.blocks = [_one_line(block) for block in article.blocks]
    article.body = "\n\n".join(block.text for block in article.blocks if block.text and block.kind != "embed")


def _one_line(block: Block) -> Block:
    if not block.text or block.kind == "table":
        return block
    return Block(kind=block.kind, text=" ".join(block.text.split()))
