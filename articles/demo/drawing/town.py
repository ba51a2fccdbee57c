"""Scenes of streets, harbours and institutions."""

from math import cos, pi, sin

from articles.demo.drawing.canvas import Canvas, Dice, H, W


def harbour() -> Canvas:
    sheet = Canvas(240, below=192)
    sheet.disc(1130, 250, 130, 252)
    sheet.land(lambda x: 470 + 46 * sin(x / 205) + 23 * sin(x / 88), 176)
    sheet.land(lambda x: 515 + 40 * sin(x / 205 + 2) + 20 * sin(x / 88 + 1), 150)
    for x, scale, tone in ((170, 0.68, 96), (510, 0.76, 70), (890, 0.86, 38), (1350, 0.68, 88)):
        _crane(sheet, x, scale, tone)
    dice = Dice(4)
    wide, tall = 80, 40
    for row in range(6):
        for column in range(-1, 21):
            if row < 5 - int(2.8 + 2.4 * sin(column * 0.55 + 1) + dice.unit() * 0.9):
                continue
            tone, x, y = dice.pick((24, 44, 66, 110, 150, 206, 232)), column * wide, 590 + row * tall
            sheet.box(x, y, wide - 4, tall - 3, tone)
            for rib in range(6, wide - 8, 9):
                sheet.line([(x + rib, y + 4), (x + rib, y + tall - 7)], max(8, tone - 22), 2)
    sheet.box(0, 828, W, H, 52)
    for _glint in range(90):
        left, level = dice.between(0, W), dice.between(838, H)
        sheet.line([(left, level), (left + dice.between(20, 150), level)], round(dice.between(80, 170)), 3)
    return sheet


def _crane(sheet: Canvas, x: float, scale: float, tone: int) -> None:
    foot, height, bar = 730, 620 * scale, 16 * scale
    for side in (0.0, 170 * scale):
        sheet.box(x + side, foot - height * 0.72, bar * 1.5, height * 0.72, tone)
    sheet.box(x - 20, foot - height * 0.72, 190 * scale + 60, bar * 2, tone)
    sheet.box(x, foot - height * 0.42, 170 * scale, bar, tone)
    sheet.line([(x, foot - height * 0.42), (x + 170 * scale, foot - height * 0.72)], tone, bar * 0.8)
    top = (x + 90 * scale, foot - height * 1.08)
    sheet.line([(x + 10 * scale, foot - height * 0.7), top, (x + 180 * scale, foot - height * 0.7)], tone, bar * 0.9)
    sheet.box(x - 330 * scale, foot - height * 0.78, 660 * scale, bar * 1.4, tone)
    ends = [(x - 320 * scale, foot - height * 0.78), top, (x + 310 * scale, foot - height * 0.78)]
    sheet.line(ends, tone, bar * 0.5)
    sheet.line([(x - 200 * scale, foot - height * 0.76), (x - 200 * scale, foot - height * 0.42)], tone, bar * 0.35)
    sheet.box(x - 240 * scale, foot - height * 0.42, 80 * scale, height * 0.07, tone)


def chamber() -> Canvas:
    """Seats in half circles; a third of them pale."""
    sheet = Canvas(238)
    dice = Dice(2)
    for row in range(9):
        radius, seats = 280 + row * 78, 14 + row * 5
        for seat in range(seats):
            part = (seat + 0.5) / seats
            x, y = W / 2 - radius * cos(pi * part), 960 - radius * sin(pi * part) * 0.98
            tone = 236 if dice.unit() < 0.05 else 30 if part < 0.42 else 120 if part < 0.68 else 190
            sheet.disc(x, y, 23, tone)
    sheet.shape([(W / 2 - 130, H), (W / 2 - 104, 820), (W / 2 + 104, 820), (W / 2 + 130, H)], 30)
    return sheet


