#!/usr/bin/env python3
"""Draws the growth benchmarks. usage: plot_growth.py BENCH.json OUT.svg (./dev bench-growth does it)
BENCH.json: trialmatch_bench --benchmark_filter=growth --benchmark_out=BENCH.json --benchmark_out_format=json"""
import json
import sys

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 400, 260, 62, 46, 34
# name of the benchmark, title, what x counts, what y counts, y of (x, milliseconds of processor time)
CHARTS = [("trials", "verdicts of 64 patients", "trials", "ms", lambda x, ms: ms),
          ("patients of a batch", "batch: profiles in, top 10 out, 10,000 trials", "patients", "seconds", lambda x, ms: ms / 1000),
          ("patients of a group", "verdicts, 10,000 trials", "patients decided together", "ms a patient", lambda x, ms: ms / x)]


def chart(x0, title, label, unit, points):
    """points: (x, y); both axes from zero."""
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points) * 1.15
    px = lambda x: x0 + LEFT + x / most_x * (WIDTH - LEFT - 24)
    py = lambda y: HEIGHT - BOTTOM - y / most_y * (HEIGHT - BOTTOM - TOP)
    out = [f'<text x="{x0 + LEFT}" y="18" font-weight="bold">{title}</text>',
           f'<path d="M{px(0):.1f} {TOP} V{HEIGHT - BOTTOM} H{x0 + WIDTH - 20}" fill="none" stroke="#444"/>',
           f'<text x="{x0 + WIDTH / 2 + 20}" y="{HEIGHT - 8}" text-anchor="middle">{label}</text>',
           f'<text x="{x0 + 14}" y="{HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 {x0 + 14} {HEIGHT / 2})">{unit}</text>']
    for k in range(5):
        y = most_y * k / 4
        out.append(f'<text x="{x0 + LEFT - 6}" y="{py(y) + 4:.1f}" text-anchor="end" font-size="11">{y:.3g}</text>')
    last = -100.0
    for x, y in points:
        out.append(f'<circle cx="{px(x):.1f}" cy="{py(y):.1f}" r="3.5" fill="#1f6feb"/>')
        if px(x) - last < 30:   # numbers that would touch
            continue
        last = px(x)
        out.append(f'<text x="{px(x):.1f}" y="{HEIGHT - BOTTOM + 15}" text-anchor="middle" font-size="11">{x}</text>')
    line = " ".join(f"{px(x):.1f},{py(y):.1f}" for x, y in points)
    out.append(f'<polyline points="{line}" fill="none" stroke="#1f6feb"/>')
    return "\n".join(out)


def main():
    with open(sys.argv[1]) as file:
        rows = json.load(file)["benchmarks"]
    body = []
    for i, (name, title, label, unit, y_of) in enumerate(CHARTS):
        points = []
        for row in rows:
            if row["name"].startswith(f"growth with {name}/"):
                x = int(row["name"].removeprefix(f"growth with {name}/").split("/")[0])
                points.append((x, y_of(x, row["cpu_time"])))
        body.append(chart(i * WIDTH, title, label, unit, sorted(points)))
    with open(sys.argv[2], "w") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{len(CHARTS) * WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">\n'
                   f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n")


main()
