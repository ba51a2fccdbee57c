"""The supervisor with real processes: whatever dies comes back, and nothing stays behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom.core.ops import supervisor
from newsroom.core.ops.supervisor import answers
from tests.core.processes import ROOT, command_of, descendants, eventually, free_port, manage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes through /proc"),
]


class Site:
    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process, self.port = process, port

    def answers(self) -> bool:
        return answers("127.0.0.1", self.port)

    def below(self, *words: str) -> list[int]:
        """The site's processes, or those with one of these words in their command."""
        found = descendants(self.process.pid)
        return [pid for pid in found if not words or any(word in command_of(pid) for word in words)]

    @property
    def web(self) -> int:
        """The web server's main process."""
        return next(pid for pid in descendants(self.process.pid) if "ops.web" in command_of(pid))

    @property
    def web_workers(self) -> list[int]:
        return descendants(self.web)

    @property
    def worker(self) -> int:
        return next(pid for pid in descendants(self.process.pid) if "manage.py worker" in command_of(pid))

    def is_whole(self) -> bool:
        try:
            return self.answers() and len(self.web_workers) >= 2 and self.worker > 0
        except StopIteration:
            return False


def gone(pids: list[int]) -> Callable[[], bool]:
    return lambda: not any(command_of(pid) for pid in pids)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    """Shared, so that the static files are collected once."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    port = free_port()
    with manage("serve", "--port", str(port), "--workers", "2", folder=folder) as process:
        running = Site(process, port)
        eventually(running.is_whole, seconds=30)
        everything = running.below()
        yield running
        process.send_signal(signal.SIGKILL)
        eventually(gone(everything))


def test_killed_one_after_the_other_every_process_comes_back_by_itself(site: Site) -> None:
    for victim in ("web", "web worker", "worker"):
        pid = site.web_workers[0] if victim == "web worker" else site.web if victim == "web" else site.worker
        before = site.below()
        os.kill(pid, signal.SIGKILL)
        eventually(gone([pid]))
        eventually(site.is_whole, seconds=10)
        if victim == "web":
            assert not set(before) & set(site.web_workers), "An orphan of the killed server still holds the port."


def test_a_stop_is_clean_and_leaves_nothing(site: Site) -> None:
    everything, started = site.below(), time.monotonic()
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(timeout=10) == 0
    assert time.monotonic() - started < 10
    assert gone(everything)()
    assert not site.answers()


def test_children_end_with_a_supervisor_that_was_killed(site: Site) -> None:
    everything = site.below()
    os.kill(site.process.pid, signal.SIGKILL)
    eventually(gone(everything))


def test_a_second_site_on_the_same_port_is_refused_in_words(site: Site, folder: Path) -> None:
    with manage("serve", "--port", str(site.port), folder=folder / "..") as second:
        assert second.wait(timeout=20) == 2
    said = (folder / ".." / "serve.log").read_text()
    assert f"Port {site.port} is taken" in said
    assert f"NEWSROOM_PORT={site.port + 1}" in said
    assert site.answers()


def test_a_port_is_held_before_anything_is_started() -> None:
    port = free_port()
    with supervisor.reserve("127.0.0.1", port), pytest.raises(supervisor.RefusedError, match="is taken"):
        supervisor.reserve("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused_in_words() -> None:
    with pytest.raises(supervisor.RefusedError, match="NEWSROOM_HOST"):
        supervisor.reserve("203.0.113.7", 8000)


def test_a_child_that_keeps_ending_is_started_ever_more_slowly_and_never_given_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    child = supervisor.Child("task worker", lambda: ["true"])
    pauses = []
    for _time in range(12):
        child._ended(1, clock=child.started_at + 0.4)
        pauses.append(round(child.start_at - child.started_at - 0.4, 1))
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0, 30.0, 30.0]
    assert "ended with exit code 1" in caplog.text
    assert "12 times in a row" in caplog.text


def test_a_child_that_ran_well_starts_again_at_once() -> None:
    child = supervisor.Child("web server", lambda: ["true"], endings=9)
    child._ended(-9, clock=child.started_at + 60)
    assert child.start_at - child.started_at - 60 == pytest.approx(0.2)
    assert supervisor.how(-9) == "was ended by SIGKILL"


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        supervisor.notify("READY=1")
        assert listener.recv(64) == b"READY=1"


def test_a_child_whose_parent_is_gone_already_ends_too() -> None:
    words = "import time; from newsroom.core.ops.kin import end_with_parent as end; end(999_999_999); time.sleep(9)"
    assert subprocess.run([sys.executable, "-c", words], cwd=ROOT, check=False, timeout=5).returncode == -signal.SIGTERM
