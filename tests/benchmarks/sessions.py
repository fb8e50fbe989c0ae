"""A class at one server: `python -m tests.benchmarks.sessions [people] [kept ready]`.

Opens the seminar's page in as many browser contexts as there are people, all at once, lets each
code claims under a name of its own, and reports the time to the first usable form, the time
until a click is saved, memory for each session (proportional set size of its kernel), and
whether any session or code was lost. Nothing is asserted about time: machines differ.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from playwright.async_api import Browser, async_playwright

import clusterkit as ck

from ..browser.conftest import FLAGS, chromium, wait_for_server

CLAIMS = 3


def main(people: int = 30, ready: int = 30) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        log = Path(home) / "app.log"
        command = [sys.executable, "-m", "clusterkit", "app", "--no-browser", "--share"]
        with log.open("w") as out:
            server = subprocess.Popen(
                [*command, f"--port={port}", f"--ready={ready}"],
                cwd=home, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            start = time.perf_counter()
            wait_for_server(f"http://127.0.0.1:{port}", server, log)
            while ready and f"seminar.ipynb is filled with {ready}" not in log.read_text():
                time.sleep(0.5)
            print(f"{ready} kernels started after {time.perf_counter() - start:.0f} s")
            url = f"http://127.0.0.1:{port}/voila/render/seminar.ipynb"
            asyncio.run(_class(url, people, server.pid))
            codings = ck.read_codings(Path(home) / "codings", ck.load(only="paper"))
            whole = codings.groupby("coder").size()
            print(
                f"names saved: {len(whole)} of {people}; codes: {whole.sum()} of {people * CLAIMS}"
            )
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(60)


async def _class(url: str, people: int, server: int) -> None:
    async with async_playwright() as playwright:
        path = chromium()
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        tasks = [_student(browser, url, f"student {number}") for number in range(people)]
        told = await asyncio.gather(*tasks, return_exceptions=True)
        lost = [one for one in told if isinstance(one, BaseException)]
        times = np.array([one for one in told if not isinstance(one, BaseException)])
        print(f"sessions: {people}, lost: {len(lost)} {lost[:1] or ''}")
        for name, column in zip(("first paint, s", "a click saved, s"), times.T, strict=True):
            middle, slow = np.percentile(column, [50, 95])
            print(f"{name}: median {middle:.2f}, p95 {slow:.2f}, most {column.max():.2f}")
        memory = _kernels(server)
        print(
            f"kernels: {len(memory)}; memory for each, MB: median {np.median(memory):.0f}, "
            f"most {max(memory):.0f}; together {sum(memory) / 1000:.1f} GB"
        )
        await browser.close()


async def _student(browser: Browser, url: str, name: str) -> tuple[float, float]:
    page = await (await browser.new_context()).new_page()
    start = time.perf_counter()
    await page.goto(url, timeout=300_000)
    await page.locator(".ck-coding input[type=radio]").first.wait_for(timeout=300_000)
    painted = time.perf_counter() - start
    await page.get_by_label("Your name or number").fill(name)
    await page.keyboard.press("Tab")
    said, clicks = page.locator(".ck-said"), []
    for number in range(1, CLAIMS + 1):
        start = time.perf_counter()
        await page.get_by_label("reported: stated as a fact of the place").check()
        await said.get_by_text(f"{number} of 60 coded").wait_for(timeout=120_000)
        clicks.append(time.perf_counter() - start)
        await page.get_by_role("button", name="Next claim").click()
        await page.get_by_text(f"Claim {number + 1} of 12").wait_for(timeout=120_000)
    return painted, float(np.mean(clicks))


def _kernels(server: int) -> list[float]:
    """Memory of the server's kernels, in MB: proportional, so that shared pages count once."""
    children = psutil.Process(server).children(recursive=True)
    kernels = [one for one in children if "ipykernel_launcher" in " ".join(one.cmdline())]
    return [one.memory_full_info().pss / 1e6 for one in kernels]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
