"""Edits of YAML where it stands: every other byte stays."""

import functools
import re

import yaml

LANGS = ("es", "en", "ca", "fr")


@functools.lru_cache(maxsize=256)
def tree(text):
    return yaml.compose(text, Loader=yaml.SafeLoader)


@functools.lru_cache(maxsize=256)
def data(text):
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def same_shape(text, out):
    """It is still YAML and says something else."""
    try:
        return data(text) != yaml.load(out, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError):
        return False


def a(node):
    return node.start_mark.index


def z(node):
    return node.end_mark.index


def is_map(node):
    return isinstance(node, yaml.MappingNode)


def is_seq(node):
    return isinstance(node, yaml.SequenceNode)


def is_text(node):
    return isinstance(node, yaml.ScalarNode)


def get(node, *keys):
    for key in keys:
        if not is_map(node):
            return None
        for k, v in node.value:
            if is_text(k) and k.value == key:
                node = v
                break
        else:
            return None
    return node


def val(node, key, default=None):
    got = get(node, key)
    return got.value if got is not None and is_text(got) else default


def items(node):
    return list(node.value) if is_seq(node) else []


def put(text, *changes):
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def lit(value, like=None):
    """A scalar as it would be written, in the style of the one it replaces."""
    style = like.style if like is not None else None
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    plain = re.fullmatch(r"[^\W\d_][\w.\-]*( [\w.\-']+)*", value) and value.lower() not in (
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    )
    if style is None and plain:
        return value
    if (
        style is None
        and like is not None
        and like.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
    ):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def change(text, node, value):
    if node is None or node.value == value:
        return None
    return put(text, (a(node), z(node), lit(value, node)))


def swap(text, one, two):
    if one is None or two is None or text[a(one) : z(one)] == text[a(two) : z(two)]:
        return None
    return put(text, (a(one), z(one), text[a(two) : z(two)]), (a(two), z(two), text[a(one) : z(one)]))


def line_of(text, start, end):
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", max(end - 1, start))
    return begin, len(text) if stop < 0 else stop + 1


def drop_key(text, node, key):
    pairs = node.value
    for i, (k, v) in enumerate(pairs):
        if is_text(k) and k.value == key:
            if len(pairs) == 1:
                return None
            if not node.flow_style:
                begin, stop = line_of(text, a(k), z(v))
                if i + 1 < len(pairs):
                    stop = min(stop, text.rfind("\n", 0, a(pairs[i + 1][0])) + 1)
                return text[:begin] + text[stop:]
            if i:
                return text[: z(pairs[i - 1][1])] + text[z(v) :]
            return text[: a(k)] + text[a(pairs[1][0]) :]
    return None


def add_key(text, node, after, new):
    """`new` ("key: value") into a flow mapping, after the key `after`."""
    got = get(node, after)
    if got is None or not node.flow_style:
        return None
    return text[: z(got)] + ", " + new + text[z(got) :]


def drop_item(text, seq, i):
    them = seq.value
    if not seq.flow_style:
        if len(them) == 1:
            return None
        begin, stop = line_of(text, a(them[i]), z(them[i]))
        return text[:begin] + text[stop:]
    if len(them) == 1:
        return text[: a(them[0])] + text[z(them[0]) :]
    if i:
        return text[: z(them[i - 1])] + text[z(them[i]) :]
    return text[: a(them[0])] + text[a(them[1]) :]


def codes(node):
    return [x.value for x in items(node)] if is_seq(node) else [node.value]


def code_lit(code):
    return (
        code
        if re.fullmatch(r"[A-Za-z][A-Za-z_]*", code)
        and code.lower() not in ("yes", "no", "on", "off", "true", "false", "null")
        else '"' + code + '"'
    )


def set_codes(text, node, new):
    return put(text, (a(node), z(node), "[" + ", ".join(code_lit(c) for c in new) + "]"))


def first_that(rng, candidates, make, good=lambda out: True, limit=25):
    """The first of the candidates, in a random order, that gives a defect which is one."""
    them = list(candidates)
    rng.shuffle(them)
    for one in them[:limit]:
        out = make(one)
        if out is not None and good(out):
            return out
    return None


def walk(node, path=()):
    yield path, node
    if is_map(node):
        for k, v in node.value:
            if is_text(k):
                yield from walk(v, (*path, k.value))
    elif is_seq(node):
        for i, v in enumerate(node.value):
            yield from walk(v, (*path, i))


def blocks(text, keys=None):
    """(path, {language: node}) of every text in several languages."""
    out = []
    for path, node in walk(tree(text)):
        if is_map(node):
            langs = {k.value: v for k, v in node.value if is_text(k) and k.value in LANGS and is_text(v)}
            if langs and (keys is None or (path and path[-1] in keys)):
                out.append((path, langs))
    return out
