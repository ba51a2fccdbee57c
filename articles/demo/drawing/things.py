"""Scenes of things: instruments, cloth, books, tools."""

from math import cos, pi, sin

from articles.demo.drawing.canvas import Canvas, Dice, H, W


def strings() -> Canvas:
    """The sound hole of a lute, as rings, under its strings."""
    sheet = Canvas(28)
    x, y = 680, 530
    for ring in range(36, 0, -1):
        sheet.disc(x, y, ring * 30, 44 if ring % 2 else round(70 + ring * 4.4))
    sheet.disc(x, y, 128, 18)
    for petal in range(12):
        angle = petal * pi / 6
        sheet.disc(x + 84 * cos(angle), y + 84 * sin(angle), 20, 130)
    sheet.disc(x, y, 44, 130)
    for string in range(6):
        sheet.line([(-20, y - 52 + string * 21), (W, y - 78 + string * 31)], 240, 3 + string % 3)
    return sheet


def weave() -> Canvas:
    """Bands and lozenges of a rug, warp included."""
    sheet = Canvas(230)
    bands = (40, 150, 230, 90, 190, 30, 230, 120, 60, 210)
    y = row = 0
    while y < H:
        tall = (38, 74, 25, 100, 53)[row % 5]
        sheet.box(0, y, W, tall, bands[row % 10])
        if tall > 70:
            for x in range(-40, W, tall):
                for inset, shift in ((0.04, 3), (0.24, 6)):
                    gap = tall * inset
                    middle = [(x + gap, y + tall / 2), (x + tall / 2, y + gap)]
                    far = [(x + tall - gap, y + tall / 2), (x + tall / 2, y + tall - gap)]
                    sheet.shape([*middle, *far], bands[(row + shift) % 10])
        y += tall
        row += 1
    for x in range(0, W, 8):
        sheet.line([(x, 0), (x, H)], 92, 0.7)
    return sheet


def pencils() -> Canvas:
    sheet = Canvas(240)
    for y in range(75, H, 55):
        sheet.line([(0, y), (W, y)], 196, 3)
    sheet.line([(260, 0), (260, H)], 120, 5)
    shades = (((540, 850), -0.9, 34, 60), ((740, 900), -0.72, 120, 150), ((990, 880), -1.1, 70, 96))
    for (x, y), angle, dark, light in shades:
        away = (cos(angle), sin(angle))

        def at(t: float, u: float, x: int = x, y: int = y, away: tuple[float, float] = away) -> tuple[float, float]:
            return (x + away[0] * t - away[1] * 40 * u, y + away[1] * t + away[0] * 40 * u)

        sheet.shape([at(0, 0), at(100, 1), at(740, 1), at(740, -1), at(100, -1)], 200)
        sheet.shape([at(100, 1), at(740, 1), at(740, -1), at(100, -1)], dark)
        sheet.shape([at(100, 0.33), at(740, 0.33), at(740, -0.33), at(100, -0.33)], light)
        sheet.shape([at(0, 0), at(36, 0.34), at(36, -0.34)], 20)
        sheet.shape([at(665, 1), at(740, 1), at(740, -1), at(665, -1)], 172)
    return sheet


def network() -> Canvas:
    """Knots and their links, some of them locks."""
    sheet = Canvas(34)
    dice = Dice(12)
    knots = [(dice.between(0, W), dice.between(0, H)) for _knot in range(84)]
    for x, y in knots:
        near = sorted(knots, key=lambda other: (other[0] - x) ** 2 + (other[1] - y) ** 2)  # used at once
        for other in near[1:4]:
            sheet.line([(x, y), other], 118, 3)
    for number, (x, y) in enumerate(knots):
        if number % 7 == 0:
            sheet.ring(x, y - 20, 22, 244, 8)
            sheet.box(x - 34, y - 14, 68, 54, 244, round_by=8)
            sheet.disc(x, y + 8, 9, 40)
        else:
            sheet.disc(x, y, 7 + (number * 7) % 20, 200 if number % 4 else 236)
    return sheet


