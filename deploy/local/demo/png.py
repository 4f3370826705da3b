"""Draws the demo's pictures without any library: a chart of deliveries, and hills at three times of the day."""

import math
import struct
import zlib

WIDTH, HEIGHT = 960, 540
MARGIN = 60
BARS = 24
PAPER, GRID, SHADE = (252, 250, 247), (232, 226, 217), (244, 238, 230)
COOL, WARM = (243, 190, 150), (201, 60, 32)
GLOW = 70

# Each: the sky from top to bottom, the light (centre, radius, colour), and the hills from far to near.
SKIES = {
    "dawn": (((74, 86, 148), (255, 190, 150)), (0.68, 0.53, 46, (255, 238, 205)), [(196, 120, 132), (142, 82, 118), (84, 54, 92)]),
    "noon": (((98, 170, 226), (222, 240, 246)), (0.3, 0.24, 40, (255, 250, 220)), [(150, 190, 150), (98, 156, 118), (52, 112, 88)]),
    "night": (((12, 16, 40), (52, 58, 108)), (0.76, 0.22, 30, (236, 238, 250)), [(46, 52, 96), (30, 36, 72), (16, 20, 46)]),
}


def draw(name):
    """The picture of that name as PNG bytes, the same ones every time."""
    return chart() if name == "deliveries" else hills(name)


def chart():
    """Deliveries over a day, hour by hour."""
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


def hills(time):
    """A sky with a light in it, and three ranges of hills before it."""
    sky, light, colours = SKIES[time]
    ranges = [[ridge(depth, x) for x in range(WIDTH)] for depth in range(len(colours))]
    rows = []
    for y in range(HEIGHT):
        row = shining(blend(*sky, min(1.0, y / (0.62 * HEIGHT))), light, y)
        for edge, hill in zip(ranges, colours):
            row = [
                colour if y < top - 0.5 else hill if y > top + 0.5 else blend(colour, hill, y - top + 0.5)
                for colour, top in zip(row, edge)
            ]
        rows.append(row)
    return encode(rows)


def shining(sky, light, y):
    """A row of the sky: a disc with a soft edge, and a glow around it that ends somewhere."""
    centre_x, centre_y, radius, colour = light
    row = [sky] * WIDTH
    reach = radius + GLOW * 4
    for x in range(max(0, int(centre_x * WIDTH) - reach), min(WIDTH, int(centre_x * WIDTH) + reach)):
        away = math.hypot(x - centre_x * WIDTH, y - centre_y * HEIGHT) - radius
        if away < GLOW * 4:
            glow = 0.45 * math.exp(-max(away, 0.0) / GLOW) - 0.45 * math.exp(-4)
            row[x] = blend(sky, colour, max(min(1.0, 0.5 - away), glow))
    return row


def ridge(depth, x):
    """How far down the hills of that range begin, at x."""
    wave = math.sin(x / (170 - 30 * depth) + 2.1 * depth) + 0.5 * math.sin(x / (67 - 9 * depth) + depth)
    return HEIGHT * (0.56 + 0.14 * depth) - wave * (34 - 5 * depth)


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
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)


def chunk(kind, data):
    """One chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
