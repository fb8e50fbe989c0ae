"""The server of the pages: who is let in, what a page may say, and when its Python goes."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psutil
import pytest
import websocket
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1

from clusterkit.publish.app import SETTINGS, AppPage, app_options, write_app_pages

pytestmark = pytest.mark.slow
SERVE = (
    "import json, sys; from clusterkit.publish.app_server import serve; serve(json.load(sys.stdin))"
)
PAGES = (
    AppPage("seminar", "Seminar", "", ("import ipywidgets\nipywidgets.IntSlider()",)),
    AppPage("other", "Other", "", ()),
)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Server:
    """A running server, asked as a browser with its cookies would."""

    port: int
    process: subprocess.Popen[str]
    cookies: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Answer:
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data, headers)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            answer = opener.open(request, timeout=120)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Answer(answer.status, answer.read().decode(), dict(answer.headers))

    def tickets(self, path: str = "/") -> list[str]:
        return re.findall(r'name="ticket" value="([^"]+)"', self.ask(path).text)

    def open(self, page: str, ticket: str) -> Answer:
        ticket = urllib.parse.quote(ticket)
        return self.ask(f"/voila/render/{page}.ipynb?ticket={ticket}")

    def opened(self, page: str = "seminar") -> str:
        """Open a page as a click does; returns the name of its kernel."""
        answer = self.open(page, self.tickets(f"/voila/render/{page}.ipynb")[0])
        return re.findall(r'"kernelId": ?"([^"]+)"', answer.text)[0]

    def leave(self, kernel: str) -> int:
        """What a page sends when it is left: a beacon, which has no header of its own."""
        return self.ask(f"/voila/api/shutdown/{kernel}", b"").status

    def line(self, kernel: str, **options: Any) -> websocket.WebSocket:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.cookies)
        return websocket.create_connection(
            f"ws://127.0.0.1:{self.port}/api/kernels/{kernel}/channels?session_id={uuid.uuid4()}",
            timeout=30, cookie=cookies, **options,
        )  # fmt: skip

    @property
    def kernels(self) -> int:
        return len(kernels_of(self.process.pid))


def kernels_of(server: int) -> list[psutil.Process]:
    found = []
    for process in psutil.Process(server).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "ipykernel_launcher" in " ".join(process.cmdline()):
                found.append(process)
    return found


def soon(reached: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(home: Path, places: dict[str, int] | None = None, **options: Any) -> Iterator[Server]:
    """Start the server on two small pages, and stop it at the end."""
    write_app_pages(home / "pages", PAGES)
    settings = app_options(home / "pages", port=free_port(), **{"ready": 0, **options})
    settings["Workbench"]["open_browser"] = False
    settings["Places"] |= places or {}
    environment = {**os.environ, "JUPYTER_PATH": str(SETTINGS), "IPYTHONDIR": str(home / "ipy")}
    log = (home / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=log, stderr=log, text=True,
        env=environment, start_new_session=True,
    )  # fmt: skip
    process.stdin.write(json.dumps(settings))
    process.stdin.close()
    server = Server(settings["Workbench"]["port"], process)
    try:
        assert soon(lambda: answers(server)), (home / "log").read_text()
        yield server
    finally:
        process.terminate()
        process.wait(60)
        log.close()


def answers(server: Server) -> bool:
    with suppress(urllib.error.URLError, ConnectionError):
        return server.ask("/").status > 0
    return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that knows a hub's name, with room for two pages."""
    home = tmp_path_factory.mktemp("app")
    with serving(home, {"most": 2}, hosts=["hub.example.org"]) as server:
        yield server


@pytest.mark.parametrize(
    "path", ["/", "/voila/render/seminar.ipynb", "/voila/templates/lab/static/voila.js", "/nowhere"]
)
def test_a_host_that_it_was_not_started_for_is_refused_whatever_it_asks(server, path):
    for host in ("evil.example", "127.0.0.1.evil.example:80", "192.0.2.7", "localhost.evil", ""):
        answer = server.ask(path, Host=host)
        assert (answer.status, "not started for this address" in answer.text) == (403, True), host


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "hub.example.org", "HUB.example.org"]
)
def test_this_machine_and_the_names_it_was_told_are_answered(server, host):
    assert server.ask("/", Host=f"{host}:{server.port}").status == 200


