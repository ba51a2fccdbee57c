"""Makes the headline faces in static/site/fonts from the families as they are published.

    npm install --prefix FOLDER @fontsource-variable/newsreader @fontsource/markazi-text
    pip install fonttools brotli
    python scripts/fonts.py FOLDER

They are part of what a reader waits for on a telephone: one weight a file, the letters that our languages use, and of
the kerning what an eye can see. Both families have the SIL Open Font License, whose texts lie beside the files.
"""

import sys
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.tables.otBase import ValueRecord
from fontTools.ttLib.tables.otTables import PairValueRecord
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent.parent / "static/site/fonts"
WEIGHT = 620
OPTICAL_SIZE = 40
LETTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "\u00a0«°·»ÀÂÆÇÈÉÊËÎÏÔÙÛÜàâæçèéêëîïôùûüÿŒœ–—‘’“”…€"  # what French and English are set with
    + "ÁÍÓÚÑáíóúñãäåöø"  # names from Spain and further north
)
NARROW_SPACE = 0.62
"""Of a space: Newsreader has no narrow one, which French stands before its punctuation."""
SEEN = 20
"""Units of a 2000th of the size: less is half a pixel in our largest headline."""
STEP = 10
APART = 26
"""An f and the dot behind it, in the same units: in headlines, which are set tightly, they would run together."""
ARABIC = [
    *(0x060C, 0x061B, 0x061F, *range(0x0621, 0x063B), *range(0x0640, 0x0653), 0x066A, 0x066B, 0x066C, 0x0670, 0x0671),
    *map(ord, "پچژڤڭگ"),  # names from elsewhere, and those of Agadir and Guercif
    *(0x20, 0xA0, 0x200C, 0x200D, 0x202F),
]
DIGITS = list(range(0x0660, 0x066A))
"""Of the Arab East, in a file of their own: few papers set their headlines with them."""
FEATURES = ["ccmp", "init", "medi", "fina", "isol", "rlig", "kern", "mark"]
YEH_WITH_HAMZA, YEH_WITHOUT_DOTS, LAM = "uniFE8A", "uniFEF0", ("uniFEDF", "uniFEE0")
UNITS = 1024
"""To an em: finer than the dots of any screen at our largest size."""
WITH_ARABIC = "!%()+,-./0123456789:«»–—…"
"""Latin signs of the same family, so that a year or a bracket in a headline keeps its colour."""


def subset(font: TTFont, letters: list[int], features: list[str]) -> TTFont:
    options = Options(layout_features=features, hinting=False, name_IDs=[1, 2, 13, 14], notdef_outline=True)
    options.drop_tables += ["GDEF", "STAT"] if features == ["kern"] else ["STAT"]
    worker = Subsetter(options)
    worker.populate(unicodes=letters)
    worker.subset(font)
    return font


def add_narrow_space(font: TTFont) -> None:
    order = [*font.getGlyphOrder(), "narrow"]
    font.setGlyphOrder(order)
    font["glyf"].glyphs["narrow"] = Glyph()
    font["glyf"].glyphOrder = order
    font["hmtx"].metrics["narrow"] = (int(font["hmtx"].metrics["space"][0] * NARROW_SPACE), 0)
    for table in font["cmap"].tables:
        table.cmap[0x202F] = "narrow"
    font["maxp"].numGlyphs = len(order)


