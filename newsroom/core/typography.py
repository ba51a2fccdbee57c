"""Texts as a printer would set them, when they are shown and never in the database.

    typeset("<p>L'eau monte: 12 000 m3...</p>", "fr")

French gets its no-break spaces, curly apostrophes, guillemets, raised ordinals and grouped thousands; Arabic its own
comma, semicolon and question mark where Latin ones were typed after Arabic words; English its apostrophes. What is no
prose stays as it is: tags, addresses, code, `12:30`, `3:1`, and passages that say they are in another language.

Pure and idempotent: a text that was set comes out as it went in.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

AT_HAND = 4096
"""So many headlines, captions and excerpts does a process keep set: those of a paper's latest pages."""
NARROW, WIDE = "\u202f", "\u00a0"
LONGEST_TOWN = 40

# What is lifted out of a text leaves a mark, so that patterns see what they stand between; they never take one away.
_INLINE, _BLOCK, _THING = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"[{_INLINE}{_BLOCK}{_THING}]")


def _address(rest: str) -> str:
    """`rest`: the pattern of what may follow in it."""
    return rf"\b(?:https?://|www\.){rest}*[\w/=#%]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)+/{rest}*[\w/=#%]"


_ADDRESSES = re.compile(_address(r"[^\s<>«»]"))
_MARKUP = re.compile(r"<[^<>]*>|&#?\w{1,31};")
_LIFTED = re.compile(_MARKUP.pattern + "|" + _address(r"(?:[^\s<>«»&]|&amp;)"))
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>")
_LANGUAGE = re.compile(r"""\blang=["']?([A-Za-z-]+)""")
_FLOWING = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    ]
)
_VERBATIM = frozenset(["code", "kbd", "pre", "samp", "script", "style", "textarea", "tt", "var"])
_EMPTY = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])


class Rule(NamedTuple):
    needs: str
    """A text without any of these characters has nothing for it; empty: every text may."""
    pattern: re.Pattern[str]
    written: str | Callable[[re.Match[str]], str]


def typeset(html: str, language: str) -> SafeString:
    """HTML whose attributes hold neither `<` nor `>`, as ours and every sanitised text, set in `language`."""
    if language not in _RULES or _MARKS.search(html):
        return SafeString(html)
    text, lifted = _lift(html, language)
    raised = _set(text, _RAISED[language])
    if raised != text:  # what was raised is an element like any other
        text, lifted = _lift(_put_back(raised, lifted), language)
    return SafeString(_put_back(_set(text, _RULES[language]), lifted))


@lru_cache(maxsize=AT_HAND)
def set_words(words: str, language: str) -> SafeString:
    """A plain line – a headline, a caption, an excerpt – as HTML that may stand between tags."""
    found = typeset(escape(words, quote=False), language)
    return SafeString(found.replace('"', "&quot;").replace("'", "&#x27;"))


@lru_cache(maxsize=AT_HAND)
def set_plain(words: str, language: str) -> str:
    """A plain line for where no HTML goes: a page's title, a mail's subject. Ordinals stay on the line."""
    if language not in _RULES or _MARKS.search(words):
        return words
    lifted: list[str] = []

    def lift(found: re.Match[str]) -> str:
        lifted.append(found.group())
        return _THING

    text = _ADDRESSES.sub(lift, words)
    return _put_back(_set(text, _RULES[language]), lifted)


def _put_back(text: str, lifted: Iterable[str]) -> str:
    found = iter(lifted)
    return _MARKS.sub(lambda _mark: next(found), text)


def _set(text: str, rules: tuple[Rule, ...]) -> str:
    for needs, pattern, written in rules:
        if not needs or any(mark in text for mark in needs):
            text = pattern.sub(written, text)
    return text


def _lift(html: str, language: str) -> tuple[str, list[str]]:
    """The prose, with a mark for each thing that is none, and those things in their order."""
    parts: list[str] = []
    lifted: list[str] = []
    end = 0
    for start, stop, mark in _things(html, language):
        parts += [html[end:start], mark]
        lifted.append(html[start:stop])
        end = stop
    return "".join([*parts, html[end:]]), lifted


