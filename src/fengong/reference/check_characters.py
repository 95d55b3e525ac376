"""Check characters of identifiers: what a slip of the pen does not survive. Pure arithmetic; no register is asked."""

from __future__ import annotations

from collections.abc import Callable

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_GB_32100 = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def mod_11_2(text: str) -> bool:
    """Whether the last character is that of ISO/IEC 7064 MOD 11-2, as in ISNI and ORCID (ISO 27729:2012, 4.2).

    >>> mod_11_2("0000000121032683"), mod_11_2("0000000121032684"), mod_11_2("000000012103268")
    (True, False, False)
    """
    if len(text) != 16 or not text[:-1].isascii() or not text[:-1].isdigit():  # noqa: PLR2004 - the length of an ISNI
        return False
    total = 0
    for digit in text[:-1]:
        total = (total + int(digit)) * 2 % 11
    return "0123456789X"[(12 - total) % 11] == text[-1]


def gb_32100(text: str) -> bool:
    """Whether the last character is that of a unified social credit code: weights 3ⁱ modulo 31 (GB 32100-2015, annex A).

    >>> gb_32100("91110000600037341L"), gb_32100("91110000600037341M"), gb_32100("9111000060003734")
    (True, False, False)
    """
    if len(text) != 18 or not set(text) <= set(_GB_32100):  # noqa: PLR2004 - the length of a code
        return False
    total = sum(_GB_32100.index(each) * 3**at for at, each in enumerate(text[:-1]))
    return _GB_32100[-total % 31] == text[-1]


def base32_mod_97(text: str) -> bool:
    """Whether the last two digits are those of a ROR identifier: ISO/IEC 7064 MOD 97-10 of Crockford's base 32.

    Source: `generate_ror_id` of rorapi (ror-community/ror-api).

    >>> base32_mod_97("02fzqav45"), base32_mod_97("02fzqav54"), base32_mod_97("0lfzqav45")
    (True, False, False)
    """
    if len(text) != 9 or not set(text[:-2]) <= set(_CROCKFORD):  # noqa: PLR2004 - the length of an identifier
        return False
    number = 0
    for each in text[:-2]:
        number = number * 32 + _CROCKFORD.index(each)
    return f"{98 - number * 100 % 97:02}" == text[-2:]


CHECKS: dict[str, Callable[[str], bool]] = {"mod_11_2": mod_11_2, "gb_32100": gb_32100, "base32_mod_97": base32_mod_97}
"""Each algorithm by the name that a scheme's pattern gives to the part it is for."""
