"""The page served in a thread of its own, and requests to it as anybody might send them."""

import http.client
import json
import re
import threading
from contextlib import contextmanager, suppress

import pytest

from ecosystem.app import open_page

_LONGEST = 60


class Served:
    """A page being served: its address, and requests to it."""

    def __init__(self, address):
        self.address = address
        self.host, self.key = re.fullmatch(r"http://([\d.:]+)/([\w-]+)/", address).groups()
        self.tab = ""

    def send(self, method, path, body=None, **headers):
        """Send a request as the page would; headers may say otherwise, None leaves one out."""
        usual = {"Host": self.host, "X-Tab": self.tab}
        if method == "POST":
            usual["Origin"] = f"http://{self.host}"
        sent = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        link = http.client.HTTPConnection(self.host, timeout=_LONGEST)
        try:
            link.putrequest(method, path, skip_host=True)
            if isinstance(body, bytes):
                sent.setdefault("Content-Length", str(len(body)))
            for name, value in sent.items():
                if value is not None:
                    link.putheader(name, value)
            link.endheaders()
            if isinstance(body, bytes):
                link.send(body)
            answer = link.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            link.close()

    def open_tab(self):
        """Load the page, and become its tab where it is given."""
        status, headers, page = self.send("GET", f"/{self.key}/")
        if status != 200:
            return status, headers, page.decode()
        self.tab = re.search(rb'name="tab" content="([\w-]+)"', page).group(1).decode()
        return status, headers, page.decode()

    def ask(self, name, **about):
        """Do an action and return what the page would show."""
        status, _, body = self.send("POST", f"/{self.key}/do/{name}", json.dumps(about).encode())
        assert status == 200, body
        return json.loads(body)

    def refuse(self, name, **about):
        """Do an action that is refused, and return with which number and words."""
        status, _, body = self.send("POST", f"/{self.key}/do/{name}", json.dumps(about).encode())
        assert status >= 400, body
        return status, body.decode()

    def drop(self, name, data):
        """Drop a file."""
        status, _, body = self.send("POST", f"/{self.key}/do/drop?name={name}", data)
        return status, json.loads(body) if status == 200 else body.decode()


@contextmanager
def serve(path=None):
    """Serve the page, and end it."""
    told, known = [], threading.Event()

    def tell(address):
        told.append(address)
        known.set()

    def work():
        open_page(path, tell=tell, show=lambda _: None)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert known.wait(_LONGEST)
    served = Served(told[0])
    try:
        yield served
    finally:
        # It may have been closed on the page, and be ending just now.
        with suppress(ConnectionError):
            served.send("POST", f"/{served.key}/shut")
        thread.join(_LONGEST)
        assert not thread.is_alive()


@pytest.fixture
def served():
    with serve() as page:
        page.open_tab()
        yield page
