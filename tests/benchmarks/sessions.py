"""A class at one server: `python -m tests.benchmarks.sessions [people] [kept ready]`.

Opens the seminar's page for as many people, all at once, lets each code claims under a name of
their own, and reports the time from the click until the server has sent the page and until its
form is painted, the time until a click is saved, memory before, during and after (proportional
set size of the server and its kernels), and whether any session or code was lost. All browsers
run on the same machine as the server, and take most of its time; in a class each has a machine of
its own. Nothing is asserted about time.
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
from collections import Counter
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
from playwright.async_api import BrowserContext, async_playwright

import clusterkit as ck

from ..browser.conftest import FLAGS, chromium, wait_for_server

CLAIMS = 3
OTHERS = 2  # one of each other page waits too
WAIT = 300_000  # ms
COLUMNS = ("page served, s", "form painted, s", "a click saved, s")
complaints: Counter[str] = Counter()


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
            while ready and not _at_rest(server.pid, ready + OTHERS):
                time.sleep(0.5)
            print(f"{ready} forms kept ready, computed after {time.perf_counter() - start:.0f} s")
            print(_memory("before", server.pid))
            url = f"http://127.0.0.1:{port}/voila/render/seminar.ipynb"
            asyncio.run(_class(url, people, server.pid))
            start = time.perf_counter()
            while not _at_rest(server.pid, ready + OTHERS):
                time.sleep(0.5)
            print(f"ready for the next class {time.perf_counter() - start:.0f} s after all left")
            print(_memory("after", server.pid))
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
        # Each has a browser's memory of their own: by it a page that is opened again goes on.
        contexts = [
            await browser.new_context(viewport={"width": 1024, "height": 700})
            for _ in range(people)
        ]
        tasks = [
            _student(context, url, f"student {number}") for number, context in enumerate(contexts)
        ]
        told = await asyncio.gather(*tasks, return_exceptions=True)
        lost = [one for one in told if isinstance(one, BaseException)]
        times = np.array([one for one in told if not isinstance(one, BaseException)])
        print(f"sessions: {people}, lost: {len(lost)} {lost[:1] or ''}")
        for complaint, number in complaints.most_common(3):
            print(f"  {number} × in the console: {complaint}")
        for name, column in zip(COLUMNS, times.T, strict=True):
            middle, slow = np.percentile(column, [50, 95])
            print(f"{name}: median {middle:.2f}, p95 {slow:.2f}, most {column.max():.2f}")
        print(_memory("during", server))
        for context in contexts:  # as a tab is closed: the page says that it is left
            for page in context.pages:
                await page.close(run_before_unload=True)
        while any(context.pages for context in contexts):
            await asyncio.sleep(0.1)
        await browser.close()


async def _student(context: BrowserContext, url: str, name: str) -> tuple[float, float, float]:
    context.set_default_timeout(WAIT)  # all browsers share this machine with the server
    page = await context.new_page()
    page.on(
        "console", lambda one: complaints.update([one.text[:120]]) if one.type == "error" else 0
    )
    await page.goto(url, timeout=WAIT)
    start = time.perf_counter()
    async with page.expect_response(lambda one: "ticket=" in one.url, timeout=WAIT) as answer:
        await page.get_by_role("button").click(no_wait_after=True)
    await (await answer.value).finished()
    served = time.perf_counter() - start
    await page.locator(".ck-coding input[type=radio]").first.wait_for(timeout=WAIT)
    painted = time.perf_counter() - start
    await page.get_by_label("Your name or number").fill(name)
    await page.keyboard.press("Tab")
    said, clicks = page.locator(".ck-said"), []
    for number in range(1, CLAIMS + 1):
        start = time.perf_counter()
        await page.get_by_label("reported", exact=True).check()
        await said.get_by_text(f"{number} of 60 coded").wait_for(timeout=WAIT)
        clicks.append(time.perf_counter() - start)
        await page.get_by_role("button", name="Next claim").click()
        await page.get_by_text(f"Claim {number + 1} of 12").wait_for(timeout=WAIT)
    return served, painted, float(np.mean(clicks))


def _kernels(server: int) -> list[psutil.Process]:
    found = []
    for one in psutil.Process(server).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "ipykernel_launcher" in " ".join(one.cmdline()):
                found.append(one)
    return found


def _memory(when: str, server: int) -> str:
    """Memory of the server and its kernels: proportional, so that shared pages count once."""
    kernels = [one.memory_full_info().pss / 1e6 for one in _kernels(server)]
    own = psutil.Process(server).memory_full_info().pss / 1e6
    return (
        f"memory {when}: {len(kernels)} kernels, for each {np.median(kernels or [0]):.0f} MB "
        f"(most {max(kernels, default=0):.0f}), server {own:.0f} MB, "
        f"together {(sum(kernels) + own) / 1000:.1f} GB"
    )


def _at_rest(server: int, number: int) -> bool:
    """Whether there are as many kernels, and they and the server hardly compute for 5 seconds."""
    used = []
    for pause in (5, 0):
        kernels = _kernels(server)
        busy = [psutil.Process(server), *kernels]
        used.append(sum(sum(one.cpu_times()[:2]) for one in busy))
        time.sleep(pause)
    return len(kernels) == number and 0 <= used[1] - used[0] < 0.2


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
