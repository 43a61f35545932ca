"""Kazakh typed for fonts of the 1990s: letters of other alphabets that stood for Kazakh ones, made Kazakh again."""

from dataclasses import replace

from archive.records import Printed, PrintedBlock

KZ_1048 = {
    old: new
    for code in range(0x80, 0x100)
    for old, new in [(bytes([code]).decode("cp1251", "ignore"), bytes([code]).decode("kz1048", "ignore"))]
    if old != new and len(old) == len(new) == 1
}
"""What windows-1251 makes of KZ-1048 (the Kazakh code page, IANA charset registry): Ќазаќ for Қазақ."""
FONTS = dict(
    zip(
        "ќЌѓЃѕЅєЄїЇўЎґҐµћЋ±‰",
        "қҚғҒңҢәӘүҮұҰөӨөһҺұә",
        strict=True,
    )
)
"""What fonts with Kazakh letters in the places of other alphabets make of them.

Ѓылым for ғылым, єдебиет for әдебиет.
"""
KAZAKH_ONLY = frozenset("әғқңөұүһӘҒҚҢӨҰҮҺ")
ENOUGH = 2
"""Legacy letters that a text must hold before it is taken for one."""


def modern_letters(text: str) -> dict[int, str] | None:
    """Return how the letters of *text* are to be translated, or None where it is typed as usual or nobody can tell.

    No alphabet has both ќ (Macedonian) and ы. The two ways of typing differ in є: it stands for ғ beside ј, for ә
    beside ѓ; with neither it is not known.

    >>> table = modern_letters("Ќазаќстан Республикасыныѕ ѓылымы")
    >>> "ќазаќтыѕ єні".translate(table)
    'қазақтың әні'
    """
    letters = set(text)
    if "ќ" not in letters or "ы" not in letters or letters & KAZAKH_ONLY or text.lower().count("ќ") < ENOUGH:
        return None
    by_code_page, by_font = bool(letters & {"ј", "Ј"}), bool(letters & {"ѓ", "Ѓ", "µ", "±", "‰"})
    if by_code_page == by_font and letters & {"є", "Є"}:
        return None
    return str.maketrans(KZ_1048 if by_code_page else FONTS)


def with_modern_letters(printed: Printed) -> Printed:
    """Return *printed* with the letters of today, the same where it is typed in them already."""
    text = "\n".join([printed.title or "", *(block.text for block in printed.blocks)])
    if "ќ" not in text:
        return printed
    table = modern_letters(text)
    if table is None:
        return printed
    return replace(
        printed,
        title=printed.title and printed.title.translate(table),
        lead=printed.lead and printed.lead.translate(table),
        section=printed.section and printed.section.translate(table),
        bylines=tuple(line.translate(table) for line in printed.bylines),
        blocks=tuple(_translated(block, table) for block in printed.blocks),
    )


def _translated(block: PrintedBlock, table: dict[int, str]) -> PrintedBlock:
    image = block.image and replace(
        block.image, caption=block.image.caption.translate(table), credit=block.image.credit.translate(table)
    )
    return PrintedBlock(kind=block.kind, text=block.text.translate(table), image=image)