def sparks() -> Canvas:
    """A welder's mask and what flies from the seam."""
    sheet = Canvas(24, below=50)
    dice = Dice(41)
    x, y = 1010, 720
    for _spark in range(260):
        angle, reach = dice.between(pi * 0.9, pi * 2.05), dice.between(60, 780)
        near, fall = dice.between(0.72, 0.95), dice.between(0, 120)
        end = (x + cos(angle) * reach, y + sin(angle) * reach + fall)
        start = (x + cos(angle) * reach * near, y + sin(angle) * reach * near + fall * near)
        sheet.line([start, end], round(dice.between(120, 255)), dice.between(2, 6))
    sheet.disc(x, y, 70, 200)
    sheet.disc(x, y, 40, 255)
    sheet.box(0, 760, W, H, 90)
    sheet.box(0, 752, W, 14, 170)
    sheet.shape([(250, 300), (330, 190), (520, 190), (600, 310), (580, 560), (470, 660), (350, 640), (262, 540)], 120)
    sheet.box(330, 330, 230, 110, 12, round_by=14)
    sheet.box(350, 350, 190, 26, 210, round_by=8)
    sheet.shape([(60, H), (140, 720), (320, 620), (520, 660), (640, 760), (660, H)], 70)
    sheet.line([(560, 800), (800, 760), (960, 730)], 150, 34)
    return sheet


def comic() -> Canvas:
    """A page of panels with balloons, wordless."""
    sheet = Canvas(244)
    frames = ((40, 40, 520, 420), (600, 40, 400, 420), (1040, 40, 520, 420), (40, 500, 760, 460), (840, 500, 720, 460))
    for number, (x, y, width, height) in enumerate(frames):
        sheet.box(x, y, width, height, 20)
        sheet.box(x + 8, y + 8, width - 16, height - 16, (210, 120, 232, 170, 90)[number])
        for dot in range(0, int(width) - 30, 26):
            for row in range(0, 130, 26):
                sheet.disc(x + 24 + dot, y + height - 30 - row, 3 + row / 26, 60 if number != 4 else 200)
        middle = x + width * (0.34 + 0.1 * (number % 3))
        sheet.disc(middle, y + height * 0.62, 62, 30)
        sheet.box(middle - 90, y + height * 0.62 + 54, 180, height * 0.38 - 62, 30)
        sheet.disc(x + width * 0.68, y + 108, 116, 250, tall=66)
        sheet.shape([(x + width * 0.6, y + 150), (x + width * 0.72, y + 160), (x + width * 0.52, y + 226)], 250)
        for line in range(3):
            sheet.line(
                [(x + width * 0.68 - 70, y + 86 + line * 22), (x + width * 0.68 + 70 - line * 22, y + 86 + line * 22)],
                60,
                7,
            )
    return sheet


def shelves() -> Canvas:
    sheet = Canvas(226)
    dice = Dice(77)
    for shelf in range(4):
        floor, x = 240 + shelf * 245, 20.0
        sheet.box(0, floor, W, 16, 30)
        while x < W - 40:
            width, height = dice.between(20, 62), dice.between(130, 215)
            tone = dice.pick((30, 56, 84, 120, 160, 196, 246))
            if dice.unit() < 0.08:
                x += dice.between(60, 150)
                continue
            sheet.box(x, floor - height, width, height, tone)
            sheet.box(x, floor - height + 22, width, 10, 250 if tone < 120 else 50)
            sheet.box(x, floor - 40, width, 6, 250 if tone < 120 else 50)
            x += width + 3
    return sheet