def test_no_link_image_or_made_up_ticket_starts_a_python(server):
    other = server.tickets()[0]
    forged = other[:-1] + ("0" if other[-1] != "0" else "1")
    for query in ("", "?ticket=", "?ticket=abc", f"?ticket={urllib.parse.quote(forged)}"):
        answer = server.ask(f"/voila/render/seminar.ipynb{query}", Referer="http://evil.example/")
        assert answer.status == 200
        assert ">Seminar: code twelve claims</button>" in answer.text
        assert "kernelId" not in answer.text
    assert server.kernels == 0


def test_a_ticket_opens_one_page_once_and_a_page_left_frees_its_place(server):
    ticket = server.tickets("/voila/render/seminar.ipynb")[0]
    first = server.open("seminar", ticket)
    kernel = re.findall(r'"kernelId": ?"([^"]+)"', first.text)[0]
    assert server.kernels == 1
    again = server.open("seminar", ticket)
    assert "kernelId" not in again.text
    assert ">Seminar: code twelve claims</button>" in again.text
    assert server.kernels == 1
    assert server.leave(kernel) == 204
    assert soon(lambda: server.kernels == 0)


def test_when_all_places_are_taken_the_page_says_so_until_one_is_free(server):
    inside = [server.opened() for _ in range(2)]
    full = server.open("seminar", server.tickets()[0])
    assert (full.status, full.headers["Retry-After"]) == (503, "60")
    assert "All 2 places are taken. Try again in a minute." in full.text
    assert server.kernels == 2
    server.leave(inside[0])
    inside[0] = server.opened("other")
    for kernel in inside:
        server.leave(kernel)
    assert soon(lambda: server.kernels == 0)


@pytest.mark.parametrize("path", ["/", "/voila/render/seminar.ipynb", "/voila/render/none.ipynb"])
def test_every_page_forbids_frames_guessed_types_and_referrers(server, path):
    headers = server.ask(path).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_nothing_is_served_that_no_page_asks_for(server):
    kernel = server.opened()
    for path in ("/voila/api/contents/", "/voila/files/seminar.ipynb", f"/voila/query/{kernel}"):
        assert server.ask(path).status == 404, path
    assert server.ask("/api/kernels").status == 404
    server.leave(kernel)


