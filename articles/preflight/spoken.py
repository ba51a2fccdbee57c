"""Numbers and months in words, in the paper's three languages, as a text may say what its headline has in figures."""

import unicodedata
from functools import cache

_FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf"
)
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_FR, _EN = _FRENCH.split(), _ENGLISH.split()
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_EN_TENS = dict(zip(range(20, 100, 10), _TENS.split(), strict=True))
_AR = {
    0: "صفر",
    3: "ثلاث ثلاثة",
    4: "أربع أربعة",
    5: "خمس خمسة",
    6: "ست ستة",
    7: "سبع سبعة",
    8: "ثمان ثماني ثمانية",
    9: "تسع تسعة",
    10: "عشر عشرة",
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "أربعون أربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين",
    90: "تسعون تسعين",
    100: "مئة مائة",
    200: "مئتان مئتين مائتان مائتين",
    1000: "ألف",
    2000: "ألفان ألفين",
}
_MONTHS = (
    "janvier january jan يناير كانون-الثاني",
    "février fevrier february feb فبراير شباط",
    "mars march مارس آذار",
    "avril april apr أبريل ابريل إبريل نيسان",
    "mai may ماي مايو أيار",
    "juin june jun يونيو حزيران",
    "juillet july jul يوليوز يوليو تموز",
    "août aout august aug غشت أغسطس آب",
    "septembre september sep شتنبر سبتمبر أيلول",
    "octobre october oct أكتوبر اكتوبر تشرين-الأول",
    "novembre november nov نونبر نوفمبر تشرين-الثاني",
    "décembre decembre december dec دجنبر ديسمبر كانون-الأول",
)
TIMES = {
    "mille": 3, "millier": 3, "milliers": 3, "thousand": 3, "ألف": 3, "آلاف": 3, "ألفا": 3,
    "million": 6, "millions": 6, "mdh": 6, "مليون": 6, "ملايين": 6, "مليونا": 6, "mn": 6,
    "milliard": 9, "milliards": 9, "mmdh": 9, "billion": 9, "billions": 9, "bn": 9, "md": 9, "mds": 9,
    "مليار": 9, "ملايير": 9, "مليارات": 9, "مليارا": 9,
}  # fmt: skip
"""What stands behind a figure and multiplies it, with how many zeros. French “billion” isn't written in newspapers."""
MONTHS = {name.replace("-", " "): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def plain(words: str) -> str:
    """In small letters and composed, Arabic without vowel signs and stretching: as two spellings are compared."""
    composed = unicodedata.normalize("NFKC", words).casefold().replace("\u0640", "")
    return "".join(letter for letter in composed if not "\u064b" <= letter <= "\u0652")


def _french() -> dict[str, int]:
    found = dict(zip(_FR, range(20), strict=True)) | {"une": 1, "cent": 100, "cents": 100, "mille": 1000}
    for ten, word in _FR_TENS.items():
        found |= {word: ten, f"{word} et un": ten + 1, f"{word} et une": ten + 1}
        found |= {f"{word}-{_FR[unit]}": ten + unit for unit in range(2, 10)}
    found |= {f"soixante-{_FR[unit]}": 60 + unit for unit in range(10, 20)} | {"soixante et onze": 71}
    found |= {f"quatre-vingt-{_FR[unit]}": 80 + unit for unit in range(1, 20)}
    found |= {"quatre-vingt-une": 81, "quatre-vingts": 80, "quatre-vingt": 80}
    return found


def _english() -> dict[str, int]:
    found = dict(zip(_EN, range(20), strict=True)) | {"hundred": 100, "thousand": 1000, "dozen": 12}
    for ten, word in _EN_TENS.items():
        found |= {word: ten} | {f"{word}-{_EN[unit]}": ten + unit for unit in range(1, 10)}
    return found


@cache
def numbers() -> dict[str, int]:
    """By their words with blanks for hyphens, of all three languages: no word of one is another number in another."""
    arabic = {word: number for number, words in _AR.items() for word in words.split()}
    units = {unit: _AR[unit].split() for unit in range(3, 10)}
    for ten in range(20, 100, 10):
        both = [(unit, one, more) for unit in units for one in units[unit] for more in _AR[ten].split()]
        arabic |= {f"{one} و{more}": ten + unit for unit, one, more in both}
    for unit in range(3, 10):
        arabic |= {f"{one} {ten}": 10 + unit for one in units[unit] for ten in _AR[10].split()}
    hyphens = {**_french(), **_english(), **arabic}
    return {plain(words.replace("-", " ")): number for words, number in hyphens.items()}
