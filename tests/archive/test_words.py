"""Keys of words: forms of one word share them, other words do not."""

import pytest

from archive.words import kazakh, russian
from archive.words.kazakh_suffixes import spellings
from archive.words.keys import keys

FORMS = {
    "қала": "қаланың қалаға қаланы қалада қаладан қаламен қалалар қалаларымыз қаласындағы қалаларымыздан",
    "мектеп": "мектептің мектепке мектебі мектебіміздің мектептерде мектептегілер",
    "халық": "халқы халқын халқымыздың халыққа халықтың",
    "бала": "баласы балаларын балаңның балам балаларыңызға",
    "тіл": "тілі тілінің тілдерін тілге тілімізді",
    "кітап": "кітабы кітабына кітаптар кітаптан",
    "кел": "келді келген келеді келмеген келіп келсе келу келуі келейік келгендіктен келмейтін келмек",
    "айт": "айтты айтылды айтылған айтпады айтып айтатын айтуға айтылмаған айтсын айтамыз",
    "оқы": "оқыды оқиды оқып оқыған оқитын оқимыз",
    "тап": "тапты табады тауып табылды табуға таппады",
    "баста": "бастады бастап басталды басталған бастау бастайды бастаса",
    "ол": "оны оның оған одан",
}
APART = [
    "қала қал",
    "бас басқа",
    "үш үшін",
    "бір бірге",
    "ата ат",
    "дала дал",
    "мемлекет мемлекеттік",
    "ана ан",
    "алма ал",
]
MEETING = ["городе города", "шёл идти", "шел идёт", "людей человек", "университетте университете", "Астанада астаны"]


@pytest.mark.parametrize("word", FORMS)
def test_forms_of_a_word_share_its_key(word):
    """Every form has the key of its dictionary form, which is that word itself."""
    assert {word} == {kazakh.key(form) for form in (word, *FORMS[word].split())}


@pytest.mark.parametrize("pair", APART)
def test_other_words_stay_apart(pair):
    """Words that look like forms of each other but are none have keys of their own."""
    one, other = pair.split()

    assert kazakh.key(one) != kazakh.key(other)


@pytest.mark.parametrize("pair", MEETING)
def test_languages_need_no_name(pair):
    """Russian forms meet by the dictionary, words that both languages have meet across them."""
    one, other = pair.lower().split()

    assert set(keys(one)) & set(keys(other))


@pytest.mark.parametrize(("form", "word"), [("для", "длить"), ("чем", "что"), ("при", "переть"), ("лет", "лет")])
def test_what_is_hardly_meant_is_not_found(form, word):
    """A form that the dictionary knows of a word too, but nobody means, does not lead to it; what may be meant does."""
    assert word not in russian.keys(form)
    assert {"стать", "сталь"} <= set(russian.keys("стали"))


@pytest.mark.parametrize("word", ["", "а", "ң", "2026", "covid", "ъъъ", "ғ" * 500, "қ-а", "ыыыыы", "м²"])
def test_every_word_has_a_key(word):
    """Whatever a text holds has at least one key, and the same each time."""
    assert keys(word)
    assert keys(word) == keys(word)


def test_a_suffix_follows_harmony_and_assimilation():
    """A suffix is taken off only where the rest asks for just this spelling of it."""
    stems = {reading.stem for reading in kazakh.readings("қаланін")}

    assert "қала" not in stems
    assert all(suffix.before for layer in spellings().values() for forms in layer.values() for suffix in forms)
    assert "мектеп" not in {reading.stem for reading in kazakh.readings("мектепда")}
