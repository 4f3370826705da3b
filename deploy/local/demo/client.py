"""The public API, as any program would call it."""

import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request

TRIES = 8
LONGEST_WAIT_S = 20.0


class Refused(Exception):
    """The API said no; `code` is its stable word for why."""

    def __init__(self, method, path, status, problem):
        self.status, self.code = status, problem.get("code", "")
        super().__init__(f"{method} {path}: {status} {self.code} {problem.get('detail', '')}")


class Person:
    """Somebody who is signed in."""

    def __init__(self, base, account, password):
        self._base, self._token = f"{base}/api/v1", None
        self.handle = account["handle"]
        try:
            answer = self.post("/auth/signup", {**account, "password": password})
        except Refused as refused:
            if refused.code not in ("handle_taken", "email_taken"):
                raise
            answer = self.post("/auth/login", {"login": account["email"], "password": password})
        self._token = answer["access_token"]
        self.id = answer["user"]["id"]

    def get(self, path):
        return self._call("GET", path)

    def post(self, path, body=None):
        return self._call("POST", path, body if body is not None else {})

    def put(self, path, body=None):
        return self._call("PUT", path, body)

    def upload(self, workspace, name, content_type, content):
        """Uploads a file that the next message may carry."""
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="workspace_id"\r\n\r\n{workspace}\r\n'.encode(),
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {content_type}\r\n\r\n".encode() + content + b"\r\n",
            f"--{boundary}--\r\n".encode(),
        ]
        return self._send("POST", "/files", b"".join(parts), f"multipart/form-data; boundary={boundary}")

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        return self._send(method, path, data, "application/json")

    def _send(self, method, path, data, content_type):
        """One request, tried again while the server asks for patience."""
        for attempt in range(TRIES):
            headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
            if data is not None:
                headers["Content-Type"] = content_type
            request = urllib.request.Request(self._base + path, data=data, method=method, headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=30) as response:
                    text = response.read()
                    return json.loads(text) if text else None
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503) or attempt == TRIES - 1:
                    raise Refused(method, path, error.code, problem_of(error)) from error
                time.sleep(min(float(error.headers.get("Retry-After", 1)), LONGEST_WAIT_S))


def problem_of(error):
    """The problem document of a refusal, or {} when it is not one of ours."""
    try:
        return json.loads(error.read())
    except ValueError:
        return {}


def quoted(text):
    """A piece of a path."""
    return urllib.parse.quote(text, safe="")
