"""Whether a result can be an XML document at all."""

from __future__ import annotations

from fengong.errors import NotInThisFormat


def check_xml(data: bytes, form: str) -> None:
    """Raise NotInThisFormat where ``data`` is no XML: no XML document can hold most control characters, however escaped."""
    import xml.parsers.expat  # noqa: PLC0415 - only where XML is asked for

    try:
        xml.parsers.expat.ParserCreate().Parse(data, True)
    except xml.parsers.expat.ExpatError as error:
        raise NotInThisFormat(form, str(error)) from error