def blocks() -> Canvas:
    """Rows of flats, some windows lit."""
    sheet = Canvas(240, below=212)
    dice, x = Dice(6), -30
    while x < W:
        width, height, tone = (
            dice.pick((130, 165, 205, 240)),
            round(dice.between(320, 800)),
            dice.pick((36, 70, 110, 160, 190)),
        )
        sheet.box(x, H - height, width, height, tone)
        for y in range(H - height + 30, H, 56):
            for window in range(x + 18, x + width - 28, 40):
                light = 240 if dice.unit() < 0.25 else tone - 26 if tone > 100 else tone + 34
                if dice.unit() < 0.7:
                    sheet.box(window, y, 20, 32, light)
                else:
                    sheet.pie(window + 11, y + 18, 18, (180, 360), light)
        x += width + 4
    return sheet


def crossing() -> Canvas:
    """A zebra crossing from above, with people and their shadows."""
    sheet = Canvas(72, below=58)
    sheet.shape([(0, 0), (W, 0), (W, 130), (0, 190)], 206)
    sheet.shape([(0, 850), (W, 800), (W, H), (0, H)], 214)
    for bar in range(11):
        x = 110 + bar * 132
        sheet.shape([(x, 240), (x + 78, 238), (x + 118, 790), (x + 40, 794)], 238)
    for tile in range(26):
        sheet.line([(tile * 66, 0), (tile * 66 - 20, 180)], 176, 3)
        sheet.line([(tile * 66, 1000), (tile * 66 - 20, 810)], 182, 3)
    for x, y, tone in (
        (300, 520, 20),
        (470, 360, 140),
        (640, 640, 30),
        (900, 470, 110),
        (1100, 610, 20),
        (1330, 400, 150),
    ):
        sheet.shape([(x, y - 16), (x + 210, y + 60), (x + 210, y + 96), (x, y + 24)], 44)
        sheet.disc(x, y, 46, tone, tall=30)
        sheet.disc(x, y, 20, 250 if tone < 100 else 40)
    return sheet


def ballots() -> Canvas:
    """Slips of paper falling into a box."""
    sheet = Canvas(228, below=210)
    dice = Dice(31)
    for _slip in range(46):
        x, y, turn = dice.between(60, W - 60), dice.between(30, 560), dice.between(-1, 1)
        size, tone = dice.between(34, 66), dice.pick((252, 250, 180, 120, 60))
        across, down = (size * cos(turn), size * sin(turn)), (-size * 1.3 * sin(turn), size * 1.3 * cos(turn))
        corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
        sheet.shape([(x + a * across[0] + b * down[0], y + a * across[1] + b * down[1]) for a, b in corners], tone)
        for rule in (0.25, 0.5, 0.75):
            start = (x + 0.15 * across[0] + rule * down[0], y + 0.15 * across[1] + rule * down[1])
            end = (x + 0.8 * across[0] + rule * down[0], y + 0.8 * across[1] + rule * down[1])
            sheet.line([start, end], 206 if tone < 100 else 140, 3)
    sheet.shape([(420, 640), (1180, 640), (1120, H), (480, H)], 34)
    sheet.shape([(420, 640), (500, 580), (1100, 580), (1180, 640)], 70)
    sheet.shape([(640, 618), (670, 600), (930, 600), (960, 618)], 14)
    for number in range(3):
        sheet.ring(640 + number * 160, 800, 52, 220, 10)
        sheet.disc(640 + number * 160, 800, 20 + number * 6, 220)
    return sheet


