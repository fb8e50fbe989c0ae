"""The server of the pages without code: Voilà, with a door, places, and nothing lying open.

What each part defends against stands in CONTRIBUTING.md, "What the pages defend".
"""

# Voilà comes without types, and kernel managers make their parents' methods asynchronous.
# mypy: disable-error-code="import-untyped, override, misc, attr-defined"

from __future__ import annotations

import asyncio
import secrets
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web
from tornado.httputil import HTTPServerRequest
from tornado.ioloop import IOLoop
from tornado.routing import Matcher, Rule
from traitlets import Integer, List, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import AllowListFileHandler
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

MESSAGES = [
    "comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"
]  # fmt: skip
TICKET_DAYS = 0.5
FULL = "All {} places are taken. Try again in a minute."


def serve(options: dict[str, Any]) -> None:
    """Serve the pages with the settings of `app_options`, until a signal stops the server."""
    Workbench.launch_instance([], config=Config({**options}))


class Places(AsyncMappingKernelManager):
    """The Pythons behind the pages: so many at once, each let go when its page has gone."""

    most = Integer(1, help="How many pages may be open at once").tag(config=True)
    ready = Integer(1, help="How many people are expected").tag(config=True)
    ready_page = Unicode(help="The notebook that is kept ready for them").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        self._coming = 0
        self._running: set[str] = set()
        self._gone_since: dict[str, float] = {}
        self._stopping = False
        super().__init__(**kwargs | {"allowed_message_types": MESSAGES})

    @property
    def taken(self) -> int:
        """How many places are taken: pages that are open, or on their way."""
        pools = getattr(self, "_pools", {}).values()
        waiting = sum(kernel.done() for pool in pools for kernel in pool)
        return len(self._running) - waiting + self._coming

    @contextmanager
    def one_coming(self) -> Iterator[None]:
        """Take a place for a page until its Python is there."""
        self._coming += 1
        self._set_ready()
        try:
            yield
        finally:
            self._coming -= 1

    async def start_kernel(self, *args: Any, **kwargs: Any) -> str:
        """Start a Python, and note it."""
        if self._stopping:
            raise web.HTTPError(503)
        kernel_id: str = await super().start_kernel(*args, **kwargs)
        self._running.add(kernel_id)
        return kernel_id

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **kwargs: Any) -> None:
        """Let a Python go, and make the next page ready in its place."""
        try:
            await super().shutdown_kernel(kernel_id, *args, **kwargs)
        finally:
            self._running.discard(kernel_id)
            self._gone_since.pop(kernel_id, None)
        if self.ready_page in getattr(self, "_pools", {}) and not self._stopping:
            self._set_ready()
            self.fill_if_needed(delay=0, notebook_name=self.ready_page)

    async def shutdown_all(self, *args: Any, **kwargs: Any) -> None:
        """Let all go at the end, those too that are only starting."""
        if not self._stopping:
            self._stopping = True
            await asyncio.gather(*self._pending_kernels.values(), return_exceptions=True)
            await super().shutdown_all(*args, **kwargs)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Let a Python go whose page is out of reach; Voilà asks of none that waits for a page."""
        if self.kernel_model(kernel_id)["connections"]:
            self._gone_since.pop(kernel_id, None)
            return
        since = self._gone_since.setdefault(kernel_id, time.monotonic())
        if time.monotonic() - since > self.cull_idle_timeout:
            self.log.info("A page has been out of reach: kernel %s goes", kernel_id)
            await self.shutdown_kernel(kernel_id)

    def _set_ready(self) -> None:
        """As many pages wait as people are still expected: who sits already needs no second."""
        pools = getattr(self, "kernel_pools_config", {})
        if self.ready_page in pools:
            pools[self.ready_page]["pool_size"] = max(1, self.ready - self.taken)


class WidgetConnection(ZMQChannelsWebsocketConnection):
    """A page's line to its Python: what widgets say, on the channel that they use, at once."""

    def create_stream(self) -> None:
        """Open the channels; a page has no business on those of debuggers and of input."""
        super().create_stream()
        for channel in ("control", "stdin"):
            self.channels.pop(channel).close()

    async def connect(self) -> Any:
        """Open the connection with Nagle's algorithm off (see `lab_config`)."""
        self.websocket_handler.set_nodelay(True)
        return await super().connect()


