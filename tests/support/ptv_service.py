"""A PTV on 127.0.0.1 for tests: lists in pages, identifiers, and faults on demand."""

import json
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class PtvService:
    """``lists`` are items by path below ``/api/vN/``; ``faults`` are answers by path, each given
    once, before the right one: a status, (status, headers), bytes, or a function of the handler.
    ``asked`` are (path, parameters, headers) in order."""

    def __init__(self, version: int, page_size: int = 2):
        self.version, self.page_size = version, page_size
        self.lists: dict[str, list] = {}
        self.single: dict[str, object] = {}
        self.faults: dict[str, list] = defaultdict(list)
        self.asked: list[tuple[str, dict, dict]] = []
        self.filter = lambda path, params, items: items
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/api/v{version}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def paths(self) -> list[str]:
        return [path for path, _params, _headers in self.asked]

    def page(self, path: str, params: dict) -> dict:
        items = self.filter(path, params, self.lists[path])
        number, size = int(params.get("page", 1)), self.page_size
        total = -(-len(items) // size)
        part = items[(number - 1) * size : number * size]
        if self.version == 12:
            return {
                "page": number,
                "pageSize": size,
                "totalItems": len(items),
                "totalPages": total,
                "items": part,
            }
        return {"pageNumber": number, "pageSize": size, "pageCount": total, "itemList": part}

    def _handler(service):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                path = address.path.removeprefix(f"/api/v{service.version}/")
                params = {key: values[0] for key, values in parse_qs(address.query).items()}
                service.asked.append((path, params, dict(self.headers)))
                if service.faults[path]:
                    self.fail(service.faults[path].pop(0))
                elif path in service.single:
                    self.answer(200, json.dumps(service.single[path]).encode())
                elif path in service.lists:
                    self.answer(200, json.dumps(service.page(path, params)).encode())
                else:
                    self.answer(404, b"{}")

            def fail(self, fault):
                if callable(fault):
                    fault(self)
                elif isinstance(fault, bytes):
                    self.answer(200, fault)
                else:
                    status, headers = fault if isinstance(fault, tuple) else (fault, {})
                    self.answer(status, b"{}", headers)

            def answer(self, status, body, headers=None):
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler
