"""Outside services as the walks need them: a site that links lead to, and a provider of moving pictures."""

import functools
import http.server
import json
import threading
import urllib.parse

from demo import png

KEY = "a key of the walks"
PICTURES = 12
WIDTH, HEIGHT = 96, 54
COLOURS = ((217, 72, 95), (84, 120, 200), (46, 160, 120), (230, 160, 60))
HEAD = """<!doctype html><html lang=en><head><meta charset=utf-8><title>Tides</title>
<meta property=og:title content="When the tide turns">
<meta property=og:description content="Twice a day the harbour empties and fills again. A guide to berths, moorings and patience.">
<meta property=og:site_name content="Harbour Gazette">%s</head></html>"""
# Pages by their name, as far as they are not an article with a wide picture: with a square one, of a film, with none.
PAGES = {
    "square": "<meta property=og:image content=/square.png>",
    "film": "<meta property=og:type content=video.movie><meta property=og:image content=/picture.png>",
    "note": "",
}
ARTICLE = "<meta property=og:image content=/picture.png>"


def moving(number):
    """A GIF of two pictures, each of one colour."""
    screen = WIDTH.to_bytes(2, "little") + HEIGHT.to_bytes(2, "little") + b"\x81\x00\x00"
    palette = b"".join(bytes(COLOURS[(number + step) % len(COLOURS)]) for step in range(4))
    forever = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    delay = b"\x21\xf9\x04\x00\x32\x00\x00\x00"
    place = b"\x2c\x00\x00\x00\x00" + WIDTH.to_bytes(2, "little") + HEIGHT.to_bytes(2, "little") + b"\x00\x02"
    frames = b"".join(delay + place + plain(colour) for colour in (0, 1))
    return b"GIF89a" + screen + palette + forever + frames + b"\x3b"


@functools.cache
def sky(width):
    """A picture as pages have it, from one colour to another."""
    return png.encode([[png.blend((74, 86, 148), (255, 190, 150), y / png.HEIGHT)] * width for y in range(png.HEIGHT)])


def plain(colour):
    """The pixels of one colour, each pair after a code that clears the table: so no code grows."""
    codes = [code for _pair in range(WIDTH * HEIGHT // 2) for code in (4, colour, colour)] + [5]
    bits = sum(code << (3 * at) for at, code in enumerate(codes))
    data = bits.to_bytes((3 * len(codes) + 7) // 8, "little")
    blocks = [data[start : start + 255] for start in range(0, len(data), 255)]
    return b"".join(bytes([len(block)]) + block for block in blocks) + b"\x00"


class Visitor(http.server.BaseHTTPRequestHandler):
    """Answers one request."""

    def do_GET(self):
        """A page, a picture, or what the provider found."""
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        name = address.path.strip("/")
        if name in ("v1/gifs/search", "v1/gifs/trending"):
            self.answer("application/json", json.dumps(self.found(query)).encode())
        elif name.startswith("moving/"):
            self.answer("image/gif", moving(int(name.removeprefix("moving/"))))
        elif name == "picture.png":
            self.answer("image/png", sky(png.WIDTH))
        elif name == "square.png":
            self.answer("image/png", sky(png.HEIGHT))
        else:
            self.answer("text/html; charset=utf-8", (HEAD % PAGES.get(name, ARTICLE)).encode())

    def found(self, query):
        """As Giphy answers; nothing for words that mean nothing."""
        host, port = self.server.server_address
        words = query.get("q", "popular")
        count = 0 if words == "nothing" or query.get("api_key") != KEY else PICTURES
        sizes = {"width": str(WIDTH), "height": str(HEIGHT)}
        pictures = [{"url": f"http://{host}:{port}/moving/{number}", **sizes} for number in range(count)]
        data = [
            {"title": f"{words} {number + 1}", "images": {"fixed_width": one, "original": one}}
            for number, one in enumerate(pictures)
        ]
        return {"data": data, "pagination": {"offset": 0, "count": count, "total_count": count}}

    def answer(self, content_type, body):
        """Writes a whole answer."""
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_line):
        """Says nothing."""


def start():
    """Starts it; answers what a cluster must be told of it, and its address for the walks."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Visitor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host, port = server.server_address
    return {
        "HUBBUB_FETCH_ALLOW": f"{host}:{port}",
        "HUBBUB_GIF_URL": f"http://{host}:{port}/v1/gifs",
        "HUBBUB_GIF_KEY": KEY,
        "HUBBUB_TEST_SITE": f"http://{host}:{port}",
    }
