"""How the paper's two slug makers spell a Kazakh or Russian title in Latin letters."""

import re

from crawlers.demo.article import Generation

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "a,b,v,g,d,e,yo,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,h,c,ch,sh,shh,,y,,e,yu,ya"
_LETTERS = dict(zip(_CYRILLIC, _LATIN.split(","), strict=True))
_FIRST_LETTERS = _LETTERS | {"х": "x", "ц": "cz"}
_ONLY_KAZAKH = "әғқңөұүһі"
_FIRST_MAKER: tuple[Generation, ...] = (1, 2)
_LONGEST = 70


def slug(title: str, generation: Generation) -> str:
    """Return the slug of *title* as the maker of that *generation* spells it.

    Where a letter is only Kazakh, the first maker puts a hyphen, the second nothing.

    >>> slug("Тарихи сәт: ән", 1), slug("Тарихи сәт: ән", 4)
    ('tarixi-s-t-n', 'tarihi-st-n')
    """
    letters, dropped = (_FIRST_LETTERS, "-") if generation in _FIRST_MAKER else (_LETTERS, "")
    letters |= dict.fromkeys(_ONLY_KAZAKH, dropped)
    spelled = "".join(letters.get(letter, letter) for letter in title.lower())
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")[:_LONGEST].rstrip("-")
