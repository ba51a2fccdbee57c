"""Measuring on a machine that does other things meanwhile."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType


def interleaved(subjects: Mapping[str, Callable[[], float]], *, rounds: int = 5) -> dict[str, float]:
    """The median of each subject over rounds in which all take their turn, so that a slow minute slows them all.

    One round before these is thrown away: caches fill, code is imported.
    """
    samples: dict[str, list[float]] = {name: [] for name in subjects}
    for number in range(rounds + 1):
        for name, measure in subjects.items():
            value = measure()
            if number:
                samples[name].append(value)
    return {name: statistics.median(values) for name, values in samples.items()}


def requests_per_second(
    port: int, path: str, *, seconds: int = 2, connections: int = 8, headers: Mapping[str, str] = MappingProxyType({})
) -> float:
    """How many answers of status 200 a second the address gives over kept-alive connections; by wrk where installed.

    Raises RuntimeError when any answer has another status: a fast error is no throughput.
    """
    if wrk := shutil.which("wrk"):
        command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", f"http://127.0.0.1:{port}{path}"]
        command += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in output or "Socket errors" in output:
            raise RuntimeError(f"{path} failed under load:\n{output}")
        return float(re.findall(r"Requests/sec:\s+([\d.]+)", output)[0])
    return _by_threads(port, path, seconds=seconds, connections=connections, headers=headers)


def _by_threads(port: int, path: str, *, seconds: int, connections: int, headers: Mapping[str, str]) -> float:
    """Slower than wrk, and taking processor time from the server: good for ratios only."""
    counts: list[int] = []
    until = time.monotonic() + seconds

    def load() -> None:
        client, count = http.client.HTTPConnection("127.0.0.1", port, timeout=10), 0
        while time.monotonic() < until:
            client.request("GET", path, headers=dict(headers))
            answer = client.getresponse()
            answer.read()
            if answer.status != http.client.OK:
                return
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=load) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) != connections:
        raise RuntimeError(f"{path} failed under load.")
    return sum(counts) / seconds
