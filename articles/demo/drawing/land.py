"""Scenes of the open country: water, fields, mountains, the coast."""

from math import cos, sin

from articles.demo.drawing.canvas import Canvas, Dice, H, W


def shores() -> Canvas:
    """Two coasts face to face, and the lines that cross the water between them."""
    sheet = Canvas(244, below=206)
    sheet.disc(800, 330, 150, 252)
    sheet.waves(560, count=16, tones=(198, 120))
    sheet.land(lambda x: 420 + x * 0.55 + 26 * sin(x / 60) + 14 * sin(x / 23), 34)
    sheet.land(lambda x: 420 + (W - x) * 0.6 + 30 * sin(x / 70) + 12 * sin(x / 19), 84)
    ports = [(150, 470), (260, 560), (380, 640)], [(1450, 480), (1340, 560), (1210, 660)]
    for left in ports[0]:
        for right in ports[1]:
            middle = (left[0] + right[0]) / 2, min(left[1], right[1]) - 250
            for step in range(41):
                t = step / 40
                x = (1 - t) ** 2 * left[0] + 2 * t * (1 - t) * middle[0] + t * t * right[0]
                y = (1 - t) ** 2 * left[1] + 2 * t * (1 - t) * middle[1] + t * t * right[1]
                sheet.disc(x, y, 4, 66)
    for x, y in (*ports[0], *ports[1]):
        sheet.disc(x, y, 20, 250)
        sheet.disc(x, y, 11, 20)
    return sheet


def dam() -> Canvas:
    sheet = Canvas(236, below=204)
    sheet.land(lambda x: 300 - 120 * abs(sin(x / 470)) - 32 * sin(x / 125), 176)
    sheet.land(lambda x: 370 - 120 * abs(sin(x / 470 + 1)) - 32 * sin(x / 125 + 1), 146)
    for row in range(34):
        y = 410 + row * 18
        tone = round(92 + 80 * row / 34 + 26 * sin(row * 1.7)) if row % 2 else 216
        sheet.wave(y, tone, 4 + row / 6, swing=6 + row * 0.4, length=80 + row * 5, phase=row * 0.8)
    sheet.shape([(880, 260), (W, 370), (W, H), (1060, H), (970, 660)], 34)
    for rib in range(12):
        sheet.line([(905 + rib * 56, 285 + rib * 7), (1070 + rib * 84, H)], 72, 4)
    sheet.box(868, 244, 60, 40, 20)
    return sheet


def olives() -> Canvas:
    sheet = Canvas(242, below=224)
    sheet.disc(1200, 210, 100, 152)
    top = 440
    for row in range(-40, 60):
        x0, x1 = W / 2 + row * 32, W / 2 + row * 290
        sheet.shape([(x0, top), (x0 + 16, top), (x1 + 145, H), (x1, H)], 62 if row % 2 else 172)
    sheet.shape([*((x, top - 52 * sin(x / 360) - 26) for x in range(0, W + 20, 20)), (W, top + 8), (0, top + 8)], 112)
    dice = Dice(5)
    for _tree in range(24):
        x, y, size = dice.between(0, W), top - dice.between(-8, 26), dice.between(14, 36)
        sheet.disc(x, y, size, 46, tall=size * 0.85)
        sheet.line([(x, y), (x, y + size * 1.5)], 46, 4)
    for x, y, size in ((230, 600, 110), (1310, 690, 165)):
        sheet.disc(x, y, size, 30, tall=size * 0.8)
        sheet.disc(x + size * 0.55, y - size * 0.4, size * 0.75, 30)
        sheet.box(x - 9, y + size * 0.5, 22, size, 30)
        for _olive in range(16):
            sheet.disc(x + dice.between(-0.8, 1) * size, y + dice.between(-0.7, 0.4) * size, 6, 120)
    return sheet


