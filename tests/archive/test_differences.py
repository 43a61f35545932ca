"""What differs between two texts, by paragraph and by word."""

import time

import pytest

from archive.differences import Paragraph, changed_only, compared

FLOOD = "Су деңгейі бір тәулікте 40 сантиметрге көтеріліп, жағалаудағы үш ауылдың тұрғындары көшірілді."
BRIDGE = "Көпір арқылы ауыр жүк көлігінің қозғалысы уақытша тоқтатылды, айналма жол ашық."
SCHOOL = "Мектептерде сабақ қашықтан өтеді, балабақшалар жабық, кітапхана кешке дейін жұмыс істейді."
THANKS = "Әкім еріктілерге алғыс айтты."


def words(runs):
    """Return the words of *runs*."""
    return " ".join("".join(run.text for run in runs).split())


def sides(paragraphs):
    """Return both texts that *paragraphs* compare."""
    return [[text for paragraph in paragraphs if (text := words(getattr(paragraph, side)))] for side in ("old", "new")]


TEXTS = {
    "nothing": ([], []),
    "a text that came": ([], [FLOOD]),
    "a text that went": ([FLOOD, BRIDGE], []),
    "a word": ([FLOOD, BRIDGE], [FLOOD.replace("40", "72"), BRIDGE]),
    "a paragraph between": ([FLOOD, SCHOOL], [FLOOD, BRIDGE, SCHOOL]),
    "all else": ([FLOOD], [THANKS]),
    "one changed, one new, in one place": ([BRIDGE, THANKS], [SCHOOL, BRIDGE.replace("ашық", "жабық"), THANKS]),
    "order turned": ([FLOOD, BRIDGE, SCHOOL], [SCHOOL, FLOOD, BRIDGE]),
    "spaces": (["Су  тасыды. "], ["Су тасыды."]),
}


@pytest.mark.parametrize(("before", "after"), TEXTS.values(), ids=TEXTS)
def test_both_texts_can_be_read_from_the_comparison(before, after):
    """What did not come is the text before, what did not go the text after, word for word."""
    expected = [[" ".join(text.split()) for text in texts] for texts in (before, after)]

    assert expected == sides(compared(before, after))


def test_words_are_told_apart():
    """Only the words that differ went and came."""
    (changed,) = changed_only([FLOOD, BRIDGE], [FLOOD.replace("40", "72"), BRIDGE])

    assert [("40 ", "removed"), ("72 ", "added")] == [
        (run.text, run.fate) for run in changed.runs if run.fate != "same"
    ]


def test_paragraph_is_compared_with_the_one_it_was():
    """A paragraph put in front of a changed one does not make all of them look changed."""
    new = [SCHOOL, BRIDGE.replace("ашық", "жабық"), THANKS]

    fates = [[run.fate for run in paragraph.runs] for paragraph in compared([BRIDGE, THANKS], new)]
    assert [["added"], ["same", "removed", "added"], ["same"]] == fates


def test_words_that_often_repeat_are_compared_too():
    """A word that stands in a long paragraph hundreds of times is compared like any other (no autojunk)."""
    old = " ".join(["су"] * 210 + ["тасыды"])
    (changed,) = changed_only([old], [f"{old} жол"])

    assert [("су " * 210 + "тасыды ", "same"), ("жол", "added")] == [(run.text, run.fate) for run in changed.runs]


def test_huge_texts_do_not_hold_up_a_page():
    """A paragraph of forty thousand words, and thousands of paragraphs, are compared as wholes at once."""
    begun = time.process_time()

    (long,) = compared(["су жол " * 20_000], ["жол су " * 20_000])
    many = compared([f"{n} су" for n in range(5_000)], [f"{n} жол" for n in range(5_000)])

    assert isinstance(long, Paragraph)
    assert [["removed", "added"], ["removed"], ["added"]] == [[run.fate for run in p.runs] for p in (long, *many)]
    assert time.process_time() - begun < 2
