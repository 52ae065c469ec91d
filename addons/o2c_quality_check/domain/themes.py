"""Which themes the words of a customer touch, by lists of words.

An entry is a word, a phrase, or the beginning of words with a ``*`` at its end.
Capitals and accents do not matter.
"""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class WordList:
    """The words of a theme in one language; ``lang`` "": in any."""

    theme: int
    lang: str
    words: tuple[str, ...]


def split(text):
    """The entries of a list as it is written: by commas or lines, none twice.

    >>> split("late*, delay,, late*")
    ('late*', 'delay')
    """
    entries = (" ".join(part.split()) for part in re.split(r"[,;\n]", text or ""))
    # a lone star would be the beginning of every word
    return tuple(dict.fromkeys(entry for entry in entries if entry.strip("*")))


def plain(text):
    """Small letters without accents.

    >>> plain("Ritardò, GROß, żółw")
    'ritardo, gross, zołw'
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


class Matcher:
    """Finds themes; made once for many texts.

    :param lists: ``WordList``s
    """

    def __init__(self, lists):
        self._lists = [
            (words.theme, words.lang, _pattern(words.words))
            for words in lists
            if words.words
        ]

    def find(self, text, lang=""):
        """The themes of ``text``, in the order of the lists.

        :param lang: language of the customer, "" when it is not known: then the lists
            of all languages are tried

        >>> lists = [WordList(1, "en_US", ("late*",)), WordList(2, "it_IT", ("rotto",))]
        >>> Matcher(lists).find("It came LATER than said", "en_US")
        (1,)
        >>> Matcher(lists).find("rotto", "en_US"), Matcher(lists).find("rotto")
        ((), (2,))
        """
        found, words = {}, plain(text or "")
        for theme, its, pattern in self._lists:
            fits = not lang or not its or its.split("_")[0] == lang.split("_")[0]
            if fits and pattern.search(words):
                found[theme] = True
        return tuple(found)


def _pattern(words):
    return re.compile("|".join(_entry(plain(word)) for word in words))


def _entry(word):
    stem = word.removesuffix("*")
    text = r"\s+".join(re.escape(part) for part in stem.split())
    end = "" if stem != word else r"(?!\w)"
    return rf"(?<!\w){text}{end}"
