"""Lists of words over what customers really write."""

import pytest

from odoo.addons.o2c_quality_check.domain.themes import Matcher, WordList, split

LISTS = [
    WordList(1, "en_US", ("late*", "too long")),
    WordList(1, "it_IT", ("ritard*", "in ritardo")),
    WordList(2, "pl_PL", ("opóźni*", "późno")),
    WordList(3, "", ("O.K.", "c++")),
    WordList(4, "en_US", ()),
]

CASES = [
    ("a beginning", "LATENESS is your trade", "en_US", (1,)),
    ("no beginning in the middle", "a chocolate box", "en_US", ()),
    ("a phrase over lines", "took too\n  long", "en_US", (1,)),
    ("half a phrase", "long live the driver", "en_US", ()),
    ("other English", "it came late", "en_GB", (1,)),
    ("another language", "in ritardo", "en_US", ()),
    ("accents are optional", "PÓŹNO, opoznione", "pl_PL", (2,)),
    ("language not known", "in ritardo", "", (1,)),
    ("in any language", "all o.k.", "it_IT", (3,)),
    ("a dot is a dot", "all oak.", "it_IT", ()),
    ("signs of patterns", "we use c++ here", "es_ES", (3,)),
    ("two themes", "late, but o.k.!", "en_US", (1, 3)),
    ("nothing", "", "en_US", ()),
    ("no text", None, "en_US", ()),
]


@pytest.mark.parametrize(("_case", "text", "lang", "expected"), CASES)
def test_find(_case, text, lang, expected):
    assert Matcher(LISTS).find(text, lang) == expected


@pytest.mark.parametrize(
    ("_case", "text", "expected"),
    [
        ("commas, lines, semicolons", "a, b\nc;d", ("a", "b", "c", "d")),
        ("spaces", "  too   long ,", ("too long",)),
        ("twice", "a,a", ("a",)),
        ("empty", "", ()),
        ("none", None, ()),
    ],
)
def test_split(_case, text, expected):
    assert split(text) == expected


def test_a_star_alone_matches_nothing_by_accident():
    assert Matcher([WordList(1, "", split("*"))]).find("anything") == ()
