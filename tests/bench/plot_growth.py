#!/usr/bin/env python3
"""Draws the growth benchmarks. usage: plot_growth.py BENCH.json OUT.svg
BENCH.json: ./dev bench --benchmark_filter=growth --benchmark_format=json --benchmark_out=BENCH.json"""
import json
import sys

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 400, 260, 62, 46, 34


def chart(x0, title, label, points):
    """points: (x, milliseconds a patient); both axes from zero."""
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points) * 1.15
    px = lambda x: x0 + LEFT + x / most_x * (WIDTH - LEFT - 24)
    py = lambda y: HEIGHT - BOTTOM - y / most_y * (HEIGHT - BOTTOM - TOP)
    out = [f'<text x="{x0 + LEFT}" y="18" font-weight="bold">{title}</text>',
           f'<path d="M{px(0):.1f} {TOP} V{HEIGHT - BOTTOM} H{x0 + WIDTH - 20}" fill="none" stroke="#444"/>',
           f'<text x="{x0 + WIDTH / 2 + 20}" y="{HEIGHT - 8}" text-anchor="middle">{label}</text>',
           f'<text x="{x0 + 14}" y="{HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 {x0 + 14} {HEIGHT / 2})">ms a patient</text>']
    for k in range(5):
        y = most_y * k / 4
        out.append(f'<text x="{x0 + LEFT - 6}" y="{py(y) + 4:.1f}" text-anchor="end" font-size="11">{y:.2f}</text>')
    for x, y in points:
        out.append(f'<circle cx="{px(x):.1f}" cy="{py(y):.1f}" r="3.5" fill="#1f6feb"/>'
                   f'<text x="{px(x):.1f}" y="{HEIGHT - BOTTOM + 15}" text-anchor="middle" font-size="11">{x}</text>')
    line = " ".join(f"{px(x):.1f},{py(y):.1f}" for x, y in points)
    out.append(f'<polyline points="{line}" fill="none" stroke="#1f6feb"/>')
    return "\n".join(out)


def main():
    with open(sys.argv[1]) as file:
        rows = json.load(file)["benchmarks"]
    series = {"trials": [], "patients": []}
    for row in rows:
        kind, _, number = row["name"].removeprefix("growth with ").partition("/")
        if row["name"].startswith("growth with "):
            patients = 64 if kind == "trials" else int(number)
            series[kind].append((int(number), row["cpu_time"] / patients))
    body = [chart(0, "verdicts, 64 patients together", "trials", sorted(series["trials"])),
            chart(WIDTH, "verdicts, by patients together", "patients a group", sorted(series["patients"]))]
    with open(sys.argv[2], "w") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">\n'
                   f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n")


main()