class OtherHost(Matcher):
    """Requests for a name or address that the server was not started for."""

    def __init__(self, hosts: list[str]) -> None:
        self.hosts = {host.lower() for host in hosts}

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Match what is to be refused: the handler needs nothing from here."""
        return None if request.host_name.strip("[]") in self.hosts else {}


class Refused(web.RequestHandler):
    """Says so, whatever was asked for."""

    def prepare(self) -> None:
        """Answer before anything is read."""
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(
            "These pages were not started for this address. Ask for the address that the server "
            "printed, or start it with --host and the name that stands in your address line.\n"
        )


class Door:
    """What start pages and pages share: a ticket opens one page, once."""

    _used: dict[str, float] = {}  # noqa: RUF012 — one for all pages of the server

    @property
    def template_namespace(self) -> dict[str, Any]:
        """What every template may use, and a maker of tickets."""
        return {**super().template_namespace, "ticket": self._ticket}

    def _ticket(self) -> str:
        return self.create_signed_value("ticket", secrets.token_hex(8)).decode()

    def _ticket_taken(self) -> bool:
        """Whether the request has a ticket of this server that opened nothing before."""
        signed = self.get_argument("ticket", "")
        ticket = self.get_signed_cookie("ticket", signed, TICKET_DAYS)
        now, used = time.time(), Door._used
        for old in [name for name, when in used.items() if now - when > TICKET_DAYS * 86400]:
            del used[old]
        if ticket is None or ticket in used:
            return False
        used[ticket] = now
        return True


class StartPage(Door, TornadoVoilaTreeHandler):
    """The list of pages, with a button for each."""


class OpenedPage(Door, TornadoVoilaHandler):
    """A page. Without a ticket it is only its button: no link and no image opens it."""

    @web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Open the page for who holds a ticket, while there are places."""
        if not await ensure_async(self.contents_manager.file_exists(path)):
            raise web.HTTPError(404)
        places: Places = self.kernel_manager
        if places.taken >= places.most:
            self.set_status(503)
            self.set_header("Retry-After", "60")
            self._only_its_button(path, notice=FULL.format(places.most))
        elif not self._ticket_taken():
            self._only_its_button(path)
        else:
            pieces: AsyncIterator[str] = self.get_generator(path=path)
            with places.one_coming():
                self.write(await anext(pieces))
            async for piece in pieces:
                self.write(piece)
                await self.flush()

    def _only_its_button(self, path: str | None, notice: str = "") -> None:
        page = {"type": "notebook", "path": path, "name": path}
        self.write(self.render_template("tree.html", contents={"content": [page]}, notice=notice))


class PageLeft(VoilaShutdownKernelHandler):
    """A page says that it is being left (`navigator.sendBeacon`, which can send no header)."""

    def check_xsrf_cookie(self) -> None:
        """Let it pass: who knows the name of the kernel is its page (voila#1458)."""


class Workbench(Voila):
    """Voilà, with what is above in its places."""

    hosts = List(Unicode(), help="Names and addresses that are answered").tag(config=True)

    def initialize(self, argv: Any = None) -> None:
        """Be ready for a signal from the beginning."""
        self.ioloop = IOLoop.current()
        self._leaving = False
        super().initialize(argv)

    def _handle_signal_stop(self, *_: Any) -> None:
        if not self._leaving:
            self._leaving = True
            self.ioloop.add_callback_from_signal(self._leave)

    async def _leave(self) -> None:
        """Let all go in the loop in which they were started; Voilà does so in one of its own."""
        await self.kernel_manager.shutdown_all()
        self.ioloop.stop()

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings; login and error pages are ours too."""
        settings: dict[str, Any] = super().init_settings()
        return settings | {"jinja2_env": settings["voila_jinja2_env"]}

    def init_handlers(self) -> list[Any]:
        """Voilà's handlers, with ours for pages, and without those that no page asks."""
        ours = {
            TornadoVoilaTreeHandler: StartPage,
            TornadoVoilaHandler: OpenedPage,
            VoilaShutdownKernelHandler: PageLeft,
        }
        closed = {RequestInfoSocketHandler, VoilaContentsHandler, AllowListFileHandler}
        handlers = [
            (pattern, ours.get(handler, handler), *options)
            for pattern, handler, *options in super().init_handlers()
            if handler not in closed
        ]
        return [Rule(OtherHost(self.hosts), Refused), *handlers]

    @property
    def display_url(self) -> str:
        """The address for this machine; it listens on all of them when pages are shared."""
        return str(self._url("127.0.0.1"))

    def launch_browser(self) -> None:
        """Open the start page, and leave no file behind."""
        threading.Thread(target=webbrowser.open, args=[self.display_url], daemon=True).start()
