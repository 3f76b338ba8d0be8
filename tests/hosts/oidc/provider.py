"""An OpenID Connect provider for tests, on loopback: everybody is who ``claims`` says."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt


class Provider:
    """``claims``: of whoever signs in next. ``address``: where it answers."""

    def __init__(self):
        self.claims: dict = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                parts = urlsplit(self.path)
                if parts.path == "/.well-known/openid-configuration":
                    self._json(provider.configuration)
                elif parts.path == "/authorize":
                    asked = parse_qs(parts.query)
                    query = urlencode({"code": "code-1", "state": asked["state"][0]})
                    self.send_response(302)
                    self.send_header("Location", f"{asked['redirect_uri'][0]}?{query}")
                    self.end_headers()
                elif parts.path == "/userinfo":
                    known = self.headers.get("Authorization") == "Bearer token-1"
                    self._json(provider.claims if known else {}, 200 if known else 401)
                else:
                    self._json({}, 404)

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                form = parse_qs(self.rfile.read(length).decode())
                good = form.get("code") == ["code-1"] and "code_verifier" in form
                self._json(provider.tokens() if good else {"error": "invalid_grant"})

            def _json(self, content: dict, status: int = 200):
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def configuration(self) -> dict:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def tokens(self) -> dict:
        now = int(time.time())
        standard = {"iss": self.address, "aud": "soskes", "iat": now, "exp": now + 300}
        token = jwt.encode({**standard, "sub": self.claims["sub"]}, "x" * 32, algorithm="HS256")
        return {
            "access_token": "token-1",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": token,
        }
