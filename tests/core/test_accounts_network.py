from typing import Any

import pytest
from django.test import RequestFactory

from newsroom.core.accounts.network import client_network, device_summary

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
AGENTS = {
    f"{WINDOWS}; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox · Windows",
    f"{WINDOWS}) {CHROMIUM} Safari/537.36": "Chrome · Windows",
    f"{WINDOWS}) {CHROMIUM} Safari/537.36 Edg/130.0.0.0": "Edge · Windows",
    f"{WINDOWS}) {CHROMIUM} Safari/537.36 OPR/115.0": "Opera · Windows",
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROMIUM} Safari/537.36": "Chrome · Linux",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROMIUM} Safari/537.36": "Chrome · ChromeOS",
    f"Mozilla/5.0 (Linux; Android 14; SM-S911B) {CHROMIUM} Mobile Safari/537.36": "Chrome · Android",
    f"Mozilla/5.0 (Linux; Android 14) SamsungBrowser/24.0 {CHROMIUM} Safari/537.36": "Samsung Internet · Android",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.4 Safari/605.1.15": "Safari · macOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Safari/604.1": "Safari · iPhone",
    "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) FxiOS/128.0 Safari/605.1.15": "Firefox · iPad",
    "curl/8.5.0": "",
    "": "",
    "<script>alert(1)</script> Firefox/1": "Firefox",
}


def network(proxies: int, settings: Any, remote: str = "198.51.100.7", forwarded: str | None = None) -> str:
    settings.TRUSTED_PROXIES = proxies
    headers: dict[str, Any] = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_network(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize(
    ("address", "cut"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:aaaa:bbbb:cccc::1", "2001:db8:aaaa::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_is_cut_to_its_network(address: str, cut: str, settings: Any) -> None:
    assert network(0, settings, address) == cut


def test_without_a_proxy_of_ours_nobody_is_believed(settings: Any) -> None:
    assert network(0, settings, forwarded="192.0.2.1") == "198.51.100.0/24"


def test_with_one_proxy_the_last_entry_is_believed(settings: Any) -> None:
    assert network(1, settings, forwarded="192.0.2.1, 203.0.113.9") == "203.0.113.0/24"


def test_with_two_proxies_the_entry_of_the_outer_one_is_believed(settings: Any) -> None:
    assert network(2, settings, forwarded="10.9.9.9, 203.0.113.9, 10.0.0.1") == "203.0.113.0/24"


@pytest.mark.parametrize("forged", ["", "unknown", "203.0.113.9:443", "'; drop table", "999.1.1.1", "١٩٢.٠.٢.١"])
def test_a_malformed_entry_leaves_the_address_of_the_connection(forged: str, settings: Any) -> None:
    assert network(1, settings, forwarded=forged) == "198.51.100.0/24"


def test_fewer_entries_than_proxies_leave_the_address_of_the_connection(settings: Any) -> None:
    assert network(2, settings, forwarded="192.0.2.1") == "198.51.100.0/24"


def test_a_missing_header_leaves_the_address_of_the_connection(settings: Any) -> None:
    assert network(1, settings) == "198.51.100.0/24"


@pytest.mark.parametrize(("agent", "summary"), AGENTS.items())
def test_a_device_is_summed_up_as_browser_and_system(agent: str, summary: str) -> None:
    assert device_summary(RequestFactory().get("/", HTTP_USER_AGENT=agent)) == summary