def net() -> Canvas:
    """A ball that has just reached the net."""
    sheet = Canvas(64, below=104)
    x, y = 930, 470

    def pulled(px: float, py: float) -> tuple[float, float]:
        dx, dy = px - x, py - y
        pull = 1 / (1 + (dx * dx + dy * dy) / 52_000)
        return px + 120 * pull, py - 40 * pull

    for line in range(-2, 30):
        sheet.line([pulled(line * 62 - 80, step * 20) for step in range(-4, 56)], 214, 4)
        sheet.line([pulled(step * 20, line * 62 - 40) for step in range(-6, 92)], 214, 4)
    sheet.disc(x + 40, y - 10, 170, 246)
    for patch in range(6):
        angle = patch * pi * 2 / 5 + 0.3
        far = 0 if patch == 5 else 118
        px, py, size = x + 40 + far * cos(angle), y - 10 + far * sin(angle), 52 if patch == 5 else 36
        sheet.shape([(px + size * cos(angle + k * 1.2566), py + size * sin(angle + k * 1.2566)) for k in range(5)], 26)
        if patch < 5:
            sheet.line([(x + 40 + 46 * cos(angle), y - 10 + 46 * sin(angle)), (px, py)], 26, 7)
    sheet.box(0, 0, 46, H, 250)
    return sheet


def lanes() -> Canvas:
    """The lanes of a track, with a start number."""
    sheet = Canvas(150)
    for lane in range(9):
        tone = 112 if lane % 2 else 134
        sheet.ring(1250, 1240, 1240 - lane * 118, tone, 118)
        sheet.ring(1250, 1240, 1240 - lane * 118, 244, 7)
    for x, y, tilt in ((330, 420, -0.2), (520, 560, -0.1), (720, 680, 0.0)):
        sheet.shape([(x, y), (x + 90, y - 20), (x + 120, y + 40), (x + 20, y + 66 + tilt * 40)], 20)
        sheet.shape([(x + 84, y - 20), (x + 140, y - 70), (x + 170, y - 20), (x + 120, y + 40)], 40)
    sheet.disc(1330, 270, 150, 246)
    sheet.ring(1330, 270, 128, 60, 10)
    sheet.line([(1330, 270), (1330, 178)], 30, 14)
    sheet.line([(1330, 270), (1400, 310)], 30, 10)
    sheet.box(1306, 90, 48, 36, 60)
    return sheet


def lamps() -> Canvas:
    """Floodlights and their cones over a pitch at night."""
    sheet = Canvas(16, below=34)
    for x, lean in ((230, 330), (800, 0), (1370, -330)):
        sheet.shape([(x - 60, 150), (x + 60, 150), (x + lean + 330, H), (x + lean - 330, H)], 58)
        sheet.shape([(x - 30, 150), (x + 30, 150), (x + lean + 170, H), (x + lean - 170, H)], 92)
    sheet.shape([(0, 760), (W, 760), (W, H), (0, H)], 120)
    for stripe in range(0, 9, 2):
        sheet.shape(
            [(stripe * 178, 760), (stripe * 178 + 178, 760), (stripe * 240 - 60, H), (stripe * 240 - 320, H)], 142
        )
    sheet.line([(0, 850), (W, 850)], 244, 6)
    sheet.ring(800, 850, 210, 244, 6, tall=48)
    for x in (230, 800, 1370):
        sheet.box(x - 6, 150, 12, 612, 70)
        sheet.box(x - 110, 70, 220, 110, 80, round_by=10)
        for lamp in range(10):
            sheet.disc(x - 84 + (lamp % 5) * 42, 100 + (lamp // 5) * 48, 17, 252)
    return sheet


def letters() -> Canvas:
    """Beginner's handwriting: loops on ruled paper, and a rubber."""
    sheet = Canvas(246)
    for y in range(110, H, 130):
        sheet.line([(0, y), (W, y)], 190, 4)
        sheet.line([(0, y + 52), (W, y + 52)], 222, 3)
    for row in range(6):
        y, loops = 160 + row * 130, 1500 - row * 190
        points = [
            (90 + t * 1.0 + 30 * sin(t / 13), y + (18 + 16 * (row % 3)) * cos(t / 13) * (1 + 0.3 * sin(t / 90)))
            for t in range(0, max(loops, 240), 2)
        ]
        sheet.line(points, 40 + row * 20, 7)
    sheet.shape([(1180, 780), (1440, 700), (1490, 830), (1230, 910)], 90)
    sheet.shape([(1180, 780), (1290, 746), (1340, 876), (1230, 910)], 206)
    return sheet
