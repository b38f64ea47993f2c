"""What a browser does with its push service, which a headless one has not: everything else is real."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from tests.push.phone import Phone

# Pages and the worker share one subscription, kept in a cache as the browser keeps it on its disk.
BROWSER = """(subscriptions) => {
    const cache = () => caches.open("push-of-the-browser");
    const read = async () => (await (await cache()).match("/kept"))?.json() ?? { made: 0, there: null };
    const write = async (kept) => (await cache()).put("/kept", new Response(JSON.stringify(kept)));
    const bytes = (text) =>
        Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)).buffer;
    const alive = ({ subscription, key }) => ({
        ...subscription,
        options: { userVisibleOnly: true, applicationServerKey: bytes(key) },
        toJSON: () => subscription,
        unsubscribe: async () => {
            await write({ ...(await read()), there: null });
            return true;
        },
    });
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey: key }) => {
        const { made, there } = await read();
        if (!userVisibleOnly) throw new DOMException("", "NotAllowedError");
        if (there && there.key !== key) throw new DOMException("", "InvalidStateError");
        const now = there ?? { subscription: subscriptions[made], key };
        await write({ made: there ? made : made + 1, there: now });
        return alive(now);
    };
    PushManager.prototype.getSubscription = async () => {
        const { there } = await read();
        return there && alive(there);
    };
}"""
LOSES = """async () => {
    const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    await subscription.unsubscribe();
}"""
HAS = """async () => {
    const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    return subscription?.toJSON().endpoint ?? null;
}"""


@dataclass
class PushOfTheBrowser:
    """A browser of one phone, with the addresses that its push service will give it, one after another."""

    context: BrowserContext
    phones: list[Phone] = field(default_factory=lambda: [Phone() for _each in range(4)])

    def __post_init__(self) -> None:
        self.context.add_init_script(self._script)

    def reach_the_worker(self) -> None:
        """Give the worker that runs now what pages have."""
        self.context.service_workers[0].evaluate(f"() => {self._script}")

    @property
    def _script(self) -> str:
        return f"({BROWSER})({json.dumps([phone.subscription for phone in self.phones])})"

    def lose(self, page: Page) -> None:
        """Lose the address, as browsers do after a long time or a tidying up."""
        page.evaluate(LOSES)

    def has(self, page: Page) -> str | None:
        """Return the address that the browser has now."""
        found: str | None = page.evaluate(HAS)
        return found