def _things(html: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Where each stands and its mark. A passage that isn't to be set is one thing, from its tag to its end."""
    closing, depth, begun = "", 0, 0
    prose = _MARKUP.sub("", html)
    # Addresses take ten times as long to look for as tags, and most texts have none.
    lifted = _LIFTED if any(mark in prose for mark in ("/", "@", "www.")) else _MARKUP
    for found in lifted.finditer(html):
        tag = _TAG.fullmatch(found.group())
        name = tag[2].lower() if tag else ""
        if closing:
            depth += (-1 if tag[1] else 1) if tag and name == closing else 0
            if not depth:
                yield begun, found.end(), _THING if closing in _FLOWING | _VERBATIM else _BLOCK
                closing = ""
        elif tag and not tag[1] and name not in _EMPTY and _is_apart(name, tag[3], language):
            closing, depth, begun = name, 1, found.start()
        else:
            yield found.start(), found.end(), (_INLINE if name in _FLOWING else _BLOCK) if tag else _THING
    if closing:
        yield begun, len(html), _BLOCK


def _is_apart(name: str, attributes: str, language: str) -> bool:
    if name in _VERBATIM:
        return True
    said = _LANGUAGE.search(attributes)
    return said is not None and said[1].lower().partition("-")[0] != language


# -- What is written how ----------------------------------------------------------------------------------------------
# Each pattern begins with a character that it takes and only then looks back: the engine skips to those at once, which
# is five times as fast as looking back everywhere.
_SPACE = f"[ {WIDE}{NARROW}]"
_CLOSED = rf"\w»”)\]%‰€$°…{_THING}"
"""What a mark of punctuation may follow at once."""
_ENDS = rf"[\s»”)\]{_INLINE}{_BLOCK}]"
_UNITS = (
    "€|\\$|£|%|‰|°C?|km²?|km/h|m|m²|m³|cm|mm|kg|g|t|ha|hl|l|h|min|s|kW|MW|GW|kWh|MWh|GWh|TWh|Ko|Mo|Go|To|V|Hz|"
    "DH|dh|MDH|MMDH|MAD|Mds?|M€|Mds?€|dirhams?|euros?|dollars?|millions?|milliards?"
)
_UNIT = rf"(?:{_UNITS})(?![\w'’])"
_TOWN_AFTER = re.compile(rf"{_SPACE}(?!{_UNIT})[A-ZÀ-Ý]")
_TOWN_BEFORE = re.compile(rf"(?:^|\W)[A-ZÀ-Ý][\w-]*{_SPACE}$")
_END_OF_LINE = re.compile(rf"\s*(?:[,;){_INLINE}{_BLOCK}]|$)")


def _rule(needs: str, pattern: str, written: str | Callable[[re.Match[str]], str]) -> Rule:
    return Rule(needs, re.compile(pattern), written)


def _after(marks: str) -> str:
    """One of `marks`, straight after a word or after the end of an element that closes on one."""
    return rf"[{marks}](?:(?<=[{_CLOSED}].)|(?<=[\w»]{_INLINE}.))"


def _spaced(found: re.Match[str]) -> str:
    """A mark with the space that is due before it; at the beginning of a block it stays as it was typed."""
    mark = found.group()[-1]
    if found.string[found.start() - 1 : found.start()] in {"", _BLOCK}:
        return found.group()
    return (WIDE if mark in ":»" else NARROW) + mark


def _grouped(found: re.Match[str]) -> str:
    """12345 by thousands; five digits before a name, or after one at the end of a line, are where letters go to."""
    digits = found.group()
    if len(digits) == len("20000") and _is_postcode(found):
        return digits
    first = len(digits) % 3 or 3
    return NARROW.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def _is_postcode(found: re.Match[str]) -> bool:
    text, start, end = found.string, *found.span()
    if _TOWN_AFTER.match(text, end):
        return True
    return bool(_END_OF_LINE.match(text, end) and _TOWN_BEFORE.search(text, max(0, start - LONGEST_TOWN), start))


def _quoted(found: re.Match[str]) -> str:
    """Guillemets, or within guillemets those of the second rank."""
    before = found.string[found.string.rfind(_BLOCK, 0, found.start()) + 1 : found.start()]
    if before.count("«") > before.count("»"):
        return f"“{found[1]}”"
    return f"«{WIDE}{found[1]}{WIDE}»"


def _thin(found: re.Match[str]) -> str:
    return re.sub(_SPACE, NARROW, found.group())


def _clock(found: re.Match[str]) -> str:
    return f"{found[1]}{WIDE}h" + (f"{WIDE}{found[2]}" if found[2] else "")


def _raised(found: re.Match[str]) -> str:
    number, letters = (part for part in found.groups() if part)
    return f"{number}<sup>{letters}</sup>"


_EVERYWHERE = (
    _rule(".", r"\.(?<!\.\.)\.\.(?!\.)", "…"),
    _rule("'", rf"'(?<=[^\W\d_]')(?=[\w«“\"{_INLINE}{_THING}])", "’"),
)
_FRENCH = (
    *_EVERYWHERE,
    _rule("«", r"«\s*(?=\S)", f"«{WIDE}"),
    _rule("»", rf"»(?<=[^\s{_BLOCK}].)", f"{WIDE}»"),
    # "guillemets" as a typewriter has them, within one block
    _rule(
        '"',
        rf'"(?<![^\s(\[’{_INLINE}{_BLOCK}]")(?=[^\s"])([^"{_BLOCK}]*[^\s"{_BLOCK}])"(?![\w"])',
        _quoted,
    ),
    # marks that were typed with a space before them, and those that were typed without
    _rule(";!?:»", rf"\s+(?:[;!?](?![\w/=-])|:(?=[\s«{_INLINE}{_BLOCK}]|$)|»)", _spaced),
    _rule(";!?", rf"{_after(';!?')}(?=[;!?]*(?:{_ENDS}|$))", lambda found: NARROW + found.group()),
    _rule(":", rf"{_after(':')}(?={_INLINE}?(?:[\s{_BLOCK}]|$))", f"{WIDE}:"),
    # Numbers. Four digits may be a year; a nought at the beginning is of a telephone.
    _rule(
        "",
        rf"[1-9](?<![\w+].)(?<!\d[ {WIDE}{NARROW}.,].)[0-9]{{0,2}}(?:{_SPACE}[0-9]{{3}})+(?!\d|{_SPACE}\d)",
        _thin,
    ),
    _rule("", rf"[1-9](?<![\w.,/+#°-].)(?<![\d°]{_SPACE}.)[0-9]{{4,14}}(?![\w/-]|\.\d|{_SPACE}\d)", _grouped),
    _rule("h", rf"([0-9](?<!\w.)[0-9]?){_SPACE}?h(?:{_SPACE}?([0-5][0-9]))?\b", _clock),
    _rule("%‰€", r"[%‰€](?<=[0-9].)", rf"{WIDE}\g<0>"),
    _rule("°", "°(?<=[0-9].)(?=C\\b)", f"{WIDE}°"),
    _rule("", rf"{_SPACE}(?<=[0-9].)(?={_UNIT})", WIDE),
    _rule("°", rf"([nN](?<!\w.)°){_SPACE}?(?=[0-9])", rf"\1{WIDE}"),
    _rule("MDP", r"((?:M(?<!\w.)(?:M?\.|mes?|lles?|es?)|[DP](?<!\w.)rs?)) (?=[A-ZÀ-Ý])", rf"\1{WIDE}"),
)
_LETTERS = r"\u0620-\u065f\u066e-\u06d3"
_LETTER, _WORD_BEFORE = re.compile(rf"[{_LETTERS}A-Za-zÀ-ɏ]"), re.compile(rf"[{_LETTERS}][^A-Za-zÀ-ɏ]*[\wÀ-ɏ-]+$")
_OWN = {",": "،", ";": "؛", "?": "؟"}


def _arabic(found: re.Match[str]) -> str:
    """A mark that ends Arabic words: the letter before it is one of theirs, or of one foreign name among them."""
    text, start, end = found.string, *found.span()
    before = text[text.rfind(_BLOCK, 0, start) + 1 : start].rstrip(f" {WIDE}{NARROW}{_INLINE}{_THING}»”)]0123456789.:")
    after = _LETTER.search(text[end:].partition(_BLOCK)[0])
    last = before[-1:]
    if not re.match(f"[{_LETTERS}]", last) and (
        not _WORD_BEFORE.search(before) or (after and not re.match(f"[{_LETTERS}]", after[0]))
    ):
        return found.group()
    return _OWN[found.group()]


_ARABIC = (
    _rule(",;?", rf"[,;?](?<=\S.)(?={_ENDS}|[?!؟{_LETTERS}]|$)", _arabic),
    _rule(",;?", rf"[,;?](?<=[^\s{_BLOCK}][ {WIDE}{NARROW}].)(?={_ENDS}|[?!؟]|$)", _arabic),
    # Arabic has no space before its marks, whatever French has taught the thumb.
    _rule("،؛؟!:", rf"{_SPACE}(?<=[{_LETTERS}0-9»”)\]{_INLINE}].)(?=[،؛؟!:](?:{_ENDS}|$))", ""),
)
_RULES = {"fr": _FRENCH, "ar": (_EVERYWHERE[0], *_ARABIC), "en": _EVERYWHERE}
_ORDINALS = (
    r"([0-9](?<!\w.)[0-9]{0,3})(es?|[eè]mes?)",
    r"(1(?<!\w.))(ers?|res?|ères?)",
    r"(2(?<!\w.))(nde?s?)",
    r"([VX](?<!\w.)|[IVX](?<!\w.)[IVX]{1,5})(es?|[eè]mes?)",
    r"(I(?<!\w.))(er)",
)
_RAISED = {"fr": (_rule("er", rf"(?:{'|'.join(_ORDINALS)})\b", _raised),), "ar": (), "en": ()}
"""What only HTML can say: 1er with its letters raised."""
