"""A slow network between a phone and the server, for everything the phone fetches.

The browser's own throttle reaches a page but not the worker beside it, which fetches most.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

BYTES_A_SECOND = 1_440_000 / 8
"""Slow 4G: 1.44 Mbit/s down."""
LATENCY = 0.562
"""Seconds that every request waits before the server hears it."""
CHUNK = 8 * 1024


class SlowNetwork:
    """Passes bytes on: what is asked waits, what is answered comes at the pace of the line."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self._free_at = 0.0

    async def carry(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        """Carry one connection of the phone until either side ends it."""
        server, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
        # Cancelled when the network is taken down: nobody waits for these bytes any more.
        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(self._ask(phone, to_server), self._answer(server, to_phone))
        for writer in (to_server, to_phone):
            writer.close()

    async def _ask(self, phone: asyncio.StreamReader, to_server: asyncio.StreamWriter) -> None:
        while asked := await phone.read(CHUNK):
            await asyncio.sleep(LATENCY)
            to_server.write(asked)
            await to_server.drain()
        to_server.write_eof()

    async def _answer(self, server: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop()
        while answered := await server.read(CHUNK):
            self._free_at = max(self._free_at, clock.time()) + len(answered) / BYTES_A_SECOND
            await asyncio.sleep(self._free_at - clock.time())
            to_phone.write(answered)
            await to_phone.drain()
        to_phone.write_eof()


@contextmanager
def slow_network(server_port: int) -> Iterator[int]:
    """Open a port behind which the server is a slow network away."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    network = SlowNetwork(server_port)
    listening = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(network.carry, "127.0.0.1", 0), loop
    ).result()
    try:
        yield int(listening.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_close(listening), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _close(listening: asyncio.Server) -> None:
    listening.close()
    carried = asyncio.all_tasks() - {asyncio.current_task()}
    for task in carried:
        task.cancel()
    await asyncio.gather(*carried, return_exceptions=True)
