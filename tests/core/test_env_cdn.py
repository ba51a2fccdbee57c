"""What the environment says about a CDN is taken, or refused with what to write instead."""

import pytest

from newsroom.core.env import Environment, Refused
from newsroom.core.env_cdn import Cdn, read_cdn

TOKEN = "hush-hush-hush-hush-hush"
ZONE, SERVICE = "0123456789abcdef" * 2, "SU1Z0isxPaozGVKXdv0eY"
CLOUDFLARE = {"NEWSROOM_CDN": "cloudflare", "NEWSROOM_CDN_SERVICE": ZONE, "NEWSROOM_CDN_TOKEN": TOKEN}
FASTLY = {"NEWSROOM_CDN": "Fastly", "NEWSROOM_CDN_SERVICE": SERVICE, "NEWSROOM_CDN_TOKEN": TOKEN}
OWN = {"NEWSROOM_CDN": "own", "NEWSROOM_CDN_ADDRESS": "https://cache.example.ma/purge", "NEWSROOM_CDN_TOKEN": TOKEN}


def read(**values: str) -> tuple[Cdn | None, str]:
    """What is read, and what is said against it."""
    env = Environment(values)
    found = read_cdn(env)
    try:
        env.settle()
    except Refused as refused:
        return found, str(refused)
    return found, ""


def test_without_a_word_there_is_none() -> None:
    assert read() == read(NEWSROOM_CDN="none") == (None, "")


@pytest.mark.parametrize(
    ("values", "address"),
    [
        (CLOUDFLARE, f"https://api.cloudflare.com/client/v4/zones/{ZONE}/purge_cache"),
        (FASTLY, f"https://api.fastly.com/service/{SERVICE}"),
        (OWN, "https://cache.example.ma/purge"),
        ({**OWN, "NEWSROOM_CDN_ADDRESS": "http://127.0.0.1:6081/"}, "http://127.0.0.1:6081/"),
        ({**OWN, "NEWSROOM_CDN_ADDRESS": "http://[::1]:6081"}, "http://[::1]:6081"),
    ],
)
def test_each_is_told_at_its_address(values: dict[str, str], address: str) -> None:
    found, said = read(**values)
    assert said == ""
    assert found == Cdn(found.kind if found else "own", address, TOKEN)


@pytest.mark.parametrize(
    ("values", "name", "remedy"),
    [
        ({"NEWSROOM_CDN": "akamai"}, "NEWSROOM_CDN is 'akamai'.", "Write one of: none, cloudflare, fastly, own."),
        ({"NEWSROOM_CDN_TOKEN": TOKEN}, "NEWSROOM_CDN_TOKEN has a value", "set NEWSROOM_CDN (cloudflare"),
        ({"NEWSROOM_CDN_SERVICE": ZONE}, "NEWSROOM_CDN_SERVICE is", "none is named"),
        ({**CLOUDFLARE, "NEWSROOM_CDN_TOKEN": ""}, "NEWSROOM_CDN_TOKEN is empty.", "Write the token"),
        ({**CLOUDFLARE, "NEWSROOM_CDN_TOKEN": "hush hush hush hush"}, "NEWSROOM_CDN_TOKEN has", "no blanks"),
        ({**CLOUDFLARE, "NEWSROOM_CDN_TOKEN": "hush-hush-hush-h\u00e9"}, "NEWSROOM_CDN_TOKEN has", "Write the token"),
        ({**CLOUDFLARE, "NEWSROOM_CDN_TOKEN": "hush"}, "NEWSROOM_CDN_TOKEN has", "16 characters"),
        ({**CLOUDFLARE, "NEWSROOM_CDN_SERVICE": "example.ma"}, "NEWSROOM_CDN_SERVICE is", "the zone's ID"),
        ({**CLOUDFLARE, "NEWSROOM_CDN_ADDRESS": "https://x.ma"}, "NEWSROOM_CDN_ADDRESS is", "Remove it"),
        ({**FASTLY, "NEWSROOM_CDN_SERVICE": "../purge_all"}, "NEWSROOM_CDN_SERVICE is", "the service's ID"),
        ({**OWN, "NEWSROOM_CDN_SERVICE": ZONE}, "NEWSROOM_CDN_SERVICE is", "Remove it"),
        ({**OWN, "NEWSROOM_CDN_ADDRESS": "http://cache.example.ma/"}, "NEWSROOM_CDN_ADDRESS is", "in the open"),
        ({**OWN, "NEWSROOM_CDN_ADDRESS": "ftp://127.0.0.1/"}, "NEWSROOM_CDN_ADDRESS is", "in the open"),
        *(
            ({**OWN, "NEWSROOM_CDN_ADDRESS": value}, "NEWSROOM_CDN_ADDRESS", "Write where your cache")
            for value in ("", "cache", "https://", "https://[", "https://u:hush@x.ma/", "https://x.ma/?token=1",
                          "https://x.ma/a b", "https://x.ma:0/", "https://x.ma:99999/", "https://x.ma/#a", "https://\u00e9.ma/")
        ),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_what_to_write_and_without_a_secret(
    values: dict[str, str], name: str, remedy: str
) -> None:
    said = read(**values)[1]
    assert name in said
    assert remedy in said
    assert "hush" not in said


def test_the_token_is_not_shown() -> None:
    assert TOKEN not in repr(read(**OWN)[0])
