"""Settings of the Jupyter server that `clusterkit lab` starts.

Small widget messages wait up to 40 ms for the browser's acknowledgement unless Nagle's
algorithm is off on the kernel's websocket, and jupyter_server leaves it on.
"""

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The usual connection to a kernel, sending small messages at once."""

    async def connect(self) -> Any:  # type: ignore[override]
        """Open the connection with Nagle's algorithm off."""
        self.websocket_handler.set_nodelay(True)
        return await super().connect()  # type: ignore[misc]


c = get_config()  # type: ignore[name-defined] # noqa: F821
c.ServerApp.kernel_websocket_connection_class = PromptConnection
c.ServerApp.ip = "127.0.0.1"