def prune_kerning(font: TTFont) -> None:
    """Pairs that differ from their classes by less than is seen go; what stays is rounded, which packs better."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
        classes = [table for table in tables if table.Format == 2]  # by OpenType: pairs of classes
        for table in classes:
            for second in (second for first in table.Class1Record for second in first.Class2Record):
                if _moves(second):
                    second.Value1.XAdvance = _rounded(second.Value1.XAdvance)
        for table in tables:
            if table.Format == 1:
                _prune_pairs(table, classes)


def _prune_pairs(table: Any, classes: list[Any]) -> None:
    kept = []
    for left, pairs in zip(table.Coverage.glyphs, table.PairSet, strict=True):
        pairs.PairValueRecord = [
            pair
            for pair in pairs.PairValueRecord
            if abs((pair.Value1.XAdvance if _moves(pair) else 0) - _by_class(classes, left, pair.SecondGlyph)) >= SEEN
        ]
        for pair in filter(_moves, pairs.PairValueRecord):
            pair.Value1.XAdvance = round(pair.Value1.XAdvance / STEP) * STEP
        pairs.PairValueCount = len(pairs.PairValueRecord)
        if pairs.PairValueRecord:
            kept.append((left, pairs))
    table.Coverage.glyphs = [left for left, _pairs in kept]
    table.PairSet = [pairs for _left, pairs in kept]
    table.PairSetCount = len(kept)


def part_f(font: TTFont) -> None:
    """More room between an f and an i, dotted or with a roof, or a j."""
    tables = [
        getattr(table, "ExtSubTable", table)
        for lookup in font["GPOS"].table.LookupList.Lookup
        for table in lookup.SubTable
    ]
    classes = [table for table in tables if table.Format == 2]
    single = next(table for table in tables if table.Format == 1 and "f" in table.Coverage.glyphs)
    pairs = single.PairSet[single.Coverage.glyphs.index("f")]
    for second in ("i", "icircumflex", "j"):
        record = PairValueRecord()
        record.SecondGlyph = second
        record.Value1 = ValueRecord(valueFormat=single.ValueFormat1)
        record.Value1.XAdvance = _by_class(classes, "f", second) + APART
        pairs.PairValueRecord.append(record)
    pairs.PairValueRecord.sort(key=lambda record: font.getGlyphID(record.SecondGlyph))
    pairs.PairValueCount = len(pairs.PairValueRecord)


def _by_class(classes: list[Any], left: str, right: str) -> int:
    for table in classes:
        if left in table.Coverage.glyphs:
            first = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
            second = first.Class2Record[table.ClassDef2.classDefs.get(right, 0)]
            return second.Value1.XAdvance if _moves(second) else 0
    return 0


def _moves(record: Any) -> bool:
    return record.Value1 is not None and hasattr(record.Value1, "XAdvance")


def _rounded(units: int) -> int:
    return 0 if abs(units) < SEEN else round(units / STEP) * STEP


def latin(families: Path) -> TTFont:
    source = families / "@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2"
    font = instantiateVariableFont(TTFont(source), {"opsz": OPTICAL_SIZE, "wght": WEIGHT})
    subset(font, list(map(ord, LETTERS)), ["kern"])
    add_narrow_space(font)
    prune_kerning(font)
    part_f(font)
    return font


def drop_ligatures(font: TTFont) -> None:
    """Of its many with a last yeh those that are seldom met; without them the letters join as usual.

    A file above 14 kB takes another turn from the server to the telephone.
    """
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in (getattr(each, "ExtSubTable", each) for each in lookup.SubTable):
            for first, found in list(getattr(table, "ligatures", {}).items()):
                table.ligatures[first] = [ligature for ligature in found if not _is_seldom(first, ligature)]
                if not table.ligatures[first]:
                    del table.ligatures[first]


def _is_seldom(first: str, ligature: Any) -> bool:
    last = ligature.Component[-1]
    is_plain = last == YEH_WITHOUT_DOTS and first not in LAM
    return is_plain or last == YEH_WITH_HAMZA or "loclFAR" in ligature.LigGlyph


def markazi(families: Path, work: Path, name: str, letters: list[int], features: list[str]) -> Path:
    font = TTFont(families / f"@fontsource/markazi-text/files/markazi-text-{name}-700-normal.woff2")
    drop_ligatures(font)
    subset(font, letters, features).flavor = None
    font.save(work / f"{name}.ttf")
    return work / f"{name}.ttf"


def arabic(families: Path, work: Path) -> TTFont:
    latin_signs = list(map(ord, WITH_ARABIC))
    parts = [markazi(families, work, "arabic", ARABIC, FEATURES), markazi(families, work, "latin", latin_signs, [])]
    return subset(Merger().merge(parts), [*ARABIC, *latin_signs], FEATURES)


def digits(families: Path, work: Path) -> TTFont:
    return TTFont(markazi(families, work, "arabic", DIGITS, []))


def main(folder: str) -> None:
    work = Path(folder)
    families = work / "node_modules"
    fonts = {
        "titre-latin": latin(families),
        "titre-arabe": arabic(families, work),
        "titre-arabe-chiffres": digits(families, work),
    }
    for name, font in fonts.items():
        scale_upem(font, UNITS)
        font.flavor = "woff2"
        font.save(HERE / f"{name}.woff2")
        print(name, (HERE / f"{name}.woff2").stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
