"""As much of an S3 server as an anchor needs: it takes objects with a lock, and refuses as S3 does."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class FakeS3:
    """`objects`: path → versions of (headers with small letters, body)."""

    port: int = 0
    access_key: str = "key"
    objects: dict[str, list[tuple[dict[str, str], bytes]]] = field(default_factory=dict)


@contextmanager
def fake_s3() -> Iterator[FakeS3]:
    """A server on the loopback; ends with the block."""
    state = FakeS3()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            digest = sha256(body)
            if f"Credential={state.access_key}/" not in headers.get("authorization", ""):
                self._answer(403, "AccessDenied")
            elif "x-amz-object-lock-mode" not in headers.get("authorization", ""):
                self._answer(400, "InvalidRequest")
            elif headers.get("x-amz-checksum-sha256") != b64encode(digest.digest()).decode():
                self._answer(400, "BadDigest")
            elif headers.get("x-amz-content-sha256") != digest.hexdigest():
                self._answer(400, "XAmzContentSHA256Mismatch")
            else:
                state.objects.setdefault(self.path, []).append((headers, body))
                self._answer(200)

        def do_GET(self) -> None:
            """Where the bucket lies."""
            self._answer(200, body=b"<LocationConstraint>eu-north-1</LocationConstraint>")

        def _answer(self, status: int, code: str = "", body: bytes = b"") -> None:
            content = body or (f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode() if code else b"")
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """Nothing: the tests look at what came."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_port
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
