"""What an editor does to a page at worst: a headline of one word and nothing else, one of two hundred letters, a word
that is wider than a telephone, ten thousand words, forty pictures, three names, twelve columns, pictures in a row.

Nobody's name is no such case: what nobody signs isn't published."""

import os
from collections.abc import Callable
from typing import Any

from PIL import Image as Pillow

from articles.ledger.document import PictureUse
from articles.models import Image
from articles.pictures import reading, renditions, verbs
from tests import pictures
from tests.articles import stories

WORD = "Anticonstitutionnellement" * 2 + "intergouverneme"  # sixty letters and not a gap
SENTENCE = "Dans la salle du conseil, les applaudissements furent brefs et la séance se poursuivit jusqu’au soir. "
COLUMNS, PICTURES, WORDS = 12, 40, 10_000
NOISE = (1000, 640)


def bare() -> dict[str, Any]:
    return {"title": "Marée", "slug": "maree", "body": "<p>Basse.</p>", "standfirst": "", "points": ()}


def loaded() -> dict[str, Any]:
    images = [pictures.stored((640 + number, 400), name=f"Une de quatre, {number}") for number in range(4)]
    uses = (images[number % len(images)].pk for number in range(PICTURES))
    rounds = -(-WORDS // (PICTURES * len(SENTENCE.split())))
    text = "".join(
        f"<h2>{WORD}</h2><p>{SENTENCE * rounds}</p><figure data-image='{pk}' data-alt='Un quai'"
        f" data-caption='{WORD}'></figure>"
        for pk in uses
    )
    names = ("Nora El Idrissi", "N" * 58, "حمزة برادة")
    return {
        "title": (f"{WORD} : " + "un plan que personne n’attendait si tôt " * 5)[:200].strip(),
        "slug": "long",
        "standfirst": SENTENCE * 3,
        "points": (WORD, "Un mot.", SENTENCE.strip()),
        "body": text,
        "authors": tuple(stories.author(name).pk for name in names),
        "picture": PictureUse(images[0].pk, "Un quai", WORD),
    }


def wide() -> dict[str, Any]:
    head = "".join(f'<th scope="col">Mois {number}</th>' for number in range(COLUMNS))
    line = "".join(f"<td>1 200 35{number}</td>" for number in range(COLUMNS))
    rows = f"<thead><tr>{head}</tr></thead><tbody>{f'<tr>{line}</tr>' * 8}</tbody>"
    body = f"<p>Un tableau.</p><table><caption>Douze mois</caption>{rows}</table>"
    return {"title": "Un tableau", "slug": "tableau", "body": body}


def gallery() -> dict[str, Any]:
    images = [
        pictures.stored((640 + number, 400), name=f"Une de trois, {number}", credit="Atelier") for number in range(3)
    ]
    rows = "".join(
        f"<figure data-image='{one.pk}' data-alt='Un quai' data-caption='{WORD}'></figure>" for one in images
    )
    return {"title": "Trois vues", "slug": "vues", "body": f"<p>Avant.</p>{rows}<p>Après.</p>"}


def noisy() -> dict[str, Any]:
    """Led by the heaviest picture there is: every point of it is another colour."""
    return {"title": "Du bruit", "slug": "bruit", "picture": PictureUse(noise().pk, "Du bruit")}


def noise() -> Image:
    drawn = Pillow.frombytes("RGB", NOISE, os.urandom(NOISE[0] * NOISE[1] * 3))
    content = pictures.encoded(drawn, quality=95)
    image = verbs.add(reading.read(pictures.upload(content)), name="Du bruit", by=None)
    renditions.make(image)
    return Image.objects.get(pk=image.pk)


KINDS: dict[str, Callable[[], dict[str, Any]]] = {
    "bare": bare,
    "loaded": loaded,
    "wide": wide,
    "gallery": gallery,
    "noisy": noisy,
}
