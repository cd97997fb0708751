"""A road with a reference as one line, so that a kilometre can be measured along it. Pure.

Roundabouts carry no reference and leave gaps; two carriageways run side by side; a slip road hangs off. The
axis is the longest way through all of it (the longest shortest path), gaps bridged.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence

from shapely import LineString, Point, STRtree

_BRIDGE_M = 150.0
"""A gap up to this is a roundabout; on three real roads it made 0.05 km of 31 whole."""
XY = tuple[float, float]
Graph = dict[XY, dict[XY, float]]


def axis_of(lines: Sequence[LineString]) -> LineString:
    """The longest way through `lines`, which are in metres."""
    graph = _graph(lines)
    _bridge(graph)
    start = max(graph, key=lambda node: len(graph[node]))
    far = _farthest(graph, start)[0]
    end, came_from = _farthest(graph, far)
    path = [end]
    while path[-1] != far:
        path.append(came_from[path[-1]])
    return LineString(path) if len(path) > 1 else lines[0]


def _graph(lines: Sequence[LineString]) -> Graph:
    graph: Graph = defaultdict(dict)
    for line in lines:
        nodes = [(round(x, 1), round(y, 1)) for x, y in line.coords]
        for a, b in zip(nodes, nodes[1:], strict=False):
            if a != b:
                graph[a][b] = graph[b][a] = math.dist(a, b)
    return graph


def _bridge(graph: Graph) -> None:
    part = _components(graph)
    nodes = list(graph)
    tree = STRtree([Point(node) for node in nodes])
    for end in [node for node in nodes if len(graph[node]) == 1]:
        for k in tree.query(Point(end).buffer(_BRIDGE_M)):
            other = nodes[int(k)]
            if part[other] != part[end]:
                graph[end][other] = graph[other][end] = math.dist(end, other)


def _components(graph: Graph) -> dict[XY, int]:
    part: dict[XY, int] = {}
    for number, seed in enumerate(graph):
        stack = [] if seed in part else [seed]
        while stack:
            node = stack.pop()
            if node not in part:
                part[node] = number
                stack.extend(graph[node])
    return part


def _farthest(graph: Graph, start: XY) -> tuple[XY, dict[XY, XY]]:
    """The node farthest from `start` by the shortest ways, and from where each node was reached."""
    done: dict[XY, float] = {}
    came_from: dict[XY, XY] = {}
    queue: list[tuple[float, XY, XY]] = [(0.0, start, start)]
    while queue:
        length, node, source = heapq.heappop(queue)
        if node in done:
            continue
        done[node], came_from[node] = length, source
        for other, step in graph[node].items():
            if other not in done:
                heapq.heappush(queue, (length + step, other, node))
    return max(done, key=lambda node: done[node]), came_from
