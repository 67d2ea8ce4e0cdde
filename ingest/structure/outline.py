"""The outline of a report: its front matter, its headings as a tree, and its figures.

Pure; never raises, whatever the text. Siblings touch (``next.start == previous.end``), a parent stands before
its children, and every printed character is in exactly one section of the top level. One liberty is taken with
lists: captions after the last item of a list belong to the list's parent, behind its last child.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.types import Document, Figure, Outline, Section, SectionKind
from ingest.structure.candidates import candidates
from ingest.structure.captions import caption
from ingest.structure.front import FrontPart, front_parts, landmarks_end
from ingest.structure.headings import CHAPTER_LEVEL, path_label
from ingest.structure.lines import Layout, lay_out
from ingest.structure.markdown import fenced, is_titled_cover
from ingest.structure.sequence import Placed, place
from ingest.structure.slides import find_slides
from ingest.structure.toc import Contents, find_contents


def outline(document: Document) -> Outline:
    """The sections of ``document`` in reading order, and its figures."""
    layout = lay_out(document)
    if not layout.lines:
        return Outline(())
    contents = find_contents(layout)
    placed = _headings(layout, contents)
    body = placed[0].candidate.line.start if placed else len(layout.text)
    sections = [*_front(front_parts(layout, contents, body), bool(placed))]
    sections += _body(layout, placed, len(sections))
    return Outline(tuple(sections), tuple(_figures(layout, sections)))


def _headings(layout: Layout, contents: Sequence[Contents]) -> list[Placed]:
    skipped = {i for table in contents for i in range(table.first, table.last)}
    sure = [slide for slide in find_slides(layout.lines, layout) if slide.sure]
    skipped |= {i for slide in sure for i in range(slide.first, slide.last)}
    skipped |= fenced(layout)
    found = candidates(layout, skipped)
    found = found[1:] if is_titled_cover(layout, found) else found
    opening = CHAPTER_LEVEL | {"plain"}
    chapters = (c.line.index for c in found if c.readings[0].scheme in opening and c.readings[0].strong)
    opens = landmarks_end(layout, contents, next(chapters, None))
    placed = place([c for c in found if c.line.index >= opens])
    return [] if _is_mere_list(layout, placed) else placed


def _is_mere_list(layout: Layout, placed: Sequence[Placed]) -> bool:
    """A text whose only numerals are those of one bare list has no headings."""
    titled = CHAPTER_LEVEL | {"plain", "appendix", "markdown"}
    bare = all(p.depth == 1 and p.mark.scheme not in titled and not p.candidate.fused for p in placed)
    ends = [p.candidate.line.start for p in placed[1:]] + [len(layout.text)]
    return bare and all(
        not layout.within(p.candidate.last.end, end) for p, end in zip(placed[:-1], ends[:-1], strict=True)
    )


def _front(parts: Sequence[FrontPart], has_body: bool) -> Iterator[Section]:
    """The front matter; text before no heading at all is the body."""
    for ordinal, part in enumerate(parts):
        kind, level = part.kind, 0 if part.parent is None else 1
        if kind is SectionKind.FRONT and not has_body:
            kind, level = SectionKind.BODY, 1
        above = () if part.parent is None else (parts[part.parent].title,)
        path = (*above, part.title) if part.title else above
        inner = [p.start for p in parts if p.parent == ordinal]
        yield Section(
            ordinal, part.parent, level, None, None, part.title, kind,
            part.start, part.heading_end, min([*inner, part.end]), part.end, path,
        )  # fmt: skip


@dataclass(slots=True)
class _Node:
    """A heading while its kind and its end are being found out."""

    placed: Placed
    start: int
    end: int
    own_end: int
    parent: int | None
    children: list[int] = field(default_factory=list)
    kind: SectionKind = SectionKind.BODY


def _body(layout: Layout, placed: Sequence[Placed], offset: int) -> list[Section]:
    nodes = _nodes(placed, len(layout.text))
    for node in nodes:
        node.kind = _kind(node, _is_bare(layout, node))
    for node in nodes:
        _mark_lists(layout, nodes, node.children)
        if node.parent is None and node.kind is SectionKind.AGENDA:
            node.kind = _alone(node)
    sections: list[Section] = []
    for ordinal, node in enumerate(nodes):
        above = sections[node.parent].path if node.parent is not None else ()
        sections.append(_section(node, ordinal, above))
    return [
        replace(s, ordinal=s.ordinal + offset, parent=None if s.parent is None else s.parent + offset) for s in sections
    ]


def _nodes(placed: Sequence[Placed], end: int) -> list[_Node]:
    """Each heading with its parent and children; it ends where the next of its depth or above begins."""
    nodes: list[_Node] = []
    chain: list[int] = []
    for at, here in enumerate(placed):
        start = here.candidate.line.start
        while len(chain) >= here.depth:
            nodes[chain.pop()].end = start
        parent = chain[-1] if chain else None
        if parent is not None:
            nodes[parent].children.append(at)
            nodes[parent].own_end = min(nodes[parent].own_end, start)
        nodes.append(_Node(here, start, end, end, parent))
        chain.append(at)
    for node in nodes:
        node.own_end = min(node.own_end, node.end)
    return nodes


def _is_bare(layout: Layout, node: _Node) -> bool:
    """Nothing but captions stands under the heading."""
    under = layout.within(node.placed.candidate.last.end, node.end)
    return not node.children and all(caption(line.text) for line in under)


def _kind(node: _Node, bare: bool) -> SectionKind:
    """AGENDA stands here for any bare numbered heading; :func:`_mark_lists` decides."""
    candidate, mark = node.placed.candidate, node.placed.mark
    if mark.scheme == "appendix":
        return SectionKind.APPENDIX
    if candidate.fused and not (candidate.brief and bare):
        return SectionKind.ITEM
    return SectionKind.AGENDA if bare and mark.number else SectionKind.BODY


def _mark_lists(layout: Layout, nodes: Sequence[_Node], children: Sequence[int]) -> None:
    """Two bare siblings or more make a list; the captions under the last of them go to their parent."""
    for place_, child in enumerate(children):
        near = [nodes[children[i]] for i in (place_ - 1, place_ + 1) if 0 <= i < len(children)]
        node = nodes[child]
        if node.kind is SectionKind.AGENDA and not any(n.kind is SectionKind.AGENDA for n in near):
            node.kind = _alone(node)
    if children and nodes[children[-1]].kind is SectionKind.AGENDA:
        last = nodes[children[-1]]
        under = layout.within(last.placed.candidate.last.end, last.end)
        last.end = last.own_end = under[0].start if under else last.end


def _alone(node: _Node) -> SectionKind:
    """A bare heading that is no list's member: a sentence or «時間：5 月 3 日» says something, a title does not."""
    candidate = node.placed.candidate
    orphan = node.parent is None and not node.placed.mark.strong
    says = orphan or candidate.brief or "：" in candidate.title or ": " in candidate.title
    return SectionKind.ITEM if says else SectionKind.BODY


def _section(node: _Node, ordinal: int, above: tuple[str, ...]) -> Section:
    candidate, mark = node.placed.candidate, node.placed.mark
    item = node.kind is SectionKind.ITEM
    title = "" if item else candidate.title.rstrip("。；;")
    heading_end = node.start if item else candidate.last.end
    label = mark.label if item else path_label(mark, title)
    return Section(
        ordinal, node.parent, node.placed.depth, mark.number, mark.scheme.partition(":")[0], title, node.kind,
        node.start, heading_end, node.own_end, node.end, (*above, label),
    )  # fmt: skip


def _figures(layout: Layout, sections: Sequence[Section]) -> Iterator[Figure]:
    starts = [s.start for s in sections]
    for line in layout.lines:
        found = caption(line.text)
        at = bisect_right(starts, line.first) - 1
        if not found or at < 0:
            continue
        section = sections[at]
        while line.first >= section.end and section.parent is not None:
            section = sections[section.parent]
        if section.kind is not SectionKind.TOC and line.first >= section.heading_end:
            yield Figure(found.number, found.words, line.first, line.end, section.ordinal)
