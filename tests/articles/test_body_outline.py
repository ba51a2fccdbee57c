import pytest

from articles.body.outline import misplaced


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Un</p>", []),
        ("<h2>Un</h2><h3>Deux</h3>", []),
        ("<h3>Un</h3><h2>Deux</h2><h3>Trois</h3>", ["Un"]),
        ('<h3 id="a-b">Un <em>mot</em></h3><p>x</p><h3>Deux &amp; trois</h3>', ["Un mot", "Deux & trois"]),
        ("<h2></h2><h3>Un</h3>", ["Un"]),
        ("<h3></h3><h3><br></h3>", []),
        ('<h3>Un<small data-note="">non</small></h3>', ["Un"]),
    ],
)
def test_a_smaller_heading_wants_one_above(body: str, found: list[str]) -> None:
    assert misplaced(body) == found