def message(kind: str, channel: str | None, **content: Any) -> str:
    """Write a message as text, the older of the two forms."""
    header = {
        "msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "test", "username": "",
        "version": "5.3", "date": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    parts = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    return json.dumps({**parts, "channel": channel, "buffers": []})


def binary(kind: str, channel: str, **content: Any) -> bytes:
    """Write a message as bytes, the form that browsers use."""
    parts = json.loads(message(kind, channel, **content))
    return serialize_msg_to_ws_v1(parts, channel, lambda part: json.dumps(part).encode())


@pytest.mark.parametrize("channel", ["shell", "control", "stdin", "iopub", "other", None])
def test_what_is_no_widgets_message_is_refused_on_every_channel(server, channel, tmp_path):
    kernel = server.opened()
    wrote = tmp_path / "wrote"
    code = f"open({str(wrote)!r}, 'w').close()"
    others = {
        "execute_request": {"code": code, "silent": False, "user_expressions": {"a": code}},
        "input_reply": {"value": code},
        "inspect_request": {"code": "ck", "cursor_pos": 1, "detail_level": 1},
        "complete_request": {"code": "ck", "cursor_pos": 1},
        "history_request": {"hist_access_type": "tail", "n": 1, "output": True, "raw": True},
        "debug_request": {"type": "request", "seq": 1, "command": "evaluate", "arguments": {}},
        "interrupt_request": {}, "create_subshell_request": {},
        "shutdown_request": {"restart": False},
    }  # fmt: skip
    for write, form in [(message, None), (binary, ["v1.kernel.websocket.jupyter.org"])]:
        line = server.line(kernel, subprotocols=form)
        assert line.getsubprotocol() == (form[0] if form else None)
        for kind, content in others.items():
            if channel or write is message:
                sent = write(kind, channel, **content)
                line.send_binary(sent) if isinstance(sent, bytes) else line.send(sent)
        line.close()
    line = server.line(kernel)
    line.send(message("comm_info_request", "shell"))
    heard = []
    while "comm_info_reply" not in heard:
        heard.append(json.loads(line.recv())["header"]["msg_type"])
    assert not {"error", "execute_input", "shutdown_reply", "debug_reply"} & set(heard)
    assert not wrote.exists()
    line.close()
    server.leave(kernel)


@pytest.mark.parametrize("channel", ["control", "stdin"])
def test_a_widgets_message_is_taken_on_its_own_channel_alone(server, channel):
    kernel = server.opened()
    line = server.line(kernel)
    line.send(message("comm_info_request", channel))
    line.send(message("kernel_info_request", "shell"))
    heard = []
    while "kernel_info_reply" not in heard:
        heard.append(json.loads(line.recv())["header"]["msg_type"])
    assert "comm_info_reply" not in heard
    line.close()
    server.leave(kernel)


def test_another_sites_page_cannot_open_a_line_to_a_python(server):
    kernel = server.opened()
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        server.line(kernel, origin="http://evil.example")
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        server.line(kernel, host="evil.example", origin="http://evil.example")
    server.line(kernel, origin=f"http://127.0.0.1:{server.port}").close()
    server.leave(kernel)


def test_a_page_out_of_reach_is_waited_for_and_then_let_go(tmp_path):
    with serving(tmp_path, {"cull_idle_timeout": 3, "cull_interval": 1}) as server:
        line = server.line(server.opened())
        lost = server.line(server.opened("other"))
        assert server.kernels == 2
        lost.close()
        assert soon(lambda: server.kernels == 1)
        time.sleep(4)
        assert server.kernels == 1, "a page that is open stays, however little happens on it"
        line.close()
        assert soon(lambda: server.kernels == 0)


def test_as_many_wait_as_are_expected_less_those_inside(tmp_path):
    with serving(tmp_path, ready=3) as server:
        at_first = 3 + 1  # and one of the other page
        assert soon(lambda: server.kernels == at_first)
        inside = [server.opened() for _ in range(2)]
        time.sleep(2)
        assert server.kernels == at_first, "who has come is expected no more"
        for kernel in inside:
            server.leave(kernel)
        assert soon(lambda: server.kernels == at_first), "the next class finds as many"


def test_the_next_page_is_made_ready_at_once(tmp_path):
    with serving(tmp_path, ready=1) as server:
        assert soon(lambda: server.kernels == 2)
        server.opened()
        assert soon(lambda: server.kernels == 3, seconds=15)


def test_a_code_is_asked_for_before_all_else(tmp_path):
    with serving(tmp_path, code="40312276") as server:
        outside = Server(server.port, server.process)
        assert "The code that your teacher shows" in outside.ask("/").text
        assert outside.tickets("/voila/render/seminar.ipynb") == []
        for wrong in ("40312277", "", "new"):
            assert join(outside, wrong).status == 401
        assert outside.tickets() == []
        assert join(server, "40312276", new_password="mine").status == 200
        assert len(server.tickets()) == 2
        kernel = server.opened()
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            outside.line(kernel)
        assert outside.leave(kernel) == 403
        server.line(kernel).close()
        assert join(outside, "mine").status == 401, "the code cannot be changed from a page"
        assert not list(tmp_path.rglob("jupyter_server_config.json"))


def join(server: Server, code: str, **more: str) -> Answer:
    server.ask("/login")
    xsrf = next(one.value for one in server.cookies if one.name == "_xsrf")
    form = urllib.parse.urlencode({"password": code, "_xsrf": xsrf, **more})
    return server.ask("/login", form.encode())