def columns() -> Canvas:
    """A court's portico: horseshoe arches, two chairs in the light."""
    sheet = Canvas(236, below=220)
    for arch in range(4):
        x = 30 + arch * 400
        sheet.box(x, 150, 340, 850, 60 + arch * 20)
        sheet.disc(x + 170, 420, 132, 232 - arch * 6, tall=150)
        sheet.box(x + 62, 470, 216, 530, 232 - arch * 6)
        sheet.ring(x + 170, 420, 150, 150, 8, tall=168)
        sheet.box(x - 30, 480, 60, 520, 30)
        sheet.box(x - 46, 450, 92, 36, 120)
    sheet.box(0, 60, W, 90, 34)
    for tile in range(40):
        sheet.shape([(tile * 40 + 20, 74), (tile * 40 + 36, 104), (tile * 40 + 20, 136), (tile * 40 + 4, 104)], 160)
    sheet.box(0, 900, W, 100, 190)
    for x, way in ((620, 1), (980, -1)):
        sheet.line([(x, 620), (x + 8 * way, 790), (x + 110 * way, 790)], 16, 16)
        sheet.line([(x + 8 * way, 790), (x - 4 * way, 920)], 16, 13)
        sheet.line([(x + 106 * way, 790), (x + 116 * way, 920)], 16, 13)
    return sheet


def bowl() -> Canvas:
    """The stands of a stadium around a small pitch."""
    sheet = Canvas(40)
    x, y = W / 2, 690
    for row in range(22, 0, -1):
        tone = round(60 + 150 * ((row * 7) % 5) / 5) if row % 3 else 36
        sheet.disc(x, y - row * 8, 460 + row * 46, tone, tall=130 + row * 30)
    sheet.disc(x, y, 470, 214, tall=140)
    sheet.ring(x, y, 98, 90, 6, tall=30)
    sheet.line([(x, y - 138), (x, y + 138)], 90, 6)
    for mast in (160, 1440):
        sheet.box(mast - 80, 60, 160, 115, 246)
        sheet.box(mast - 7, 175, 14, 280, 30)
        for lamp in range(12):
            sheet.disc(mast - 58 + (lamp % 4) * 39, 82 + (lamp // 4) * 36, 13, 120)
    return sheet


def carriage() -> Canvas:
    """A night train under a moon, its windows lit."""
    sheet = Canvas(30, below=84)
    sheet.disc(1240, 220, 96, 236)
    sheet.disc(1200, 196, 90, 40)
    dice = Dice(14)
    for _star in range(90):
        sheet.disc(dice.between(0, W), dice.between(0, 480), dice.between(1, 4), 220)
    sheet.land(lambda x: 590 - 90 * abs(sin(x / 410)), 20)
    sheet.box(0, 520, 1330, 230, 130)
    sheet.shape([(1330, 520), (1440, 560), (1530, 660), (1540, 750), (1330, 750)], 130)
    sheet.box(0, 690, 1536, 18, 60)
    for window in range(10):
        lit = 250 if window not in (2, 6, 7) else 70
        sheet.box(50 + window * 126, 570, 92, 76, lit, round_by=12)
        sheet.disc(96 + window * 126, 640, 17, 60 if lit == 250 else 70)
    sheet.shape([(1380, 575), (1430, 580), (1490, 650), (1380, 650)], 250)
    sheet.shape([(1530, 700), (W, 660), (W, 820), (1530, 730)], 236)
    sheet.box(0, 770, W, 14, 170)
    for sleeper in range(40):
        sheet.box(sleeper * 42, 784, 22, 26, 50)
    return sheet


def screen() -> Canvas:
    """A beam over the heads of an audience."""
    sheet = Canvas(20)
    sheet.shape([(1500, 175), (1500, 217), (0, 900), (0, 117)], 208)
    sheet.shape([(1500, 188), (1500, 208), (0, 683), (0, 275)], 246)
    sheet.box(1458, 125, 142, 150, 60)
    sheet.disc(1480, 196, 38, 252)
    dice = Dice(3)
    for row in range(5):
        y, size, tone = 690 + row * 72, 38 + row * 4, 8 if row % 2 == 0 else 38
        for seat in range(-1, 15):
            x = seat * 118 + (row % 2) * 59 + dice.between(0, 16)
            sheet.disc(x, y, size, tone, tall=size * 1.15)
            sheet.box(x - size * 1.6, y + size * 0.9, size * 3.2, size * 3, tone, round_by=38)
    return sheet
