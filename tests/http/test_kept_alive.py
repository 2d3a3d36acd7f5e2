"""One connection, several requests, and the server itself: what a test client cannot see."""

import http.client
from pathlib import Path

from tests.support.program import free_port, running, wait_for


def test_head_leaves_the_connection_and_the_log_in_order(tmp_path: Path) -> None:
    port = free_port()
    url = f"sqlite:///{tmp_path / 'register.db'}"
    with running("serve", "--port", str(port), DATABASE_URL=url) as process:
        wait_for(port)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.connect()
        mine = connection.sock.getsockname()
        for method in ("HEAD", "GET", "HEAD", "GET"):
            connection.request(method, "/health/live")
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200
            assert body == (b"" if method == "HEAD" else b'{"status":"ok"}')
            assert connection.sock is not None, f"closed after {method}"
            assert connection.sock.getsockname() == mine
        connection.close()
        assert process.stderr is not None
        process.terminate()
        said = process.stderr.read()
    assert "Traceback" not in said
    assert "ERROR" not in said
