"""HTML of Odoo's editors and of emails → paragraphs, as a person reads them."""

import re

from lxml import etree, html

#: Elements that begin a line of their own.
_BLOCKS = frozenset(
    "address article aside blockquote body dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section table tbody thead tr ul".split()
)
_SKIPPED = frozenset("script style head title meta link noscript template svg".split())
_SPACES = re.compile(r"[^\S\n]+")


def paragraphs(source):
    """Lines of an HTML fragment: one per block, no markup, no link footnotes, no quoted mail."""
    source = str(source or "").replace("\x00", "")
    if not source.strip():
        return []
    try:
        root = html.fragment_fromstring(source, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return plain_lines(re.sub(r"<[^>]*>", " ", source))
    pieces = []
    _walk(root, pieces)
    return plain_lines("".join(pieces))


def plain_lines(text):
    """Lines of plain text without runs of spaces and empty lines."""
    lines = (_SPACES.sub(" ", part).strip() for part in str(text or "").splitlines())
    return [part for part in lines if part]


def _walk(element, pieces):
    # Comments and processing instructions have a function as tag.
    if isinstance(element.tag, str) and element.tag not in _SKIPPED and not _is_quoted_mail(element):
        block = element.tag in _BLOCKS
        if block or element.tag == "br":
            pieces.append("\n")
        if element.text:
            pieces.append(_inline(element.text))
        for child in element:
            _walk(child, pieces)
        if block:
            pieces.append("\n")
        elif element.tag in ("td", "th"):
            pieces.append(" ")
    if element.tail:
        pieces.append(_inline(element.tail))


def _inline(text):
    """A line break in the source of HTML is a space."""
    return re.sub(r"\s+", " ", text)


def _is_quoted_mail(element):
    """The mail that this one answers: it is a message of its own."""
    return element.get("data-o-mail-quote") or element.get("data-o-mail-quote-container")
