"""Draws the demo's picture: a bar chart of deliveries over a day, without any library."""

import math
import struct
import zlib

WIDTH, HEIGHT = 960, 540
MARGIN = 60
BARS = 24
PAPER, GRID, SHADE = (250, 250, 252), (226, 228, 236), (236, 239, 250)
COOL, WARM = (91, 110, 245), (244, 114, 99)


def chart():
    """The picture as PNG bytes, the same ones every time."""
    rows = [[PAPER] * WIDTH for _ in range(HEIGHT)]
    for line in range(6):
        y = MARGIN + line * (HEIGHT - 2 * MARGIN) // 5
        fill(rows, MARGIN, y, WIDTH - MARGIN, y + 2, GRID)
    slot = (WIDTH - 2 * MARGIN) / BARS
    for hour in range(BARS):
        # Two busy spells a day, as offices have: mid-morning and early afternoon.
        busy = 0.12 + 0.78 * math.exp(-((hour - 10.5) ** 2) / 5) + 0.6 * math.exp(-((hour - 15.5) ** 2) / 4)
        share = min(busy, 1.0)
        left, right = int(MARGIN + hour * slot + 5), int(MARGIN + (hour + 1) * slot - 5)
        top = int(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN))
        fill(rows, left, MARGIN, right, top, SHADE)
        for y in range(top, HEIGHT - MARGIN):
            heat = (HEIGHT - MARGIN - y) / (HEIGHT - 2 * MARGIN)
            fill(rows, left, y, right, y + 1, blend(COOL, WARM, heat))
    fill(rows, MARGIN, HEIGHT - MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN + 3, blend(COOL, (0, 0, 0), 0.6))
    return encode(rows)


def fill(rows, left, top, right, bottom, colour):
    """Paints a rectangle; its right and bottom edges are outside."""
    for y in range(top, bottom):
        rows[y][left:right] = [colour] * (right - left)


def blend(one, other, share):
    """A colour between two."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other))


def encode(rows):
    """Writes true-colour rows as a PNG file."""
    raw = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)


def chunk(kind, data):
    """One chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