def panels() -> Canvas:
    sheet = Canvas(246, below=206)
    sheet.disc(420, 200, 130, 142)
    for row in range(9):
        part = row / 8
        y, size = 360 + part * part * 540 + row * 12, 36 + part * 165
        shift = (row % 2) * size / 2
        for column in range(-1, int(W / (size * 1.15)) + 3):
            x = column * size * 1.22 - shift
            tone = 36 if (column + row) % 3 else 84
            corners = [(0.0, 0.0), (1, -0.16), (0.86, 0.42), (-0.14, 0.58)]
            sheet.shape([(x + dx * size, y + dy * size) for dx, dy in corners], tone)
            sheet.line([(x + size * 0.5, y - size * 0.08), (x + size * 0.36, y + size * 0.5)], 190, max(2, size / 50))
            sheet.line([(x - size * 0.07, y + size * 0.29), (x + size * 0.93, y + size * 0.13)], 190, max(2, size / 50))
    return sheet


def peaks() -> Canvas:
    """Ridges behind ridges, and the rotor of a rescue helicopter before them."""
    sheet = Canvas(248, below=216)
    sheet.disc(470, 240, 120, 198)
    for row in range(6):
        _ridge(sheet, row)
    x, y = 1120, 250
    sheet.disc(x, y, 74, 26, tall=44)
    sheet.shape([(x - 40, y - 20), (x - 250, y - 8), (x - 250, y + 6), (x - 30, y + 22)], 26)
    sheet.line([(x - 250, y - 50), (x - 236, y + 34)], 26, 9)
    sheet.disc(x + 34, y - 6, 30, 190, tall=22)
    sheet.line([(x - 210, y - 66), (x + 210, y - 54)], 26, 7)
    sheet.line([(x, y - 62), (x, y - 40)], 26, 9)
    sheet.line([(x - 56, y + 62), (x + 66, y + 62)], 26, 7)
    sheet.line([(x + 6, y + 44), (x + 6, 500)], 60, 3)
    sheet.disc(x + 6, 508, 12, 26)
    return sheet


def _ridge(sheet: Canvas, row: int) -> None:
    dice = Dice(50 + row)
    octaves = [[dice.between(-1, 1) for _knot in range(2 ** (octave + 2) + 2)] for octave in range(5)]

    def height(x: float) -> float:
        total = 0.0
        for octave, knots in enumerate(octaves):
            where = x / W * 2 ** (octave + 2)
            index = int(where)
            value = knots[index] + (knots[index + 1] - knots[index]) * (where - index)
            total += 130 / 2**octave * abs(value)
        return 370 + row * 108 - total * (1.6 - 0.12 * row)

    sheet.land(height, 206 - row * 36, step=5)


def path() -> Canvas:
    """A mountain path in hairpins, with runners on it."""
    sheet = Canvas(246, below=226)
    sheet.disc(1250, 190, 96, 236)
    sheet.land(lambda x: 470 - 260 * sin(x / 520) + 20 * sin(x / 60), 168)
    sheet.land(lambda x: 640 - 260 * cos(x / 700 - 1.2) + 14 * sin(x / 45), 96)
    bends = [
        (300, 960),
        (1180, 890),
        (420, 800),
        (1060, 715),
        (560, 640),
        (960, 570),
        (680, 505),
        (860, 450),
        (790, 400),
    ]
    for (x0, y0), (x1, y1), width in zip(bends, bends[1:], (34, 28, 23, 18, 14, 11, 8, 6), strict=False):
        sheet.line([(x0, y0), (x1, y1)], 236, width)
    for x, y, size in ((500, 935, 60), (760, 850, 46), (900, 856, 46), (700, 762, 34), (820, 604, 22), (780, 528, 15)):
        lean = size * 0.22
        sheet.disc(x + lean, y - size * 1.75, size * 0.22, 20)
        sheet.line([(x + lean, y - size * 1.5), (x, y - size * 0.8)], 20, size * 0.3)
        sheet.line([(x, y - size * 0.8), (x + size * 0.42, y - size * 0.45), (x + size * 0.3, y)], 20, size * 0.14)
        sheet.line(
            [(x, y - size * 0.8), (x - size * 0.2, y - size * 0.4), (x - size * 0.6, y - size * 0.3)], 20, size * 0.14
        )
        sheet.line([(x + lean, y - size * 1.4), (x + size * 0.6, y - size * 1.05)], 20, size * 0.11)
    return sheet


def beach() -> Canvas:
    """Sand, the line of the tide, stakes with twigs that hold the dune."""
    sheet = Canvas(248, below=232)
    sheet.waves(300, count=9, tones=(120, 170), width=14)
    sheet.land(lambda x: 470 + 60 * sin(x / 330) + 14 * sin(x / 70), 252)
    sheet.land(lambda x: 492 + 60 * sin(x / 330) + 14 * sin(x / 70), 214)
    sheet.land(lambda x: 690 + 90 * sin(x / 420 + 2), 176)
    for row in range(14):
        sheet.wave(720 + row * 26, 150 if row % 2 else 196, 3, swing=18, length=160, phase=row * 0.5)
    for fence in range(3):
        for stake in range(17):
            x = 90 + stake * 92 + fence * 30
            y = 640 + fence * 110 + 50 * sin(x / 300 + fence)
            sheet.line([(x, y), (x + 5, y - 74 - fence * 26)], 40, 7 + fence * 2)
            sheet.line([(x - 40, y - 20), (x + 56, y - 44)], 70, 5)
            sheet.line([(x - 40, y - 48), (x + 56, y - 22)], 70, 5)
    return sheet


def brine() -> Canvas:
    """Pipes that go to the sea."""
    sheet = Canvas(240, below=228)
    sheet.waves(520, count=14, tones=(176, 70), width=12)
    for number, (y, tone) in enumerate(((330, 60), (430, 96), (530, 36))):
        end = 1120 + number * 130
        sheet.box(0, y, end, 70, tone)
        sheet.disc(end, y + 35, 20, 200, tall=36)
        for joint in range(6):
            sheet.box(90 + joint * 180 + number * 24, y - 10, 26, 90, tone - 20)
        for drop in range(10):
            sheet.line(
                [(end + drop * 12, y + 50 + drop * drop * 2), (end + 12 + drop * 12, y + 66 + drop * drop * 3)], 230, 14
            )
    for tank in range(3):
        sheet.box(120 + tank * 260, 150, 200, 180, 120 + tank * 30)
        sheet.disc(220 + tank * 260, 150, 100, 210, tall=26)
    return sheet


def drop() -> Canvas:
    """A tap, a drop, rings in a glass."""
    sheet = Canvas(232, below=214)
    sheet.box(0, 130, 640, 86, 44)
    sheet.box(600, 130, 90, 190, 44)
    sheet.box(360, 60, 60, 80, 44)
    sheet.box(270, 40, 240, 40, 30, round_by=20)
    sheet.disc(645, 480, 44, 84)
    sheet.shape([(602, 470), (645, 380), (688, 470)], 84)
    sheet.disc(630, 478, 10, 236)
    for ring in range(9, 0, -1):
        sheet.disc(645, 800, ring * 84, 214 - (ring % 3) * 34, tall=ring * 21)
    sheet.disc(645, 800, 30, 50, tall=8)
    for column in range(7):
        sheet.box(1180 + column * 52, 300 + (column % 3) * 40, 30, 330 - (column % 3) * 40, 96 + column * 18)
    return sheet


def village() -> Canvas:
    """A van below a mountain village."""
    sheet = Canvas(246, below=224)
    _ridge(sheet, 0)
    _ridge(sheet, 1)
    dice = Dice(22)
    for row in range(5):
        for house in range(11):
            x, y = 160 + house * 116 + (row % 2) * 54, 380 + row * 62 + dice.between(-16, 16)
            width, tone = dice.between(74, 110), dice.pick((70, 98, 126, 152))
            sheet.box(x, y, width, 96, tone)
            sheet.box(x + width * 0.2, y + 26, 14, 22, 40)
            sheet.box(x + width * 0.62, y + 26, 14, 22, 214)
    sheet.land(lambda x: 720 + 30 * sin(x / 300), 190)
    sheet.land(lambda x: 800 + 24 * sin(x / 340), 54)
    sheet.box(560, 620, 420, 190, 244, round_by=20)
    sheet.shape([(980, 660), (1060, 664), (1120, 740), (1130, 810), (980, 810)], 244)
    sheet.shape([(1000, 680), (1052, 682), (1096, 742), (1000, 742)], 90)
    sheet.box(560, 740, 570, 24, 110)
    sheet.box(726, 650, 26, 76, 60)
    sheet.box(701, 675, 76, 26, 60)
    for x in (660, 1040):
        sheet.disc(x, 812, 50, 22)
        sheet.disc(x, 812, 20, 190)
    return sheet
